/**
 * How often the running consumer was given a record that it had been given before: the same value at the same
 * place. At-least-once delivery allows it, so it is counted, and no checker judges it.
 */
import type { Entry } from '../history/entry.ts';
import { type Column, column, createValues, type Values } from '../history/write-ledger.ts';
import type { Fold } from './fold.ts';

/** @param values numbers values; those of the ledger of writes, where there is one */
export function redelivery(values: Values = createValues()): Fold<number> {
  /** Of each partition, what was delivered last at each offset: one more than the value's row. */
  const delivered = new Map<number, Column>();
  let count = 0;
  return {
    add(entry: Entry) {
      if (entry.type !== 'operation' || entry.kind !== 'consume' || entry.offset === undefined) return;
      const rows = delivered.get(entry.partition) ?? column(Float64Array);
      delivered.set(entry.partition, rows);
      const row = values.rowOf(entry.value) + 1;
      if (rows.get(entry.offset) === row) count++;
      else rows.set(entry.offset, row);
    },
    result: () => count,
  };
}
