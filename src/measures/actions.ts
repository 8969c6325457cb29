/** What the method did beside its faults, and how long each took. */
import type { ActionName, Entry } from '../history/entry.ts';
import type { MigrationPhase } from '../topology/migration.ts';
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
  /** The phase of a migration in which it was done, or from which back. */
  phase?: MigrationPhase | undefined;
  /** Why it was gone on without everything being in sync, as a sentence. */
  outOfSync?: string | undefined;
}

export function actions(): Fold<Action[]> {
  const found: Action[] = [];
  return {
    add(entry: Entry) {
      if (entry.type !== 'event' || entry.kind !== 'action') return;
      const { what, tookMs, detail, node, kafka, phase, outOfSync, timeNs } = entry;
      const about = {
        ...(node !== undefined && { node }),
        ...(kafka !== undefined && { kafka }),
        ...(phase !== undefined && { phase }),
        ...(outOfSync !== undefined && { outOfSync }),
      };
      found.push({ atMs: ceilMs(timeNs), what, tookMs, detail, ...about });
    },
    result: () => found.map((each) => ({ ...each })),
  };
}
