import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { column, createValues, writeLedger } from '../../src/history/write-ledger.ts';
import { failure, write } from './literals.ts';

describe('values', () => {
  const value = fc.oneof(
    fc
      .tuple(fc.constantFrom('probe-0', 'probe-1', 'a/b'), fc.nat(20_000))
      .map(([process, n]) => `${process}/${n}`),
    fc.constantFrom(
      'x',
      '/',
      'probe-0/',
      'probe-0/-1',
      'probe-0/01',
      'probe-0/1.5',
      'probe-0/ 1',
      'probe-0/1e3',
    ),
    fc.string(),
  );

  it('have a number each, the same each time, and are known by it', () => {
    fc.assert(
      fc.property(fc.array(value, { maxLength: 200 }), (all) => {
        const values = createValues();
        const rows = new Map(all.map((each) => [each, values.rowOf(each)]));
        expect(new Set(rows.values()).size).toBe(rows.size);
        for (const [each, row] of rows) {
          expect(values.rowOf(each)).toBe(row);
          expect(values.valueAt(row)).toBe(each);
        }
      }),
    );
  });

  it('of a process that counts up lie side by side', () => {
    const values = createValues();
    const first = values.rowOf('probe-0/0');
    expect(values.rowOf('probe-0/4095')).toBe(first + 4_095);
  });
});

describe('a column', () => {
  it('is 0 where nothing was written, and keeps what was, far apart', () => {
    const numbers = column(Float64Array);
    numbers.set(1_000_000, 1.5);
    expect(numbers.get(1_000_000)).toBe(1.5);
    expect(numbers.get(999_999)).toBe(0);
    expect(numbers.get(99_000_000)).toBe(0);
  });
});

describe('the ledger', () => {
  it('gives back what it was told of a write', () => {
    const ledger = writeLedger();
    const ok = { ...write(20, 'probe-2/7', 0), process: 'probe-2', partition: 2 };
    const refused = { ...failure(30, 33, 'NOT_ENOUGH_REPLICAS'), value: 'by hand', process: 'somebody' };
    for (const each of [ok, refused]) ledger.add(each);
    for (const each of [ok, refused]) expect(ledger.operationAt(ledger.rowOf(each.value))).toEqual(each);
    expect(ledger.outcomeOf(ledger.rowOf('probe-2/7'))).toBe('ok');
    expect(ledger.offsetOf(ledger.rowOf('probe-2/7'))).toBe(0);
    expect(ledger.offsetOf(ledger.rowOf('by hand'))).toBeUndefined();
    expect(ledger.outcomeOf(ledger.rowOf('never written'))).toBeUndefined();
  });
});
