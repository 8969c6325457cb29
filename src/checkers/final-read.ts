/**
 * How far the final read got: it begins with the phase `final-read` and is complete when the run went on to its
 * `end` and had no trouble meanwhile, such as a transaction that hangs and hides all that is behind it. Only after a
 * complete one does a record that was not read not exist.
 */
import type { Entry } from '../history/entry.ts';
import type { Fold } from '../measures/fold.ts';

export interface FinalRead {
  begun: boolean;
  complete: boolean;
}

export function finalRead(): Fold<FinalRead> {
  const state: FinalRead = { begun: false, complete: false };
  let troubled = false;
  return {
    add(entry: Entry) {
      if (entry.type !== 'event') return;
      if (entry.kind === 'trouble') troubled ||= state.begun;
      if (entry.kind !== 'phase') return;
      if (entry.name === 'final-read') state.begun = true;
      if (entry.name === 'end') state.complete = state.begun && !troubled;
    },
    result: () => state,
  };
}
