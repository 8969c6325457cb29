import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mannWhitney, smallestP } from '../../src/statistics/mann-whitney.ts';

const upTo = (n: number) => Array.from({ length: n }, (_, i) => i);

/** Samples without ties of which the first has this U. */
function samplesWith(u: number, one: number, other: number): [number[], number[]] {
  const above = Math.floor(u / other);
  const between = above < one ? [(u % other) - 0.5] : [];
  const below = Math.max(0, one - above - between.length);
  return [[...upTo(below).map((i) => -1 - i), ...between, ...upTo(above).map((i) => other + i)], upTo(other)];
}

describe('the exact test', () => {
  // scipy.stats.mannwhitneyu(one, other, method='exact') of SciPy 1.17.1.
  test.each([
    [[19, 22, 16, 29, 24], [20, 11, 17, 12], 17, 0.1111111111111111],
    [
      [8412, 8377, 8590, 8466, 8501, 8399, 8420, 8450],
      [13490, 13388, 13622, 13501, 13440, 13377, 13590, 13700],
      0,
      0.0001554001554001554,
    ],
    [
      [8412, 8377, 8590, 8466, 8501, 8399, 8420, 8450],
      [8480, 8391, 8600, 8410, 8433, 8520, 8381, 8700],
      27,
      0.6453768453768453,
    ],
    [[1, 2, 3], [4, 5, 6], 0, 0.1],
    [[1.5], [0.5], 1, 1],
    [[1, 4, 6, 9, 12, 13], [2, 3, 5, 7, 8, 10, 11], 24, 0.7307692307692307],
  ])('of %j and %j is what SciPy has', (one, other, u, p) => {
    expect(mannWhitney(one, other).u).toBe(u);
    expect(mannWhitney(one, other).p).toBeCloseTo(p, 12);
  });

  // scipy.stats.mannwhitneyu(one, other, method=PermutationMethod(n_resamples=np.inf)) of SciPy 1.17.1, 1e9 for infinity.
  test.each([
    [[0, 0, 0, 1, 0, 0, 0, 0], [1, 2, 1, 0, 3, 1, 1, 2], 6.5, 0.006371406371406371],
    [[0, 0, 0, 0, 0, 0, 0, 0], [1, 1, 1, 1, 1, 1, 0, 0], 8, 0.006993006993006993],
    [[3, 3, 3, 5], [3, 4, 4, 6, 6], 4.5, 0.20634920634920634],
    [
      [16300, 16100, Infinity, 15900, 16200],
      [Infinity, Infinity, Infinity, 16000, Infinity],
      6,
      0.16666666666666666,
    ],
    [[1, 1, 1, 1, 2], [1, 1, 2, 2, 2, 2, 3], 8, 0.20454545454545456],
    [[250, 250, 300], [250, 300, 300, 350, 400, 400], 3, 0.23809523809523808],
  ])('of %j and %j, with ties, is that of all permutations', (one, other, u, p) => {
    expect(mannWhitney(one, other).u).toBe(u);
    expect(mannWhitney(one, other).p).toBeCloseTo(p, 12);
  });

  // Two-sided critical values of U, as the tables in textbooks have them (Siegel, Nonparametric Statistics for the Behavioral Sciences).
  test.each([
    [0.05, 3, 5, 0],
    [0.05, 4, 4, 0],
    [0.05, 4, 6, 2],
    [0.05, 5, 5, 2],
    [0.05, 5, 8, 6],
    [0.05, 6, 6, 5],
    [0.05, 8, 8, 13],
    [0.05, 8, 10, 17],
    [0.05, 9, 9, 17],
    [0.05, 10, 10, 23],
    [0.05, 15, 15, 64],
    [0.05, 20, 20, 127],
    [0.01, 5, 5, 0],
    [0.01, 6, 6, 2],
    [0.01, 8, 8, 7],
    [0.01, 10, 10, 16],
    [0.01, 20, 20, 105],
  ])(
    'at the level %d has the critical value of the tables for %i and %i: %i',
    (level, one, other, critical) => {
      const at = mannWhitney(...samplesWith(critical, one, other));
      const next = mannWhitney(...samplesWith(critical + 1, one, other));
      expect([at.u, next.u]).toEqual([critical, critical + 1]);
      expect(at.p).toBeLessThanOrEqual(level);
      expect(next.p).toBeGreaterThan(level);
    },
  );
});

// scipy.stats.mannwhitneyu(one, other, method='asymptotic') of SciPy 1.17.1: with the corrections for ties and continuity.
test('of many values the approximation is that of SciPy', () => {
  const sixty = upTo(60);
  const cases: [number[], number[], number, number][] = [
    [sixty, sixty.map((i) => i * 0.9 + 10.5), 1357.5, 0.0203452869165669],
    [upTo(80).map((i) => i % 7), upTo(70).map((i) => (i * 3) % 8), 2399.5, 0.1285230777782383],
    [sixty, sixty.map((i) => 1_000 + i), 0, 3.5565709749847226e-21],
  ];
  for (const [one, other, u, p] of cases) {
    const found = mannWhitney(one, other);
    expect(found.u).toBe(u);
    expect(found.p / p).toBeCloseTo(1, 10);
  }
  expect(
    mannWhitney(
      sixty.map(() => 1),
      sixty.map(() => 1),
    ).p,
  ).toBe(1);
});

test('where the counting ends and the approximation begins they say nearly the same', () => {
  const fifty = upTo(50);
  const exact = mannWhitney(
    fifty,
    fifty.map((i) => i + 12.5),
  ).p;
  const approximate = mannWhitney(fifty, [...fifty.map((i) => i + 12.5), 37]).p;
  expect(Math.abs(exact - approximate)).toBeLessThan(0.001);
});

// Outages of a few seconds, equal ones among them, and some that never ended.
const sample = fc.array(fc.oneof(fc.integer({ min: 0, max: 12 }), fc.constant(Infinity)), {
  minLength: 1,
  maxLength: 9,
});

describe('whatever the samples are', () => {
  test('p lies in (0, 1], and is no smaller than the smallest that so many values allow for', () => {
    fc.assert(
      fc.property(sample, sample, (one, other) => {
        const { p } = mannWhitney(one, other);
        expect(p).toBeLessThanOrEqual(1);
        expect(p).toBeGreaterThanOrEqual(smallestP(one.length, other.length) * (1 - 1e-12));
      }),
    );
  });

  test('the other way round is the same test', () => {
    fc.assert(
      fc.property(sample, sample, (one, other) => {
        const [there, back] = [mannWhitney(one, other), mannWhitney(other, one)];
        expect(there.p).toBeCloseTo(back.p, 12);
        expect(there.u + back.u).toBe(one.length * other.length);
      }),
    );
  });

  test('only their order counts', () => {
    const stretched = (values: number[]) => values.map((value) => Math.exp(value / 3) - 7);
    fc.assert(
      fc.property(sample, sample, (one, other) => {
        expect(mannWhitney(stretched(one), stretched(other))).toEqual(mannWhitney(one, other));
      }),
    );
  });
});

test('the smallest p is that of samples which do not overlap', () => {
  expect(smallestP(1, 1)).toBe(1);
  expect(smallestP(3, 3)).toBeCloseTo(2 / 20, 12);
  expect(smallestP(4, 4)).toBeCloseTo(2 / 70, 12);
  expect(smallestP(8, 3)).toBeCloseTo(2 / 165, 12);
  expect(mannWhitney([1, 2, 3, 4], [5, 6, 7, 8]).p).toBeCloseTo(smallestP(4, 4), 12);
});

test('of nothing there is no test', () => {
  expect(() => mannWhitney([], [1])).toThrow(RangeError);
  expect(() => mannWhitney([1], [])).toThrow(RangeError);
});
