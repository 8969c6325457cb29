/**
 * Where a lost record went: what stands at its offset now, who took over after it was acknowledged, and which replicas
 * hold it still.
 *
 * A history is read once, and which records are lost is known only when the final read is over. So what the final read
 * finds at each offset is kept, in columns; and which replicas hold a record is kept of the first lost ones only, because
 * replicas are read after that.
 */
import type { Operation } from '../history/entry.ts';
import type { WriteLedger } from '../history/write-ledger.ts';
import type { LeaderEpochs } from './leader-epochs.ts';
import { type LogColumns, logColumns } from './log-columns.ts';

export interface Forensics {
  /** The offset that was acknowledged; null if the client was told none. */
  offset: number | null;
  /** The leader epoch in which the broker led that acknowledged it; null if that was not observed. */
  acknowledgedInEpoch: number | null;
  /** The next epoch that had a leader, and Kafka's id of that broker; null if none was observed. */
  nextEpoch: number | null;
  nextLeader: number | null;
  /** The record that the final read found at the offset; null if there is none. */
  nowThere: { value: string; leaderEpoch: number | null } | null;
  /** The offset behind the last record of the partition that the final read found. */
  logEndsAt: number;
  /** Kafka's ids of the brokers whose replica has the record, at whatever offset; null if no replica was read. */
  heldBy: number[] | null;
}

export interface Investigation {
  see(operation: Operation): void;
  of(row: number): Forensics;
}

/** @param lost rows of the records that are to be explained; asked once, when the final read is over */
export function investigation(
  writes: WriteLedger,
  epochs: LeaderEpochs,
  lost: () => readonly number[],
): Investigation {
  const logs = new Map<number, LogColumns>();
  /** Of each record that is to be explained, the brokers whose replica has it. */
  let holders: Map<number, Set<number>> | undefined;
  return {
    see({ kind, partition, offset, value, leaderEpoch, broker }) {
      if (kind === 'read' && offset !== undefined) {
        const log = logs.get(partition) ?? logColumns(writes);
        logs.set(partition, log);
        log.put(offset, value, leaderEpoch);
      }
      if (kind !== 'replica-read') return;
      holders ??= new Map(lost().map((row) => [row, new Set()]));
      if (holders.size > 0 && broker !== undefined) holders.get(writes.rowOf(value))?.add(broker);
    },
    of(row) {
      const { partition, completedNs, offset, broker } = writes.operationAt(row);
      const acknowledgedInEpoch = epochs.ofLeader(partition, completedNs, broker);
      const next = acknowledgedInEpoch === null ? undefined : epochs.after(partition, acknowledgedInEpoch);
      const log = logs.get(partition);
      const there = offset === undefined ? undefined : log?.at(offset);
      const heldBy = holders?.get(row);
      return {
        offset: offset ?? null,
        acknowledgedInEpoch,
        nextEpoch: next?.leaderEpoch ?? null,
        nextLeader: next?.leader ?? null,
        nowThere:
          there === undefined
            ? null
            : { value: writes.valueAt(there.row), leaderEpoch: there.leaderEpoch ?? null },
        logEndsAt: log?.end() ?? 0,
        heldBy: heldBy === undefined ? null : [...heldBy].sort((a, b) => a - b),
      };
    },
  };
}
