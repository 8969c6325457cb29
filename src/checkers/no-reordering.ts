/**
 * The order of the log keeps the order in time: an operation that was acknowledged before another of the same
 * partition was invoked is at the lower offset.
 *
 * Judged by where the final read found them, so that a lost record is not counted here again; a further copy of a
 * record (a duplicate) is not where it was acknowledged and is left out too. Each operation that stands
 * behind one that it should precede is one finding.
 */
import { checker } from './checker.ts';

export const noReordering = checker('no-reordering', ({ writes, found }) => {
  /** Of each partition: how far it was read, and the row of the write of those that was invoked last. */
  const readUpTo = new Map<number, { offset: number; invokedLast: number | undefined }>();
  return {
    see({ kind, partition, offset, value }) {
      if (kind !== 'read' || offset === undefined) return;
      const before = readUpTo.get(partition) ?? { offset: -1, invokedLast: undefined };
      if (offset <= before.offset) return;
      let { invokedLast } = before;
      const row = writes.rowOf(value);
      const outcome = writes.outcomeOf(row);
      const isOfHere = writes.partitionOf(row) === partition;
      if (isOfHere && (outcome === 'ok' || outcome === 'unknown')) {
        const isTheCopy = outcome === 'ok' && (writes.offsetOf(row) ?? offset) === offset;
        const other = invokedLast;
        if (isTheCopy && other !== undefined && writes.completedNs(row) < writes.invokedNs(other)) {
          found.add('acknowledged before the other was invoked, but behind it in the log', () => [
            writes.operationAt(row),
            writes.operationAt(other),
          ]);
        }
        if (other === undefined || writes.invokedNs(row) > writes.invokedNs(other)) invokedLast = row;
      }
      readUpTo.set(partition, { offset, invokedLast });
    },
    sawEnough: () => readUpTo.size > 0,
  };
});
