import { describe, expect, it } from 'vitest';
import { checkers } from '../../src/checkers/index.ts';
import type { Entry, Operation } from '../../src/history/entry.ts';
import { fold } from '../../src/measures/fold.ts';
import { consume, failure, phase, read, write } from '../history/literals.ts';

const values = ['a', 'b', 'c', 'd', 'e'];
const readBack = values.map((value, offset) => read(101 + offset, value, offset));
const deliveries = (...offsets: number[]) =>
  offsets.map((offset, i) => consume(10 + i, values[offset] ?? 'beyond', offset));

const check = (before: Entry[], reads: Operation[] = readBack) =>
  fold([...before, phase(100, 'final-read'), ...reads, phase(200, 'end')], checkers.skipped());

describe('no-skips', () => {
  it('passes where every record was given in order', () => {
    expect(check(deliveries(0, 1, 2, 3, 4))).toMatchObject({ outcome: 'pass', count: 0 });
  });

  it('counts each record that was passed over, and says between what', () => {
    const verdict = check([write(0, 'b', 1), ...deliveries(0, 3, 4)]);
    expect(verdict).toMatchObject({ outcome: 'fail', count: 2, witnesses: [{ value: 'b' }, { value: 'c' }] });
    const [known, unknown] = verdict.witnesses;
    expect(known!.finding).toBe('passed over: the consumer had come to offset 0, and was given 3 next');
    expect(known!.operations.map(({ kind }) => kind)).toEqual(['produce', 'read']);
    expect(unknown).toMatchObject({ offsets: [2], operations: [{ kind: 'read' }] });
  });

  it('counts what was never acknowledged as well', () => {
    const unknown = failure(0, 9, 'REQUEST_TIMED_OUT', { outcome: 'unknown', value: 'b' });
    expect(check([unknown, ...deliveries(0, 2, 3, 4)])).toMatchObject({
      count: 1,
      witnesses: [{ value: 'b' }],
    });
  });

  it('does not count what was not reached, nor what lies before the first delivery', () => {
    expect(check(deliveries(1, 2, 3))).toMatchObject({ outcome: 'pass' });
  });

  it('allows to go back, but not to go on behind where it had come', () => {
    expect(check(deliveries(0, 1, 2, 3, 0, 1, 2, 3, 4))).toMatchObject({ outcome: 'pass' });
    expect(check(deliveries(0, 1, 2, 0, 3, 4))).toMatchObject({ outcome: 'pass' });
    expect(check(deliveries(0, 1, 2, 1, 4))).toMatchObject({ count: 1, witnesses: [{ value: 'd' }] });
  });

  it('counts what was given only after something behind it', () => {
    expect(check(deliveries(0, 2, 1, 2, 3, 4))).toMatchObject({ count: 1, witnesses: [{ value: 'b' }] });
  });

  it('knows several stretches, and reads each place once', () => {
    const reads = [readBack[0]!, readBack[1]!, readBack[1]!, ...readBack.slice(2)];
    expect(check(deliveries(0, 2, 4), reads)).toMatchObject({ count: 2 });
  });

  it('finds nothing where offsets have no record: markers of transactions, and what was aborted', () => {
    const withoutC = readBack.filter(({ offset }) => offset !== 2);
    expect(check(deliveries(0, 1, 3, 4), withoutC)).toMatchObject({ outcome: 'pass' });
  });

  it('takes each partition for itself', () => {
    const other = [consume(20, 'x', 7, { partition: 1 }), consume(21, 'y', 8, { partition: 1 })];
    expect(check([...deliveries(0), ...other, ...deliveries(1, 2, 3, 4)])).toMatchObject({ outcome: 'pass' });
  });

  it('knows nothing without a delivery, or without a record in the final read', () => {
    expect(check([])).toMatchObject({ outcome: 'unknown', count: null });
    expect(check(deliveries(0, 3), [])).toMatchObject({ outcome: 'unknown', count: null });
  });
});
