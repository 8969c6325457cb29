/**
 * The Mann-Whitney U test: whether of two samples one tends to be greater, by the order of the values alone. So nothing is
 * assumed about how they are distributed, and what never came about can be infinite: it is greater than the rest.
 */
import { normalTail } from './normal.ts';

export interface MannWhitney {
  /** In how many pairs the value of `one` is greater than that of `other`; equal ones count half. */
  u: number;
  /** Two-sided. */
  p: number;
}

/** Up to so many pairs of values the distribution is counted out: a good deal more than any night has. */
const mostPairs = 2_500;

/**
 * Exact as long as that is feasible, with ties as well: by the distribution of the rank sum over all ways to deal the values
 * that were measured out to the two samples. Beyond that the normal approximation, corrected for ties and continuity.
 * @throws RangeError if there is nothing on one side
 */
export function mannWhitney(one: readonly number[], other: readonly number[]): MannWhitney {
  if (one.length === 0 || other.length === 0) throw new RangeError('there is no test against nothing');
  const ranks = doubledRanks([...one, ...other]);
  const own = ranks.slice(0, one.length).reduce((a, b) => a + b, 0);
  const u = (own - one.length * (one.length + 1)) / 2;
  const isExact = one.length * other.length <= mostPairs;
  return { u, p: isExact ? exactP(ranks, one.length) : approximateP(u, one.length, ranks) };
}

/** The smallest p that samples of these sizes can come out with: no value equals another, and all of one are greater. */
export function smallestP(one: number, other: number): number {
  let ways = 1;
  const fewer = Math.min(one, other);
  for (let i = 1; i <= fewer; i++) ways *= (one + other - fewer + i) / i;
  return Math.min(1, 2 / ways);
}

/** Twice the rank of each value, ties sharing theirs: whole numbers, which can be counted with. */
function doubledRanks(values: readonly number[]): number[] {
  const sorted = values.toSorted((a, b) => (a === b ? 0 : a - b));
  const rankOf = new Map<number, number>();
  for (let from = 0; from < sorted.length; ) {
    let to = from;
    while (sorted[to + 1] === sorted[from]) to++;
    rankOf.set(sorted[from]!, from + 1 + to + 1);
    from = to + 1;
  }
  return values.map((value) => rankOf.get(value)!);
}

/** Twice the smaller tail, as SciPy has it: with ties the distribution need not be symmetric. */
function exactP(ranks: readonly number[], sizeOfFirst: number): number {
  const first = ranks.slice(0, sizeOfFirst);
  const second = ranks.slice(sizeOfFirst);
  const fewer = first.length <= second.length ? first : second;
  const observed = fewer.reduce((a, b) => a + b, 0);
  const ways = waysToSum(ranks, fewer.length);
  let below = 0;
  let at = 0;
  let above = 0;
  for (const [sum, number] of ways.entries()) {
    if (sum < observed) below += number;
    else if (sum > observed) above += number;
    else at = number;
  }
  return Math.min(1, (2 * (Math.min(below, above) + at)) / (below + at + above));
}

/** In how many ways `size` of the ranks come to each sum. */
function waysToSum(ranks: readonly number[], size: number): Float64Array {
  const greatest = ranks
    .toSorted((a, b) => b - a)
    .slice(0, size)
    .reduce((a, b) => a + b, 0);
  const ways = Array.from({ length: size + 1 }, () => new Float64Array(greatest + 1));
  ways[0]![0] = 1;
  for (const rank of ranks) {
    // From the largest subsets down, so that each rank is taken once.
    for (let taken = size; taken > 0; taken--) {
      const [without, withIt] = [ways[taken - 1]!, ways[taken]!];
      for (let sum = greatest; sum >= rank; sum--) withIt[sum]! += without[sum - rank]!;
    }
  }
  return ways[size]!;
}

function approximateP(u: number, one: number, ranks: readonly number[]): number {
  const all = ranks.length;
  const pairs = one * (all - one);
  const ties = Map.groupBy(ranks, (rank) => rank);
  const tied = [...ties.values()].reduce((sum, { length }) => sum + length ** 3 - length, 0);
  const variance = (pairs / 12) * (all + 1 - tied / (all * (all - 1)));
  if (variance === 0) return 1;
  const distance = Math.max(0, Math.abs(u - pairs / 2) - 0.5);
  return 2 * normalTail(distance / Math.sqrt(variance));
}
