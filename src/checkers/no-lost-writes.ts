/**
 * No acknowledged write is lost: what was acknowledged before the final read began is in it.
 *
 * An acknowledgement that came only after the final read had begun does not have to be in it; if it is not, nothing
 * can be said about it, so the verdict is at best unknown. So it is if nothing was acknowledged.
 */
import { column } from '../history/write-ledger.ts';
import { checker } from './checker.ts';
import { investigation } from './forensics.ts';
import { witnessLimit } from './verdict.ts';

/** What is known of a write. */
const missing = 1;
const missingLate = 2;
const wasRead = 3;

export const noLostWrites = checker('no-lost-writes', ({ writes, read, epochs }) => {
  const states = column(Uint8Array);
  const counts = [0, 0, 0, 0];
  let acknowledged = false;
  const enter = (row: number, state: number) => {
    counts[states.get(row)]!--;
    counts[state]!++;
    states.set(row, state);
  };
  function* lost(): Generator<number, undefined> {
    for (let row = 0; counts[missing]! > 0 && row < writes.rows(); row++) {
      if (states.get(row) === missing) yield row;
    }
  }
  const investigated = investigation(writes, epochs, () => lost().take(witnessLimit).toArray());
  return {
    see(operation) {
      investigated.see(operation);
      const { kind, outcome, value } = operation;
      if (kind === 'read') enter(writes.rowOf(value), wasRead);
      if (kind !== 'produce' || outcome !== 'ok') return;
      acknowledged = true;
      const row = writes.rowOf(value);
      if (states.get(row) !== wasRead) enter(row, read.begun ? missingLate : missing);
    },
    conclude(found) {
      for (const row of lost()) {
        found.add(
          'acknowledged, but not in the log',
          () => [writes.operationAt(row)],
          () => investigated.of(row),
        );
      }
    },
    sawEnough: () => acknowledged && counts[missingLate] === 0,
  };
});
