import { expect, test } from 'vitest';
import { normalTail } from '../../src/statistics/normal.ts';

// scipy.stats.norm.sf of SciPy 1.17.1.
test.each([
  [0, 0.5],
  [0.5, 0.3085375387259869],
  [1, 0.15865525393145707],
  [1.959963984540054, 0.025],
  [2.999, 0.0013543365337271057],
  [3, 0.0013498980316300933],
  [5, 2.866515718791933e-7],
  [8, 6.22096057427174e-16],
  [20, 2.7536241186061556e-89],
  [37, 5.7255712225239266e-300],
])('beyond %d lies %d', (z, tail) => {
  expect(normalTail(z) / tail).toBeCloseTo(1, 11);
});
