/**
 * A measure is a fold: it is shown every entry of a history once, in order, and then asked for its numbers.
 * So any number of measures share one pass over the file, and none needs the whole of it in memory.
 */
import type { Entry } from '../history/entry.ts';

export interface Fold<T> {
  add(entry: Entry): void;
  result(): T;
}

/** Runs one fold over entries that are already in memory. */
export function fold<T>(entries: Iterable<Entry>, into: Fold<T>): T {
  for (const entry of entries) into.add(entry);
  return into.result();
}

/** Feeds several folds in one pass over a stored history. */
export async function foldAll(entries: AsyncIterable<Entry>, folds: readonly Fold<unknown>[]): Promise<void> {
  for await (const entry of entries) {
    for (const each of folds) each.add(entry);
  }
}
