import { describe, expect, test } from 'vitest';
import { medianInterval } from '../../src/statistics/median.ts';

const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);

describe('the interval of a median', () => {
  // Ranks and certainties as tables of the sign test have them (Conover, Practical Nonparametric Statistics).
  test.each([
    [6, 1, 6, 0.969],
    [7, 1, 7, 0.984],
    [8, 1, 8, 0.992],
    [9, 2, 8, 0.961],
    [10, 2, 9, 0.979],
    [12, 3, 10, 0.961],
    [15, 4, 12, 0.965],
    [20, 6, 15, 0.959],
    [25, 8, 18, 0.957],
  ])('of %i values lies between the ranks %i and %i', (n, from, to, confidence) => {
    const found = medianInterval(upTo(n));
    expect([found.from, found.to]).toEqual([from, to]);
    expect(found.confidence).toBeCloseTo(confidence, 3);
  });

  test('of few values is all of them, and says how little that is', () => {
    expect(medianInterval([9.2])).toEqual({ median: 9.2, upper: 9.2, from: 9.2, to: 9.2, confidence: 0 });
    expect(medianInterval(upTo(5))).toEqual({ median: 3, upper: 3, from: 1, to: 5, confidence: 0.9375 });
  });

  test('does not mind the order, or what never came', () => {
    expect(medianInterval([3, Infinity, 1, 2])).toMatchObject({ median: 2.5, from: 1, to: Infinity });
  });

  test('of nothing there is none', () => {
    expect(() => medianInterval([])).toThrow(RangeError);
  });

  test('has the true median as often as it says', () => {
    // A fixed linear congruential generator: the same draws every time.
    let state = 1;
    const draw = () => {
      state = (1_103_515_245 * state + 12_345) % 2 ** 31;
      return state / 2 ** 31;
    };
    const trials = 4_000;
    let hits = 0;
    for (let i = 0; i < trials; i++) {
      // Skewed, as outages are; the true median of -ln(u) is ln 2.
      const { from, to } = medianInterval(upTo(10).map(() => -Math.log(1 - draw())));
      if (from <= Math.LN2 && Math.LN2 <= to) hits++;
    }
    expect(hits / trials).toBeGreaterThan(0.97);
    expect(hits / trials).toBeLessThan(0.99);
  });
});
