import { describe, expect, test } from 'vitest';
import { visibleBatches } from '../../src/clients/aborted-transactions.ts';
import type { RecordBatch } from '../../src/clients/record-batches.ts';

/** A batch of one record. */
function one(firstOffset: number, fields: Partial<RecordBatch> = {}): RecordBatch {
  return {
    firstOffset,
    lastOffset: firstOffset,
    leaderEpoch: 0,
    producerId: -1n,
    isTransactional: false,
    isControl: false,
    isDamaged: false,
    records: [],
    ...fields,
  };
}
const sent = (producerId: bigint, offset: number) => one(offset, { producerId, isTransactional: true });
const end = (producerId: bigint, offset: number) =>
  one(offset, { producerId, isTransactional: true, isControl: true });

const offsets = (batches: RecordBatch[]) => batches.map(({ firstOffset }) => firstOffset);

describe('a reader of committed records', () => {
  test('sees no control batches, whether anything was aborted or not', () => {
    expect(offsets(visibleBatches([sent(1n, 0), end(1n, 1), one(2)], []))).toEqual([0, 2]);
  });

  test('sees nothing of an aborted transaction, but all of the others between', () => {
    const batches = [sent(1n, 0), sent(2n, 1), one(2), sent(1n, 3), end(1n, 4), end(2n, 5)];
    expect(offsets(visibleBatches(batches, [{ producerId: 1n, firstOffset: 0 }]))).toEqual([1, 2]);
  });

  test('sees what the same producer commits before and after', () => {
    const batches = [
      ...[sent(1n, 0), end(1n, 1)],
      ...[sent(1n, 2), sent(1n, 3), end(1n, 4)],
      ...[sent(1n, 5), end(1n, 6)],
    ];
    expect(offsets(visibleBatches(batches, [{ producerId: 1n, firstOffset: 2 }]))).toEqual([0, 5]);
  });

  test('leaves out two aborted transactions of one producer, in whatever order they are told', () => {
    const batches = [sent(1n, 0), end(1n, 1), sent(1n, 2), end(1n, 3), sent(1n, 4), end(1n, 5)];
    const aborted = [
      { producerId: 1n, firstOffset: 4 },
      { producerId: 1n, firstOffset: 0 },
    ];
    expect(offsets(visibleBatches(batches, aborted))).toEqual([2]);
  });

  test('leaves out a transaction that began before the answer does', () => {
    expect(
      offsets(
        visibleBatches([sent(1n, 10), end(1n, 11), sent(1n, 12)], [{ producerId: 1n, firstOffset: 3 }]),
      ),
    ).toEqual([12]);
  });

  test('leaves out a batch within which its transaction began to be aborted, but nothing that is not transactional', () => {
    const batches = [{ ...sent(1n, 0), lastOffset: 4 }, one(5, { producerId: 1n }), end(1n, 6)];
    expect(offsets(visibleBatches(batches, [{ producerId: 1n, firstOffset: 0 }]))).toEqual([5]);
  });

  test('is told of damaged batches whatever their header says', () => {
    const damaged = { ...end(1n, 0), isDamaged: true };
    expect(offsets(visibleBatches([damaged], [{ producerId: 1n, firstOffset: 0 }]))).toEqual([0]);
  });
});
