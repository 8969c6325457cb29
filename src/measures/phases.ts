/** When each step of the run began. */
import type { Entry, PhaseName } from '../history/entry.ts';
import type { Fold } from './fold.ts';
import { ceilMs } from './time.ts';

export interface Phase {
  name: PhaseName;
  atMs: number;
}

export function phases(): Fold<Phase[]> {
  const found: Phase[] = [];
  return {
    add(entry: Entry) {
      if (entry.type === 'event' && entry.kind === 'phase') {
        found.push({ name: entry.name, atMs: ceilMs(entry.timeNs) });
      }
    },
    result: () => found.map((each) => ({ ...each })),
  };
}
