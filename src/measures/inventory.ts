/** Whether topics, configurations, offsets and rights were as before, whenever that was looked at. */
import type { Entry } from '../history/entry.ts';
import type { Fold } from './fold.ts';
import { ceilMs } from './time.ts';

export interface Inventory {
  /** How often it was compared. */
  comparisons: number;
  /** How much was, the last time, in words. */
  compared: string;
  /** How many things were not as before, over all comparisons. */
  differences: number;
  /** Each of them. */
  found: { atMs: number; what: string }[];
}

/** null if nothing was compared. */
export function inventory(): Fold<Inventory | null> {
  let comparisons = 0;
  let compared = '';
  const found: Inventory['found'] = [];
  return {
    add(entry: Entry) {
      if (entry.type !== 'event' || entry.kind !== 'inventory') return;
      comparisons += 1;
      compared = entry.compared;
      for (const what of entry.differences) found.push({ atMs: ceilMs(entry.timeNs), what });
    },
    result: () =>
      comparisons === 0 ? null : { comparisons, compared, differences: found.length, found: [...found] },
  };
}
