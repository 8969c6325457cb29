/**
 * What became of every write of a run, in columns instead of objects: a run of ten million operations fits into a few
 * hundred megabytes. Whoever needs more of a write than a flag asks for it by its number.
 *
 * Values as the workloads make them (`probe-0/17`: a process, and a number that counts up) are numbered without being
 * kept; any other value is kept as it is.
 */
import type { Operation, Outcome } from './entry.ts';

/** A column that grows as it is written to; what was not written is 0. It has rows, and offsets fit, up to 2^32 - 2. */
export interface Column {
  get(row: number): number;
  set(row: number, value: number): void;
}

/** Numbers each value. */
export interface Values {
  /** The number of a value, the same each time. */
  rowOf(value: string): number;
  valueAt(row: number): string;
}

export interface WriteLedger extends Values {
  /** Notes the completion of a produce operation. */
  add(write: Operation): void;
  outcomeOf(row: number): Outcome | undefined;
  partitionOf(row: number): number;
  invokedNs(row: number): number;
  completedNs(row: number): number;
  /** The offset that was acknowledged; undefined if none was. */
  offsetOf(row: number): number | undefined;
  /** One more than the greatest row of a write. */
  rows(): number;
  /** The operation, as far as it is known still. */
  operationAt(row: number): Operation;
}

type Numbers = Uint8Array | Uint16Array | Uint32Array | Float64Array;

const chunkBits = 16;
const chunkMask = (1 << chunkBits) - 1;

/** A column in chunks, so that it grows without being copied. */
export function column(kind: new (length: number) => Numbers): Column {
  const chunks: Numbers[] = [];
  return {
    get: (row) => chunks[row >>> chunkBits]?.[row & chunkMask] ?? 0,
    set(row, value) {
      const chunk = chunks[row >>> chunkBits] ?? new kind(1 << chunkBits);
      chunks[row >>> chunkBits] = chunk;
      chunk[row & chunkMask] = value;
    },
  };
}

/** So many numbers of a process get rows that lie side by side. */
const blockSize = 4_096;

export function createValues(): Values {
  const kept = new Map<string, number>();
  /** Of each process, the first row of each block of its numbers. */
  const blocks = new Map<string, number[]>();
  /** Whose values lie in each block of rows: a process and its first number, or values that are kept. */
  const owners: ({ process: string; first: number } | string[])[] = [];
  /** The block in which the next value is kept, and its first row. */
  let open: { values: string[]; row: number } | undefined;

  const rowOfKept = (value: string): number => {
    const known = kept.get(value);
    if (known !== undefined) return known;
    if (open === undefined || open.values.length === blockSize) {
      open = { values: [], row: owners.length * blockSize };
      owners.push(open.values);
    }
    const row = open.row + open.values.length;
    open.values.push(value);
    kept.set(value, row);
    return row;
  };

  return {
    rowOf(value) {
      const slash = value.lastIndexOf('/');
      const text = value.slice(slash + 1);
      const number = Number(text);
      if (slash < 0 || !Number.isSafeInteger(number) || number < 0 || String(number) !== text) {
        return rowOfKept(value);
      }
      const process = value.slice(0, slash);
      const own = blocks.get(process) ?? [];
      if (own.length === 0) blocks.set(process, own);
      const index = Math.floor(number / blockSize);
      own[index] ??= (owners.push({ process, first: index * blockSize }) - 1) * blockSize;
      return own[index] + (number % blockSize);
    },
    valueAt(row) {
      const owner = owners[Math.floor(row / blockSize)]!;
      const index = row % blockSize;
      return Array.isArray(owner) ? owner[index]! : `${owner.process}/${owner.first + index}`;
    },
  };
}

const outcomes = [undefined, 'ok', 'fail', 'unknown'] as const;

export function writeLedger(): WriteLedger {
  const values = createValues();
  const outcome = column(Uint8Array);
  const partition = column(Uint16Array);
  const invoked = column(Float64Array);
  const completed = column(Float64Array);
  /** One more than the offset, and than the broker's id, so that 0 is none. */
  const offset = column(Uint32Array);
  const broker = column(Uint16Array);
  const errors = new Map<number, NonNullable<Operation['error']>>();
  const processes = new Map<string, string>();
  let rows = 0;
  const offsetOf = (row: number) => (offset.get(row) === 0 ? undefined : offset.get(row) - 1);
  return {
    ...values,
    add(write) {
      const row = values.rowOf(write.value);
      rows = Math.max(rows, row + 1);
      outcome.set(row, outcomes.indexOf(write.outcome));
      partition.set(row, write.partition);
      invoked.set(row, write.invokedNs);
      completed.set(row, write.completedNs);
      offset.set(row, write.offset === undefined ? 0 : write.offset + 1);
      broker.set(row, write.broker === undefined ? 0 : write.broker + 1);
      if (write.outcome === 'fail' && write.error !== undefined) errors.set(row, write.error);
      if (!write.value.startsWith(`${write.process}/`)) processes.set(write.value, write.process);
    },
    outcomeOf: (row) => outcomes[outcome.get(row)],
    partitionOf: partition.get,
    invokedNs: invoked.get,
    completedNs: completed.get,
    offsetOf,
    rows: () => rows,
    operationAt(row) {
      const value = values.valueAt(row);
      const known = { offset: offsetOf(row), broker: broker.get(row), error: errors.get(row) };
      return {
        type: 'operation',
        kind: 'produce',
        process: processes.get(value) ?? value.slice(0, value.lastIndexOf('/')),
        partition: partition.get(row),
        scheduledNs: invoked.get(row),
        invokedNs: invoked.get(row),
        completedNs: completed.get(row),
        outcome: outcomes[outcome.get(row)] ?? 'unknown',
        value,
        ...(known.offset !== undefined && { offset: known.offset }),
        ...(known.broker > 0 && { broker: known.broker - 1 }),
        ...(known.error !== undefined && { error: known.error }),
      };
    },
  };
}
