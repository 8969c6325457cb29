/**
 * The order of the log keeps the order in time: an operation that was acknowledged before another of the same
 * partition was invoked is at the lower offset.
 *
 * Judged by where the final read found them, so that a lost record is not counted here again; a further copy of a
 * record (a duplicate) is not at the offset that was acknowledged and is left out too. Each operation that stands
 * behind one that it should precede is one finding.
 */
import type { Entry } from '../history/entry.ts';
import type { WriteLedger } from '../history/write-ledger.ts';
import { finalRead } from './final-read.ts';
import { type Checker, findings, leaderEpochs, ledgerOf } from './verdict.ts';

export function noReordering(shared?: WriteLedger): Checker {
  const name = 'no-reordering';
  const epochs = leaderEpochs();
  const read = finalRead();
  const found = findings(name, epochs);
  const { writes, note } = ledgerOf(shared);
  /** Of each partition: how far it was read, and the row of the write of those that was invoked last. */
  const readUpTo = new Map<number, { offset: number; invokedLast: number | undefined }>();
  let sawRead = false;
  return {
    name,
    add(entry: Entry) {
      epochs.add(entry);
      read.add(entry);
      note(entry);
      if (entry.type !== 'operation' || entry.kind !== 'read' || entry.offset === undefined) return;
      sawRead = true;
      const before = readUpTo.get(entry.partition) ?? { offset: -1, invokedLast: undefined };
      if (entry.offset <= before.offset) return;
      let { invokedLast } = before;
      const row = writes.rowOf(entry.value);
      const outcome = writes.outcomeOf(row);
      if (outcome === 'ok' || outcome === 'unknown') {
        const isTheCopy = outcome === 'ok' && (writes.offsetOf(row) ?? entry.offset) === entry.offset;
        const other = invokedLast;
        if (isTheCopy && other !== undefined && writes.completedNs(row) < writes.invokedNs(other)) {
          found.add('acknowledged before the other was invoked, but behind it in the log', () => [
            writes.operationAt(row),
            writes.operationAt(other),
          ]);
        }
        if (other === undefined || writes.invokedNs(row) > writes.invokedNs(other)) invokedLast = row;
      }
      readUpTo.set(entry.partition, { offset: entry.offset, invokedLast });
    },
    result: () => found.verdict(read.result().complete && sawRead),
  };
}
