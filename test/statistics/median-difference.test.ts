import fc from 'fast-check';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { describe, expect, test } from 'vitest';
import { medianDifference } from '../../src/statistics/median-difference.ts';

const nineSeconds = [8412, 8377, 8590, 8466, 8501, 8399, 8420, 8450];
const fourSeconds = nineSeconds.map((ms, i) => ms - 5_000 + 7 * i);

describe('the difference of two medians', () => {
  test('is that of HEAD less that of BASE, and its interval is around it', () => {
    const { value, from, to } = medianDifference(nineSeconds, fourSeconds);
    expect(value).toBe(-4960.5);
    // scipy.stats.bootstrap of SciPy 1.17.1, method='percentile', 100,000 resamples; another draw moves the ends by some ms.
    expect(Math.abs(from - -5046.5)).toBeLessThan(10);
    expect(Math.abs(to - -4898)).toBeLessThan(10);
  });

  test('has the same interval every time', () => {
    expect(medianDifference(nineSeconds, fourSeconds)).toEqual(medianDifference(nineSeconds, fourSeconds));
  });

  test('of one value each is nothing but their difference', () => {
    expect(medianDifference([3], [5])).toEqual({ value: 2, from: 2, to: 2 });
  });

  test('is infinite where one side never came about, and none where neither did', () => {
    const never = [Infinity, Infinity, Infinity];
    expect(medianDifference(never, never)).toEqual({ value: 0, from: 0, to: 0 });
    expect(medianDifference([1, 2, 3], never)).toEqual({ value: Infinity, from: Infinity, to: Infinity });
    expect(medianDifference(never, [1, 2, 3])).toEqual({ value: -Infinity, from: -Infinity, to: -Infinity });
    expect(medianDifference([1, 2, 3, 4, 5], [1, 2, 3, 4, Infinity])).toMatchObject({ value: 0 });
  });

  test('lies in its interval, and the interval between the extremes, whatever is compared', () => {
    const sample = fc.array(fc.integer({ min: 0, max: 60_000 }), { minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(sample, sample, (base, head) => {
        const { from, to } = medianDifference(base, head);
        expect(from).toBeLessThanOrEqual(to);
        expect(from).toBeGreaterThanOrEqual(Math.min(...head) - Math.max(...base));
        expect(to).toBeLessThanOrEqual(Math.max(...head) - Math.min(...base));
      }),
      { numRuns: 50 },
    );
  });

  test('of eight runs a side is inside its interval about as often as that says', () => {
    const generator = xoroshiro128plus(20_261_125);
    const uniform = () => (uniformInt(generator, 0, 999_999) + 0.5) / 1_000_000;
    // Skewed, as outages are: a timeout, the wait for the next heartbeat, and what a busy machine adds.
    const outages = (timeoutMs: number) =>
      Array.from({ length: 8 }, () => timeoutMs + 1_000 * uniform() - 300 * Math.log(uniform()));
    const trials = 400;
    let hits = 0;
    for (let trial = 0; trial < trials; trial++) {
      const { from, to } = medianDifference(outages(9_000), outages(4_000));
      if (from <= -5_000 && -5_000 <= to) hits++;
    }
    // 95 %, and three standard errors of 400 trials (1.1 % each) to either side.
    expect(hits / trials).toBeGreaterThan(0.917);
    expect(hits / trials).toBeLessThan(0.983);
  });
});
