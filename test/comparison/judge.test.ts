import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Comparison,
  comparisonOf,
  type JudgedComparison,
  judgeAll,
  runsFor,
  type Smallest,
} from '../../src/comparison/judge.ts';
import type { Judged, Value } from '../../src/comparison/measures.ts';
import { fourSeconds, nineSeconds } from './literal-runs.ts';

const outage: Judged = { measure: 'produce.longestMs', words: 'no writes for', unit: 'ms' };
const shrinks: Judged = { measure: 'replication.isrShrinks', words: 'ISR shrinks', unit: 'times' };
const outcome: Judged = { measure: 'outcome', words: 'does not hold', unit: 'times' };
const usual: Smallest = { percent: 10, ms: 250 };

const asValues = (numbers: readonly number[]): Value[] =>
  numbers.map((value) => ({ value, isOpen: value === Infinity }));
const open = (numbers: readonly number[]): Value[] => numbers.map((value) => ({ value, isOpen: true }));

const compared = (
  base: readonly number[],
  head: readonly number[],
  judged = outage,
  smallest = usual,
): Comparison => comparisonOf(judged, asValues(base), asValues(head), smallest);

/** Judged on its own. */
const judge = (comparison: Comparison): JudgedComparison => judgeAll([comparison]).comparisons[0]!;
const verdict = (...of: Parameters<typeof compared>) => judge(compared(...of)).verdict;
const doubt = (...of: Parameters<typeof compared>) => judge(compared(...of)).doubt;

const eight = (value: number) => Array.from({ length: 8 }, () => value);

describe('a number is', () => {
  test('better or worse if the difference is certain and large', () => {
    expect(verdict(nineSeconds, fourSeconds)).toBe('better');
    expect(verdict(fourSeconds, nineSeconds)).toBe('worse');
    expect(judge(compared(nineSeconds, fourSeconds))).toMatchObject({
      adjusted: expect.closeTo(0.0001554001554, 12),
      difference: { value: -4960.5 },
    });
  });

  test('not different if the whole interval is within what does not matter', () => {
    const alike = nineSeconds.map((ms, i) => ms + (i % 2 === 0 ? 30 : -30));
    expect(verdict(nineSeconds, alike)).toBe('no difference');
    // A difference there is, for certain, and it is of no account.
    const slower = nineSeconds.map((ms) => ms + 240);
    expect(judge(compared(nineSeconds, slower)).adjusted).toBeLessThan(0.05);
    expect(verdict(nineSeconds, slower)).toBe('no difference');
  });

  test('not told if it may be chance', () => {
    const scattered = [1_000, 9_000, 2_000, 14_000, 5_000, 30_000, 3_000, 12_000];
    expect(doubt(scattered, [12_000, 1_500, 9_500, 28_000, 4_000, 15_000, 6_000, 2_500])).toBe(
      'may be chance',
    );
  });

  test('not told if it is certain to differ, but perhaps by too little', () => {
    const tight = eight(2_000).map((ms, i) => ms + i);
    const later = tight.map((ms, i) => ms + 100 + (i % 4) * 60);
    expect(judge(compared(tight, later))).toMatchObject({
      verdict: 'cannot tell',
      doubt: 'may be too small',
    });
  });

  test('not told by too few runs, of which at least so many are needed', () => {
    expect(judgeAll([compared([8_000], [60_000])])).toMatchObject({
      comparisons: [{ verdict: 'cannot tell', doubt: 'too few runs', adjusted: null }],
      tests: 0,
      testable: 1,
      neededRuns: 4,
    });
    expect(doubt([8_000, 8_100, 8_200], [60_000, 61_000, 62_000])).toBe('too few runs');
    expect(verdict([8_000, 8_100, 8_200, 8_300], [60_000, 61_000, 62_000, 63_000])).toBe('worse');
  });

  test('the same if its values are, in whatever order and however few', () => {
    expect(judge(compared([8_000], [8_000]))).toMatchObject({ verdict: 'no difference', isSame: true });
    expect(verdict(nineSeconds, nineSeconds.toReversed())).toBe('no difference');
    expect(verdict([Infinity, 3], [3, Infinity])).toBe('no difference');
  });

  test('not taken for the same from fewer than five runs a side', () => {
    expect(doubt([8_000, 8_010, 8_020, 8_030], [8_001, 8_011, 8_021, 8_031])).toBe('may be chance');
    expect(verdict([8_000, 8_010, 8_020, 8_030, 8_040], [8_001, 8_011, 8_021, 8_031, 8_041])).toBe(
      'no difference',
    );
  });
});

describe('the smallest difference worth caring about', () => {
  test('is a share of the median in BASE, and so many ms at least', () => {
    expect(compared(eight(10_000), eight(9_000)).margin).toBe(1_000);
    expect(compared(eight(100), eight(9_000)).margin).toBe(250);
    expect(compared(eight(10_000), eight(9_000), outage, { percent: 25, ms: 100 }).margin).toBe(2_500);
    expect(compared(eight(0), eight(1), outage, { percent: 0, ms: 100 }).margin).toBe(100);
  });

  test('is 1 of what is counted, and a share of large counts', () => {
    expect(compared(eight(3), eight(4), shrinks).margin).toBe(1);
    expect(compared(eight(40), eight(44), shrinks).margin).toBe(4);
    expect(verdict(eight(3), eight(4), shrinks)).toBe('worse');
    expect(verdict(eight(40), eight(43), shrinks)).toBe('no difference');
  });

  test('of what never ended is not infinite', () => {
    expect(compared(eight(Infinity), eight(1)).margin).toBe(250);
  });
});

describe('what never came about', () => {
  test('is worse than any number', () => {
    expect(verdict(nineSeconds, eight(Infinity))).toBe('worse');
    expect(verdict(eight(Infinity), nineSeconds)).toBe('better');
    expect(verdict(nineSeconds, nineSeconds.with(3, Infinity))).not.toBe('worse');
  });

  test('on both sides, and once did, is nothing that could be told', () => {
    expect(doubt(eight(Infinity), eight(Infinity).with(0, 9_000))).toBe('was not over');
  });
});

describe('what was not over when the measuring ended', () => {
  const of = (base: Value[], head: Value[]) => judge(comparisonOf(outage, base, head, usual));

  test('may be worse than it looks, and is better for nobody', () => {
    expect(of(asValues(fourSeconds), open(nineSeconds)).verdict).toBe('worse');
    expect(of(open(fourSeconds), asValues(nineSeconds))).toMatchObject({
      verdict: 'cannot tell',
      doubt: 'was not over',
    });
    expect(of(asValues(nineSeconds), open(fourSeconds))).toMatchObject({
      verdict: 'cannot tell',
      doubt: 'was not over',
    });
    expect(of(open(nineSeconds), asValues(fourSeconds)).verdict).toBe('better');
  });

  test('is better for nobody either where half of the runs were over', () => {
    const half = [...asValues(fourSeconds.slice(0, 4)), ...open(fourSeconds.slice(4))];
    expect(of(asValues(nineSeconds), half)).toMatchObject({ verdict: 'cannot tell', doubt: 'was not over' });
    expect(of(half, asValues(nineSeconds))).toMatchObject({ verdict: 'cannot tell', doubt: 'was not over' });
  });

  test('is not the same as anything', () => {
    const alike = nineSeconds.map((ms) => ms + 10);
    expect(of(asValues(nineSeconds), open(alike)).doubt).toBe('was not over');
  });

  test('nor is what a standstill of the harness may have hidden', () => {
    const seen = asValues(Array(8).fill(0));
    const hidden = seen.map((each) => ({ ...each, most: 60_000 }));
    expect(of(asValues(fourSeconds), seen).verdict).toBe('better');
    expect(of(asValues(fourSeconds), hidden)).toMatchObject({
      verdict: 'cannot tell',
      doubt: 'was not seen',
    });
    // Not even the same numbers are the same then.
    expect(of(seen, hidden)).toMatchObject({ verdict: 'cannot tell', doubt: 'was not seen' });
    const alike = asValues(nineSeconds).map((each) => ({ ...each, most: 20_000 }));
    expect(of(asValues(nineSeconds.map((ms) => ms + 10)), alike).doubt).toBe('was not seen');
    // Nor is it better by much, if it may be better by next to nothing.
    const nearly = asValues(fourSeconds).map((each) => ({ ...each, most: 8_300 }));
    expect(of(asValues(nineSeconds), nearly)).toMatchObject({
      verdict: 'cannot tell',
      doubt: 'was not seen',
    });
    // It may have hidden nothing that matters.
    const little = seen.map((each) => ({ ...each, most: 400 }));
    expect(of(asValues(fourSeconds), little).verdict).toBe('better');
  });

  test('does not matter where it is longer than the median', () => {
    const once = asValues(fourSeconds).with(2, { value: 60_000, isOpen: true });
    expect(of(asValues(nineSeconds), once)).toMatchObject({ verdict: 'better', head: { isOpen: false } });
  });
});

test('outcomes are worse if most runs fail that held before, and never equal unless they are the same', () => {
  const failing = (runs: number) => eight(0).fill(1, 0, runs);
  expect(verdict(failing(0), failing(7), outcome)).toBe('worse');
  expect(verdict(failing(7), failing(0), outcome)).toBe('better');
  expect(doubt(failing(0), failing(1), outcome)).toBe('may be chance');
  expect(verdict(failing(2), failing(2), outcome)).toBe('no difference');
});

describe('several numbers', () => {
  test('are corrected for each other, without those that could not be told anyway', () => {
    const same = compared(eight(3), eight(3), shrinks);
    const single = compared([1], [2]);
    const shifted = compared(nineSeconds, fourSeconds);
    const { comparisons, tests, testable } = judgeAll([shifted, same, single, shifted, same]);
    expect({ tests, testable }).toEqual({ tests: 2, testable: 3 });
    expect(comparisons.map(({ adjusted }) => adjusted && adjusted / shifted.p)).toEqual([
      2,
      null,
      null,
      2,
      null,
    ]);
  });

  test('need more runs the more they are', () => {
    // 2 in 70 is below 0.05, 2 in 252 below a tenth of that, and 2 in 48,620 below a thousandth.
    expect([1, 2, 6, 7, 10, 321, 322, 1_000].map(runsFor)).toEqual([4, 5, 5, 6, 6, 8, 9, 9]);
    expect(runsFor(0)).toBe(4);
  });

  test('so many that their runs could not show anything say so', () => {
    const five = compared(
      [1, 2, 3, 4, 5].map((i) => i * 1_000),
      [6, 7, 8, 9, 10].map((i) => i * 1_000),
    );
    expect(judgeAll([five]).comparisons[0]!.verdict).toBe('worse');
    const ten = judgeAll(Array.from({ length: 10 }, () => five));
    expect(ten.comparisons[0]).toMatchObject({ verdict: 'cannot tell', doubt: 'too few runs' });
    expect(ten.neededRuns).toBe(6);
  });
});

describe('whatever is compared', () => {
  const sample = fc.array(fc.oneof(fc.integer({ min: 0, max: 20_000 }), fc.constant(Infinity)), {
    minLength: 1,
    maxLength: 9,
  });
  const mirrored = {
    worse: 'better',
    better: 'worse',
    'cannot tell': 'cannot tell',
    'no difference': 'no difference',
  };

  test('the other way round it is the mirror image', () => {
    fc.assert(
      fc.property(sample, sample, (base, head) => {
        // A share of the median of BASE would not be the same the other way round.
        const absolute = { percent: 0, ms: 250 };
        const there = judge(compared(base, head, outage, absolute));
        const back = judge(compared(head, base, outage, absolute));
        expect(back.difference.value + 0).toBe(-there.difference.value + 0);
        expect(back.p).toBeCloseTo(there.p, 12);
        const isCertain = [there, back].some(({ verdict }) => verdict === 'worse' || verdict === 'better');
        if (isCertain) expect(back.verdict).toBe(mirrored[there.verdict]);
      }),
      { numRuns: 60 },
    );
  });

  test('with itself it does not differ', () => {
    fc.assert(
      fc.property(sample, (values) => {
        expect(verdict(values, values)).toBe('no difference');
      }),
      { numRuns: 30 },
    );
  });
});
