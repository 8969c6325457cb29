/**
 * What stands at each offset of a partition, as a reader found it, in columns: eight bytes a record, and no strings.
 */
import { column, type Values } from '../history/write-ledger.ts';

export interface StoredRecord {
  /** The number of its value. */
  row: number;
  /** The leader epoch under which it was appended; undefined if the reader did not tell. */
  leaderEpoch: number | undefined;
}

export interface LogColumns {
  put(offset: number, value: string, leaderEpoch: number | undefined): void;
  at(offset: number): StoredRecord | undefined;
  /** The offset behind the last record; 0 if there is none. */
  end(): number;
}

/** @param values numbers values: the ledger of writes */
export function logColumns(values: Values): LogColumns {
  // One more than the row and than the epoch, so that 0 is none.
  const rows = column(Uint32Array);
  const epochs = column(Uint32Array);
  let end = 0;
  return {
    put(offset, value, leaderEpoch) {
      rows.set(offset, values.rowOf(value) + 1);
      if (leaderEpoch !== undefined) epochs.set(offset, leaderEpoch + 1);
      end = Math.max(end, offset + 1);
    },
    at(offset) {
      const row = rows.get(offset);
      if (row === 0) return undefined;
      const epoch = epochs.get(offset);
      return { row: row - 1, leaderEpoch: epoch === 0 ? undefined : epoch - 1 };
    },
    end: () => end,
  };
}
