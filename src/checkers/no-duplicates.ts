/**
 * Every record is in the log once: no value is at two offsets of the final read. Each further copy is a finding.
 * (That a record was *delivered* twice is no duplicate; measures/redelivery.ts counts those.)
 */
import type { Operation } from '../history/entry.ts';
import { column } from '../history/write-ledger.ts';
import { checker } from './checker.ts';

export const noDuplicates = checker('no-duplicates', ({ writes, found }) => {
  /** The first copy of each record: one more than its offset, its partition, and when it was read. */
  const offsets = column(Uint32Array);
  const partitions = column(Uint16Array);
  const readAtNs = column(Float64Array);
  /** Copies that were counted, so that reading the same place twice is not counted. */
  const furtherCopies = new Set<string>();
  let sawRead = false;
  return {
    see(copy) {
      if (copy.kind !== 'read' || copy.offset === undefined) return;
      sawRead = true;
      const row = writes.rowOf(copy.value);
      if (offsets.get(row) === 0) {
        offsets.set(row, copy.offset + 1);
        partitions.set(row, copy.partition);
        readAtNs.set(row, copy.completedNs);
        return;
      }
      const [offset, partition, ns] = [offsets.get(row) - 1, partitions.get(row), readAtNs.get(row)];
      const first = { ...copy, offset, partition, scheduledNs: ns, invokedNs: ns, completedNs: ns };
      if (placeOf(copy) === placeOf(first) || furtherCopies.has(placeOf(copy))) return;
      furtherCopies.add(placeOf(copy));
      found.add(`in the log twice, at ${placeOf(first)} and at ${placeOf(copy)}`, () => [first, copy]);
    },
    sawEnough: () => sawRead,
  };
});

function placeOf({ partition, offset }: Operation): string {
  return `partition ${partition} offset ${offset}`;
}
