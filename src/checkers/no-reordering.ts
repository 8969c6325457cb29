/**
 * The order of the log keeps the order in time: an operation that was acknowledged before another of the same
 * partition was invoked is at the lower offset.
 *
 * Judged by where the final read found them, so that a lost record is not counted here again; a further copy of a
 * record (a duplicate) is not at the offset that was acknowledged and is left out too. Each operation that stands
 * behind one that it should precede is one finding.
 */
import type { Entry, Operation } from '../history/entry.ts';
import { finalRead } from './final-read.ts';
import { type Checker, findings, leaderEpochs } from './verdict.ts';

export function noReordering(): Checker {
  const name = 'no-reordering';
  const epochs = leaderEpochs();
  const read = finalRead();
  const found = findings(name, epochs);
  const writes = new Map<string, Operation>();
  /** Of each partition: how far it was read, and of what was read so far the write that was invoked last. */
  const readUpTo = new Map<number, { offset: number; invokedLast: Operation | undefined }>();
  let sawRead = false;
  return {
    name,
    add(entry: Entry) {
      epochs.add(entry);
      read.add(entry);
      if (entry.type !== 'operation') return;
      if (entry.kind === 'produce' && entry.outcome !== 'fail') writes.set(entry.value, entry);
      if (entry.kind !== 'read' || entry.offset === undefined) return;
      sawRead = true;
      const before = readUpTo.get(entry.partition) ?? { offset: -1, invokedLast: undefined };
      if (entry.offset <= before.offset) return;
      const write = writes.get(entry.value);
      let { invokedLast } = before;
      if (write !== undefined) {
        const isTheCopy = write.outcome === 'ok' && (write.offset ?? entry.offset) === entry.offset;
        if (isTheCopy && invokedLast !== undefined && write.completedNs < invokedLast.invokedNs) {
          found.add('acknowledged before the other was invoked, but behind it in the log', [
            write,
            invokedLast,
          ]);
        }
        if (invokedLast === undefined || write.invokedNs > invokedLast.invokedNs) invokedLast = write;
      }
      readUpTo.set(entry.partition, { offset: entry.offset, invokedLast });
    },
    result: () => found.verdict(read.result().complete && sawRead),
  };
}
