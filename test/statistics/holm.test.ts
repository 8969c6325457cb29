import fc from 'fast-check';
import { expect, test } from 'vitest';
import { holm } from '../../src/statistics/holm.ts';

test('corrects the example of the encyclopaedia', () => {
  // Wikipedia, "Holm–Bonferroni method": of these four at 0.05, the fourth and the first are rejected, and no other.
  const adjusted = holm([0.01, 0.04, 0.03, 0.005]);
  for (const [i, expected] of [0.03, 0.06, 0.06, 0.02].entries())
    expect(adjusted[i]).toBeCloseTo(expected, 12);
});

test('keeps one p as it is, and goes no higher than 1', () => {
  expect(holm([0.04])).toEqual([0.04]);
  expect(holm([0.6, 0.9, 0.7])).toEqual([1, 1, 1]);
  expect(holm([])).toEqual([]);
});

test('keeps the order, makes none smaller, and none larger than Bonferroni does', () => {
  const p = fc.double({ min: 1e-9, max: 1, noNaN: true });
  fc.assert(
    fc.property(fc.array(p, { minLength: 1, maxLength: 20 }), (ps) => {
      const adjusted = holm(ps);
      for (const [i, one] of ps.entries()) {
        expect(adjusted[i]).toBeGreaterThanOrEqual(one);
        expect(adjusted[i]).toBeLessThanOrEqual(Math.min(1, one * ps.length));
        for (const [j, other] of ps.entries()) {
          if (one < other) expect(adjusted[i]).toBeLessThanOrEqual(adjusted[j]!);
        }
      }
    }),
  );
});
