/**
 * Compares the replicas of a partition record by record, as they are read: each in order of offset, among each other in
 * any order. An offset is told once, however many replicas differ there.
 */
import { column, type Values } from '../history/write-ledger.ts';
import { heldRecords, type ReplicaRecord } from './held-records.ts';

export interface ReplicaComparison {
  add(record: ReplicaRecord): void;
  /** The last record so far of each replica, by broker. */
  last: ReadonlyMap<number, ReplicaRecord>;
}

/** @param differ is told what is wrong at an offset, as a sentence, and who proves it */
export function replicaComparison(
  values: Values,
  differ: (finding: string, proof: ReplicaRecord[]) => void,
): ReplicaComparison {
  /** What the first replica to be read at an offset holds there. */
  const held = heldRecords(values);
  const last = new Map<number, ReplicaRecord>();
  /** Offsets that were told. Takes memory only where there are some. */
  const told = column(Uint8Array);

  const tell = (offset: number, finding: string, proof: () => ReplicaRecord[]) => {
    if (told.get(offset) === 1) return;
    told.set(offset, 1);
    differ(`replicas differ: ${finding}`, proof());
  };
  const lacks = (broker: number, offset: number, proof: () => ReplicaRecord) =>
    tell(offset, `broker ${broker} has nothing at offset ${offset}, another has`, () => [proof()]);

  return {
    last,
    add(record) {
      const { broker, offset } = record;
      const lastOffset = last.get(broker)?.offset ?? -1;
      // Read again.
      if (offset <= lastOffset) return;
      last.set(broker, record);
      for (let between = lastOffset + 1; between < offset; between++) {
        if (held.has(between)) lacks(broker, between, () => held.at(between));
      }
      if (!held.has(offset)) {
        held.put(record);
        for (const [other, { offset: reached }] of last) {
          if (reached > offset) lacks(other, offset, () => record);
        }
      } else if (!held.isSame(record)) {
        const other = held.at(offset);
        tell(offset, `${inWords(other)}, ${inWords(record)}`, () => [other, record]);
      }
    },
  };
}

function inWords({ broker, value, leaderEpoch, corrupted }: ReplicaRecord): string {
  const damage = corrupted ? ', corrupted' : '';
  return `broker ${broker} has ${value} of leader epoch ${leaderEpoch ?? 'unknown'}${damage}`;
}
