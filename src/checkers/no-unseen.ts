/**
 * The running consumer misses nothing: what was acknowledged and is in the final read was delivered to it.
 *
 * The consumer has to run until the final read begins, and to be given the time to catch up; a record that it was
 * not given until then counts, whether it was passed over or not reached. Without a final read, and without a
 * consumer that was given anything, nothing is known.
 */
import type { Entry } from '../history/entry.ts';
import { column, type WriteLedger } from '../history/write-ledger.ts';
import { finalRead } from './final-read.ts';
import { type Checker, findings, leaderEpochs, ledgerOf } from './verdict.ts';

/** What is known of a write. */
const undelivered = 1;
const wasDelivered = 2;

export function noUnseen(shared?: WriteLedger): Checker {
  const name = 'no-unseen';
  const epochs = leaderEpochs();
  const read = finalRead();
  const found = findings(name, epochs);
  const { writes, note } = ledgerOf(shared);
  const states = column(Uint8Array);
  let acknowledged = false;
  let delivered = false;
  return {
    name,
    add(entry: Entry) {
      epochs.add(entry);
      read.add(entry);
      note(entry);
      if (entry.type !== 'operation') return;
      const row = writes.rowOf(entry.value);
      if (entry.kind === 'produce') {
        if (entry.outcome !== 'ok') return;
        acknowledged = true;
        // A delivery may come before its acknowledgement.
        if (states.get(row) !== wasDelivered) states.set(row, undelivered);
      } else if (entry.kind === 'consume') {
        delivered = true;
        states.set(row, wasDelivered);
      } else if (states.get(row) === undelivered) {
        states.set(row, wasDelivered);
        found.add('acknowledged and in the log, but never delivered to the running consumer', () => [
          writes.operationAt(row),
          entry,
        ]);
      }
    },
    result: () => found.verdict(read.result().complete && acknowledged && delivered),
  };
}
