/**
 * What certainly was not written is not in the log: no operation that ended `fail` is in the final read. A write whose
 * transaction was aborted is one of those, and the final read leaves out what Kafka marks as aborted.
 */
import { column } from '../history/write-ledger.ts';
import { checker } from './checker.ts';

export const noPhantoms = checker('no-phantoms', ({ writes, found }) => {
  /** Counted already: one finding a write, however many copies there are. */
  const counted = column(Uint8Array);
  let sawRead = false;
  return {
    see(operation) {
      if (operation.kind !== 'read') return;
      sawRead = true;
      const row = writes.rowOf(operation.value);
      if (writes.outcomeOf(row) !== 'fail' || counted.get(row) === 1) return;
      counted.set(row, 1);
      const write = writes.operationAt(row);
      found.add(`in the log, but its operation failed with ${write.error?.name ?? 'no name'}`, () => [
        write,
        operation,
      ]);
    },
    sawEnough: () => sawRead,
  };
});
