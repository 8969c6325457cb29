/**
 * One number for each side of a point, over all its experiments, and how certain it is: what else might have come out, had
 * other runs of the same kind been made.
 */
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { medianInterval } from '../statistics/median.ts';

export interface Interval {
  value: number;
  /** With 95 % certainty between these. */
  from: number;
  to: number;
}

/** What a number is made of: the values of the runs, by experiment. */
export type Samples = readonly (readonly number[])[];
export type Headline = (samples: Samples) => number;

/** How long the outage of the worst experiment lasts. */
export const greatestMedian: Headline = (samples) =>
  Math.max(...samples.map((sample) => medianInterval(sample).median));

/** How often something happens in one round of all experiments. */
export const sumOfMeans: Headline = (samples) => samples.reduce((sum, sample) => sum + meanOf(sample), 0);

export const meanOf = (sample: readonly number[]) => sample.reduce((a, b) => a + b, 0) / sample.length;

/** The number, and where it lies. */
export function intervalOf(samples: Samples, headline: Headline, seed: number): Interval {
  return { value: headline(samples), ...bootstrap((draw) => headline(draw(samples)), seed) };
}

/** By how much the number of `one` is greater than that of `other`, and where that lies. */
export function differenceOf(one: Samples, other: Samples, headline: Headline, seed: number): Interval {
  const value = headline(one) - headline(other);
  return { value, ...bootstrap((draw) => headline(draw(one)) - headline(draw(other)), seed) };
}

const draws = 5_000;

/** The percentile interval of a statistic whose samples are drawn anew with replacement, each experiment's on its own. */
function bootstrap(
  statistic: (draw: (samples: Samples) => Samples) => number,
  seed: number,
): Omit<Interval, 'value'> {
  const generator = xoroshiro128plus(seed);
  const draw = (samples: Samples) =>
    samples.map((sample) => sample.map(() => sample[uniformInt(generator, 0, sample.length - 1)]!));
  const drawn = Array.from({ length: draws }, () => statistic(draw)).sort((a, b) => a - b);
  const at = (share: number) => drawn[Math.round(share * (draws - 1))]!;
  return { from: at(0.025), to: at(0.975) };
}
