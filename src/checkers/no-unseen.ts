/**
 * The running consumer misses nothing: what was acknowledged and is in the final read was delivered to it.
 *
 * The consumer has to run until the final read begins, and to be given the time to catch up; a record that it was
 * not given until then counts, whether it was passed over or not reached. Without a final read, and without a
 * consumer that was given anything, nothing is known.
 */
import { column } from '../history/write-ledger.ts';
import { checker } from './checker.ts';

/** What is known of a write. */
const undelivered = 1;
const wasDelivered = 2;

export const noUnseen = checker('no-unseen', ({ writes, found }) => {
  const states = column(Uint8Array);
  let acknowledged = false;
  let delivered = false;
  return {
    see(operation) {
      const { kind, outcome } = operation;
      if (kind !== 'produce' && kind !== 'consume' && kind !== 'read') return;
      const row = writes.rowOf(operation.value);
      if (kind === 'produce') {
        if (outcome !== 'ok') return;
        acknowledged = true;
        // A delivery may come before its acknowledgement.
        if (states.get(row) !== wasDelivered) states.set(row, undelivered);
      } else if (kind === 'consume') {
        delivered = true;
        states.set(row, wasDelivered);
      } else if (states.get(row) === undelivered) {
        states.set(row, wasDelivered);
        found.add('acknowledged and in the log, but never delivered to the running consumer', () => [
          writes.operationAt(row),
          operation,
        ]);
      }
    },
    sawEnough: () => acknowledged && delivered,
  };
});
