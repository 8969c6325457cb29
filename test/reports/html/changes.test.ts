import { describe, expect, test } from 'vitest';
import { changeOf, goneSince } from '../../../src/reports/html/page/changes.ts';
import { type PageData, pageData } from '../../../src/reports/html/page-data.ts';
import type { Result } from '../../../src/results/results.ts';
import { literalResult, literalResults, literalRun } from '../../results/literal-results.ts';

const compared = (now: Result[], before: Result[]): PageData =>
  pageData(literalResults(now), { previous: literalResults(before) });
const change = (now: Result[], before: Result[]) => {
  const data = compared(now, before);
  return changeOf(data, data.results[0]!);
};
const repeats = (...lengths: number[]) =>
  lengths.map((ms, index) => literalResult({ index, n: index + 1 }, ms));

describe('what changed since the night before', () => {
  test('is an outcome, or an outage by more than a tenth and a quarter of a second', () => {
    expect(change(repeats(9_200), repeats(9_200))).toBeUndefined();
    expect(change(repeats(9_200), repeats(8_500))).toBeUndefined();
    expect(change(repeats(9_200), repeats(6_200))).toBe('+3.0 s');
    expect(change(repeats(400), repeats(600))).toBeUndefined();
    expect(change([literalResult({ outcome: 'fail' }, 6_000)], repeats(9_000))).toBe('was: holds, −3.0 s');
  });

  test('is an outage of administration as well, and not one of reads', () => {
    const administered = (adminMs: number, readsMs: number) => [
      literalResult({
        run: literalRun(
          { admin: literalRun({}, adminMs).produce, consume: literalRun({}, readsMs).produce },
          0,
        ),
      }),
    ];
    expect(change(administered(5_400, 0), administered(3_400, 8_000))).toBe('administration +2.0 s');
    expect(change(administered(3_400, 0), administered(3_400, 8_000))).toBeUndefined();
    expect(change(administered(3_400, 0), repeats(0))).toBeUndefined();
  });

  test('is nothing without a night before, and new what was not in it', () => {
    expect(changeOf(pageData(literalResults(repeats(1))), literalResult())).toBeUndefined();
    expect(change([literalResult({ mode: 'zk' })], repeats(1))).toBe('new');
    expect(change([literalResult({ set: ['broker:a=1'] })], repeats(1))).toBe('new');
  });

  test('is nothing of a run that was made once more', () => {
    const again = [literalResult({ outcome: 'unknown' }), literalResult({ attempt: 2 })];
    expect(change(again, repeats(1))).toBeUndefined();
  });

  test('is told of repeats together: by their median, where the two nights do not overlap', () => {
    expect(change(repeats(9_000, 9_200, 9_400), repeats(6_000, 6_200, 6_400))).toBe('median +3.0 s');
    expect(change(repeats(6_000, 9_200, 9_400), repeats(6_000, 6_200, 6_400))).toBeUndefined();
    expect(change(repeats(9_000, 9_200, 9_400), repeats(6_200))).toBe('median +3.0 s');
  });

  test('is told of repeats together: by the worst of their outcomes', () => {
    const [first, second] = repeats(9_000, 9_000);
    expect(change([first!, { ...second!, outcome: 'fail' }], [first!, second!])).toBe('was: holds');
    expect(change([second!, first!], [{ ...second!, outcome: 'fail' }, first!])).toBe('was: fails');
  });

  test('is told of repeats together: by how many of them have the worst', () => {
    const eight = (failing: number) =>
      repeats(...Array(8).fill(9_000)).map(
        (each, i): Result => ({
          ...each,
          outcome: i < failing ? 'fail' : 'pass',
        }),
      );
    expect(change(eight(8), eight(1))).toBe('was: fails 1 of 8, now 8 of 8');
    expect(change(eight(2), eight(2))).toBeUndefined();
    expect(change(eight(4), eight(4).slice(2, 6))).toBeUndefined();
  });
});

describe('what is gone since the night before', () => {
  test('is named once, and not where only fewer repeats were made', () => {
    const set = ['broker:a=1'];
    const before = [
      ...repeats(1, 2, 3),
      literalResult({ index: 3, mode: 'zk' }),
      literalResult({ index: 4, mode: 'zk', n: 2 }),
      literalResult({ index: 5, set }),
    ];
    expect(goneSince(compared(repeats(1), before))).toEqual([
      'kill-leader zk 3.9.2',
      'kill-leader kraft 3.9.2 broker:a=1',
    ]);
    expect(goneSince(compared(before, repeats(1)))).toEqual([]);
  });
});
