/**
 * The median of few values, and where it lies: by the order of the values alone, whatever their distribution is.
 */

export interface MedianInterval {
  median: number;
  /** The greater of the two values that an even number has in its middle: if that one may be longer, the median may. */
  upper: number;
  /** The interval's ends are two of the values. */
  from: number;
  to: number;
  /** With how much certainty the true median lies between them, 0 to 1: at least 0.95 where the values suffice for that. */
  confidence: number;
}

const wantedConfidence = 0.95;

/**
 * The narrowest interval between the kth smallest and the kth greatest value that has the true median with 95 % certainty, by the sign
 * test; with five values or fewer there is none, and it is all of them, with the certainty that they have.
 * @throws RangeError without values
 */
export function medianInterval(values: readonly number[]): MedianInterval {
  const n = values.length;
  if (n === 0) throw new RangeError('there is no median of nothing');
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(n / 2)]!;
  const median = (sorted[Math.floor((n - 1) / 2)]! + upper) / 2;
  // The median is outside if at least n - k + 1 of the values fall on one side of it.
  let outside = 2 * 0.5 ** n;
  let probability = 0.5 ** n;
  let k = 1;
  for (let next = 1; next < n / 2; next++) {
    probability *= (n - next + 1) / next;
    if (outside + 2 * probability > 1 - wantedConfidence) break;
    outside += 2 * probability;
    k = next + 1;
  }
  return { median, upper, from: sorted[k - 1]!, to: sorted[n - k]!, confidence: n === 1 ? 0 : 1 - outside };
}
