/** What was tried out, whether it works. */
import type { Entry } from '../history/entry.ts';
import type { Fold } from './fold.ts';
import { ceilMs } from './time.ts';

export interface Trials {
  made: number;
  /** How many of them do not work. */
  failed: number;
  /** Each of them. */
  tried: { atMs: number; what: string; works: boolean; found: string }[];
}

/** null if nothing was tried. */
export function trials(): Fold<Trials | null> {
  const tried: Trials['tried'] = [];
  return {
    add(entry: Entry) {
      if (entry.type !== 'event' || entry.kind !== 'trial') return;
      const { timeNs, what, works, found } = entry;
      tried.push({ atMs: ceilMs(timeNs), what, works, found });
    },
    result: () =>
      tried.length === 0
        ? null
        : { made: tried.length, failed: tried.filter(({ works }) => !works).length, tried: [...tried] },
  };
}
