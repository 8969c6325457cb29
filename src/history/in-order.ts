/**
 * Entries in order of time. They are written down as they become known, which is nearly in order: a log line of a node
 * carries the node's own time, and a stall is known only when it is over, a little after what it delayed.
 *
 * The order is that of completion for operations; a stall comes at its begin, before everything that it delayed.
 */
import type { Entry } from './entry.ts';

/** Nothing is written down later than this after the time it carries, but by a stall that held everything up. */
const horizonNs = 2_000_000_000;

export async function* inOrder(entries: AsyncIterable<Entry> | Iterable<Entry>): AsyncGenerator<Entry> {
  let held: { atNs: number; entry: Entry }[] = [];
  let newestNs = -Infinity;
  let oldestNs = Infinity;
  let sorted = true;
  for await (const entry of entries) {
    const atNs = timeOf(entry);
    sorted &&= held.length === 0 || atNs >= held.at(-1)!.atNs;
    held.push({ atNs, entry });
    oldestNs = Math.min(oldestNs, atNs);
    newestNs = Math.max(newestNs, atNs);
    // Half of what is held leaves at once, so that sorting costs little for each entry.
    if (newestNs - oldestNs < 2 * horizonNs) continue;
    if (!sorted) held.sort((a, b) => a.atNs - b.atNs);
    const settled = held.findIndex(({ atNs }) => atNs > newestNs - horizonNs);
    for (const { entry } of held.slice(0, settled)) yield entry;
    held = held.slice(settled);
    oldestNs = held[0]!.atNs;
    sorted = true;
  }
  held.sort((a, b) => a.atNs - b.atNs);
  for (const { entry } of held) yield entry;
}

function timeOf(entry: Entry): number {
  if (entry.type === 'operation') return entry.completedNs;
  return entry.kind === 'harness-stall' ? entry.fromNs : entry.timeNs;
}
