/**
 * Every record is in the log once: no value is at two offsets of the final read. Each further copy is a finding.
 * (That a record was *delivered* twice is no duplicate; measures/redelivery.ts counts those.)
 */
import type { Entry, Operation } from '../history/entry.ts';
import { column, type WriteLedger } from '../history/write-ledger.ts';
import { finalRead } from './final-read.ts';
import { type Checker, findings, leaderEpochs, ledgerOf } from './verdict.ts';

export function noDuplicates(shared?: WriteLedger): Checker {
  const name = 'no-duplicates';
  const epochs = leaderEpochs();
  const read = finalRead();
  const found = findings(name, epochs);
  const { writes, note } = ledgerOf(shared);
  /** The first copy of each record: one more than its offset, its partition, and when it was read. */
  const offsets = column(Float64Array);
  const partitions = column(Uint16Array);
  const readAtNs = column(Float64Array);
  /** Copies that were counted, so that reading the same place twice is not counted. */
  const furtherCopies = new Set<string>();
  let sawRead = false;
  return {
    name,
    add(entry: Entry) {
      epochs.add(entry);
      read.add(entry);
      note(entry);
      if (entry.type !== 'operation' || entry.kind !== 'read' || entry.offset === undefined) return;
      sawRead = true;
      const row = writes.rowOf(entry.value);
      if (offsets.get(row) === 0) {
        offsets.set(row, entry.offset + 1);
        partitions.set(row, entry.partition);
        readAtNs.set(row, entry.completedNs);
        return;
      }
      const [offset, partition, ns] = [offsets.get(row) - 1, partitions.get(row), readAtNs.get(row)];
      const first = { ...entry, offset, partition, scheduledNs: ns, invokedNs: ns, completedNs: ns };
      if (placeOf(entry) === placeOf(first) || furtherCopies.has(placeOf(entry))) return;
      furtherCopies.add(placeOf(entry));
      found.add(`in the log twice, at ${placeOf(first)} and at ${placeOf(entry)}`, () => [first, entry]);
    },
    result: () => found.verdict(read.result().complete && sawRead),
  };
}

function placeOf({ partition, offset }: Operation): string {
  return `partition ${partition} offset ${offset}`;
}
