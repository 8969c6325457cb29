/**
 * Which batches a reader of committed records sees. A broker sends those of aborted transactions along and names the
 * transactions; leaving them out is the client's part.
 */
import type { RecordBatch } from './record-batches.ts';

/** A transaction that was aborted: from this offset on to its producer's next control batch. */
export interface AbortedTransaction {
  producerId: bigint;
  firstOffset: number;
}

/**
 * The batches of one answer, without control batches, which hold no records of anybody, and without those of the
 * aborted transactions that came with the answer: none for who reads uncommitted ones too.
 *
 * Damaged batches stay, as their header may not say the truth.
 */
export function visibleBatches(
  batches: readonly RecordBatch[],
  aborted: readonly AbortedTransaction[],
): RecordBatch[] {
  const upcoming = aborted.toSorted((a, b) => a.firstOffset - b.firstOffset);
  const aborting = new Set<bigint>();
  return batches.filter(({ isDamaged, isControl, isTransactional, producerId, lastOffset }) => {
    if (isDamaged) return true;
    while (upcoming.length > 0 && upcoming[0]!.firstOffset <= lastOffset)
      aborting.add(upcoming.shift()!.producerId);
    if (isControl) aborting.delete(producerId);
    return !isControl && !(isTransactional && aborting.has(producerId));
  });
}
