/** What a replica of a partition holds at each offset, and which one, in columns: 18 bytes a record. */
import type { Operation } from '../history/entry.ts';
import { column, type Values } from '../history/write-ledger.ts';
import { logColumns } from './log-columns.ts';

/** One record as a replica holds it. */
export type ReplicaRecord = Operation & { kind: 'replica-read'; offset: number; broker: number };

export function isReplicaRecord(operation: Operation): operation is ReplicaRecord {
  const { kind, offset, broker } = operation;
  return kind === 'replica-read' && offset !== undefined && broker !== undefined;
}

export interface HeldRecords {
  has(offset: number): boolean;
  put(record: ReplicaRecord): void;
  /** Whether a record is the one that is held at its offset. An epoch that is not known differs from none. */
  isSame(record: ReplicaRecord): boolean;
  /** The replica-read that was put there. */
  at(offset: number): ReplicaRecord;
}

/** @param values numbers values: the ledger of writes */
export function heldRecords(values: Values): HeldRecords {
  const records = logColumns(values);
  const brokers = column(Uint16Array);
  const readAtNs = column(Float64Array);
  /** Takes memory only where there are some. */
  const corrupted = column(Uint8Array);
  /** By broker: who read its replica, of which partition. */
  const readings = new Map<number, Pick<Operation, 'process' | 'partition'>>();
  return {
    has: (offset) => records.at(offset) !== undefined,
    put(record) {
      const { offset, broker, partition, process } = record;
      records.put(offset, record.value, record.leaderEpoch);
      brokers.set(offset, broker);
      readAtNs.set(offset, record.completedNs);
      if (record.corrupted === true) corrupted.set(offset, 1);
      if (!readings.has(broker)) readings.set(broker, { process, partition });
    },
    isSame(record) {
      const held = records.at(record.offset)!;
      const bothKnown = held.leaderEpoch !== undefined && record.leaderEpoch !== undefined;
      if (bothKnown && held.leaderEpoch !== record.leaderEpoch) return false;
      const sameSoundness = (corrupted.get(record.offset) === 1) === (record.corrupted === true);
      return sameSoundness && held.row === values.rowOf(record.value);
    },
    at(offset) {
      const { row, leaderEpoch } = records.at(offset)!;
      const broker = brokers.get(offset);
      const ns = readAtNs.get(offset);
      return {
        type: 'operation',
        kind: 'replica-read',
        ...readings.get(broker)!,
        scheduledNs: ns,
        invokedNs: ns,
        completedNs: ns,
        outcome: 'ok',
        value: values.valueAt(row),
        broker,
        offset,
        ...(leaderEpoch !== undefined && { leaderEpoch }),
        ...(corrupted.get(offset) === 1 && { corrupted: true }),
      };
    },
  };
}
