import { describe, expect, it } from 'vitest';
import { differenceOf, greatestMedian, intervalOf, sumOfMeans } from '../../src/tradeoff/headline.ts';

describe('the number of a side', () => {
  it('is the longest of the medians, and the sum of the means', () => {
    expect(greatestMedian([[1, 2, 9], [4, 3, 5], [0]])).toBe(4);
    expect(
      sumOfMeans([
        [1, 2, 3],
        [0, 1],
      ]),
    ).toBe(2.5);
  });
});

describe('where it lies', () => {
  it('is certain where all runs say the same', () => {
    expect(intervalOf([[0, 0, 0, 0, 0]], sumOfMeans, 7)).toEqual({ value: 0, from: 0, to: 0 });
  });

  it('is the same for the same seed', () => {
    const samples = [
      [0, 1, 0, 1, 0],
      [2, 2, 3, 2, 1],
    ];
    expect(intervalOf(samples, sumOfMeans, 7)).toEqual(intervalOf(samples, sumOfMeans, 7));
  });

  it('of a mean of zeros and ones is what the binomial distribution says', () => {
    // Quantiles of Binomial(50, 0.4) / 50 at 2.5 % and 97.5 %: 13 and 27 (R: qbinom(c(.025, .975), 50, .4)).
    const sample = Array.from({ length: 50 }, (_, i) => (i < 20 ? 1 : 0));
    expect(intervalOf([sample], sumOfMeans, 7)).toEqual({ value: 0.4, from: 0.26, to: 0.54 });
  });

  it('of a difference has both samples drawn anew', () => {
    const [low, high] = [[[5, 6, 7, 8, 9]], [[15, 16, 17, 18, 19]]];
    const { value, from, to } = differenceOf(low, high, greatestMedian, 7);
    expect(value).toBe(-10);
    expect([from, to]).toEqual([-13, -7]);
  });

  it('draws each experiment on its own, so that none takes the place of another', () => {
    // Drawn together, means between 0 and 20 would come out.
    const samples = [
      [0, 0, 0, 0, 0],
      [10, 10, 10, 10, 10],
    ];
    expect(intervalOf(samples, sumOfMeans, 7)).toEqual({ value: 10, from: 10, to: 10 });
  });
});
