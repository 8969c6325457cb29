/**
 * By how much two medians differ, and where that lies: a bootstrap, both samples drawn anew with replacement.
 */
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { medianInterval } from './median.ts';

export interface Difference {
  value: number;
  /** With 95 % certainty between these, as far as a bootstrap of few values can be trusted. */
  from: number;
  to: number;
}

const draws = 10_000;
const tail = 0.025;

/** How much greater the median of `head` is than that of `base`. The same values always give the same interval. */
export function medianDifference(base: readonly number[], head: readonly number[]): Difference {
  const value = minus(medianInterval(head).median, medianInterval(base).median);
  const [was, is] = [drawnMedians(base, 1), drawnMedians(head, 2)];
  for (let draw = 0; draw < draws; draw++) is[draw] = minus(is[draw]!, was[draw]!);
  const differences = is.sort();
  const at = (share: number) => differences[Math.round(share * (draws - 1))]!;
  return { value, from: at(tail), to: at(1 - tail) };
}

/** Of what is infinite on both sides nobody can say that one is greater. */
function minus(a: number, b: number): number {
  return a === b ? 0 : a - b;
}

function drawnMedians(values: readonly number[], seed: number): Float64Array {
  const sorted = values.toSorted((a, b) => (a === b ? 0 : a - b));
  const { lower, upper } = drawnMiddles(values.length, seed);
  const medians = new Float64Array(draws);
  for (let draw = 0; draw < draws; draw++) {
    medians[draw] = (sorted[lower[draw]!]! + sorted[upper[draw]!]!) / 2;
  }
  return medians;
}

interface Middles {
  lower: Uint16Array;
  upper: Uint16Array;
}

const known = new Map<string, Middles>();

/**
 * Which two of n values in their order are the middle ones of each draw (one and the same if n is odd). That depends on n
 * alone and not on the values, so it is drawn once for all comparisons of a report.
 */
function drawnMiddles(n: number, seed: number): Middles {
  const key = `${n} ${seed}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const generator = xoroshiro128plus(seed);
  const middles = { lower: new Uint16Array(draws), upper: new Uint16Array(draws) };
  for (let draw = 0; draw < draws; draw++) {
    const drawn = new Uint16Array(n).map(() => uniformInt(generator, 0, n - 1)).sort();
    middles.lower[draw] = drawn[Math.floor((n - 1) / 2)]!;
    middles.upper[draw] = drawn[Math.floor(n / 2)]!;
  }
  known.set(key, middles);
  return middles;
}
