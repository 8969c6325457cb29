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
  /** The node that was exchanged, and the version that it runs since. */
  node?: string | undefined;
  kafka?: string | undefined;
}

export function actions(): Fold<Action[]> {
  const found: Action[] = [];
  return {
    add(entry: Entry) {
      if (entry.type !== 'event' || entry.kind !== 'action') return;
      const { what, tookMs, detail, node, kafka, timeNs } = entry;
      const exchanged = { ...(node !== undefined && { node }), ...(kafka !== undefined && { kafka }) };
      found.push({ atMs: ceilMs(timeNs), what, tookMs, detail, ...exchanged });
    },
    result: () => found.map((each) => ({ ...each })),
  };
}
