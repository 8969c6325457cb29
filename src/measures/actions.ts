/** What the method did beside its faults, and how long each took. */
import type { ActionName, Entry } from '../history/entry.ts';
import type { Fold } from './fold.ts';
import { ceilMs } from './time.ts';

export interface Action {
  /** When it was done; it began `tookMs` before. */
  atMs: number;
  what: ActionName;
  tookMs: number;
  detail: string;
}

export function actions(): Fold<Action[]> {
  const found: Action[] = [];
  return {
    add(entry: Entry) {
      if (entry.type !== 'event' || entry.kind !== 'action') return;
      const { what, tookMs, detail, timeNs } = entry;
      found.push({ atMs: ceilMs(timeNs), what, tookMs, detail });
    },
    result: () => found.map((each) => ({ ...each })),
  };
}
