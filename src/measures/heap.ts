/** What was left in the heap of a controller after full collections, as often as the method asked for one. */
import type { Entry } from '../history/entry.ts';
import type { Fold } from './fold.ts';

export interface Heap {
  /** The node that was asked last. */
  node: string;
  /** What was left the last time. */
  liveBytes: number;
  /** How much more that is than the first time; null if the same node was not asked before. */
  grownBytes: number | null;
}

/** null if none was measured. */
export function heap(): Fold<Heap | null> {
  const first = new Map<string, number>();
  let last: Heap | null = null;
  return {
    add(entry: Entry) {
      if (entry.type !== 'event' || entry.kind !== 'heap') return;
      const { node, liveBytes } = entry;
      const before = first.get(node);
      if (before === undefined) first.set(node, liveBytes);
      last = { node, liveBytes, grownBytes: before === undefined ? null : liveBytes - before };
    },
    result: () => last && { ...last },
  };
}
