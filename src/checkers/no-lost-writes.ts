/**
 * No acknowledged write is lost: what was acknowledged before the final read began is in it.
 *
 * An acknowledgement that came only after the final read had begun does not have to be in it; if it is not, nothing
 * can be said about it, so the verdict is at best unknown. So it is if nothing was acknowledged.
 */
import type { Entry } from '../history/entry.ts';
import { column, type WriteLedger } from '../history/write-ledger.ts';
import { finalRead } from './final-read.ts';
import { type Checker, findings, leaderEpochs, ledgerOf } from './verdict.ts';

/** What is known of a write. */
const missing = 1;
const missingLate = 2;
const wasRead = 3;

export function noLostWrites(shared?: WriteLedger): Checker {
  const name = 'no-lost-writes';
  const epochs = leaderEpochs();
  const read = finalRead();
  const { writes, note } = ledgerOf(shared);
  const states = column(Uint8Array);
  const counts = [0, 0, 0, 0];
  let acknowledged = false;
  const enter = (row: number, state: number) => {
    counts[states.get(row)]!--;
    counts[state]!++;
    states.set(row, state);
  };
  return {
    name,
    add(entry: Entry) {
      epochs.add(entry);
      read.add(entry);
      note(entry);
      if (entry.type !== 'operation') return;
      if (entry.kind === 'produce' && entry.outcome === 'ok') {
        acknowledged = true;
        const row = writes.rowOf(entry.value);
        if (states.get(row) !== wasRead) enter(row, read.result().begun ? missingLate : missing);
      } else if (entry.kind === 'read') enter(writes.rowOf(entry.value), wasRead);
    },
    result() {
      const found = findings(name, epochs);
      const { complete } = read.result();
      for (let row = 0; complete && counts[missing]! > 0 && row < writes.rows(); row++) {
        if (states.get(row) !== missing) continue;
        found.add('acknowledged, but not in the log', () => [writes.operationAt(row)]);
      }
      return found.verdict(complete && acknowledged && counts[missingLate] === 0);
    },
  };
}
