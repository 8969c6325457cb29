/**
 * Which of the points to run with: of those that keep the limits the one with the shortest outage, unless its runs cannot
 * tell it from one that is to be preferred. Nothing is recommended of which only one side was measured.
 */
import type { Results, Sweep } from '../results/results.ts';
import type { Run } from '../results/run-json.ts';
import { differenceOf, greatestMedian, type Interval, sumOfMeans } from './headline.ts';
import { dominatorOf, paretoFront } from './pareto.ts';
import { lengthOf, type MeasuredPoint, measuredPoints, type Outage } from './points.ts';

export interface Limits {
  maxOutageMs?: number | undefined;
  /** In one round of the steadiness experiments. Without it, what the steadiest point reaches. */
  maxFalseFailovers?: number | undefined;
}

/** A point of which both sides are known. */
export type Traded = MeasuredPoint & {
  outage: NonNullable<MeasuredPoint['outage']>;
  falseFailovers: Interval;
};

/** A difference to the defaults. */
export interface Difference extends Interval {
  /** False where there are too few runs on a side, or where it may as well be none or the other way round. */
  isTold: boolean;
}

export interface Recommended {
  kind: 'recommended';
  point: Traded;
  /** The one with the shortest outage. */
  shortest: Traded;
  /** Why it is not that one, which runs cannot tell from it. */
  because: 'shortest' | 'default' | 'steadier' | 'longer';
  maxFalseFailovers: number;
  /** How many points keep the limits. */
  keep: number;
  /** Against the defaults; undefined if it is these, or if they were not said, or not measured. */
  against?: { point: Traded; outageMs: Difference; falseFailovers: Difference };
}

/** No point keeps both limits. */
export interface NoneKeeps {
  kind: 'none keeps the limits';
  maxFalseFailovers: number;
  /** The fastest of those that are steady enough, and the steadiest of those that are fast enough; else the ends. */
  nearest: Traded[];
}

export type Recommendation =
  | Recommended
  | NoneKeeps
  /** Of the other side, the sweep has no experiment. */
  | { kind: 'one side only'; measured: 'speed' | 'steadiness' }
  /** No point has runs on both sides that tell. */
  | { kind: 'nothing measured' };

export interface Tradeoff {
  sweep: Sweep;
  limits: Limits;
  points: MeasuredPoint[];
  /** Those that no other dominates, the fastest first. */
  front: Traded[];
  recommendation: Recommendation;
}

/** So many runs a difference needs on each side. */
export const neededRuns = 5;

/** The sweep whose points can be compared, because all else is the same; undefined if there is none, or several were merged. */
export function comparedIn({ sweep, results }: Results): Sweep | undefined {
  const settings = new Set(results.map(({ mode, kafkaVersion }) => `${mode} ${kafkaVersion}`));
  const byExperiment = Map.groupBy(results, ({ experiment }) => experiment);
  const areAlike = [...byExperiment.values()].every(
    (runs) => new Set(runs.flatMap(({ run }) => (run === undefined ? [] : loadOf(run)))).size <= 1,
  );
  return settings.size > 1 || !areAlike ? undefined : sweep;
}

/** Under what load, and on what nodes, a run was made: with others, outages and failovers are others. */
function loadOf({ workload, cluster }: Run): string {
  const { partitions, acks, intervalMs, applications } = workload;
  const [clients, nodes] = [applications.map(({ client }) => client), cluster.nodes.map(({ name }) => name)];
  return JSON.stringify([partitions, acks, intervalMs, clients, nodes]);
}

export function tradeoffOf(results: Results, sweep: Sweep, limits: Limits = {}): Tradeoff {
  const points = measuredPoints(results, sweep);
  const traded = points.filter(isTraded);
  const front = paretoFront(traded.map(asTrade)).map(({ point }) => point);
  return { sweep, limits, points, front, recommendation: recommend(traded, sweep, limits, results.seed) };
}

export function isTraded(point: MeasuredPoint): point is Traded {
  return point.outage !== null && point.falseFailovers !== null;
}

/** The point of the front that is better than this one; undefined for what is on the front. */
export function betterThan(point: Traded, front: readonly Traded[]): Traded | undefined {
  return dominatorOf(asTrade(point), front.map(asTrade))?.point;
}

function asTrade(point: Traded) {
  return { point, outageMs: lengthOf(point.outage), falseFailovers: point.falseFailovers.value };
}

function recommend(points: readonly Traded[], sweep: Sweep, limits: Limits, seed: number): Recommendation {
  if (sweep.steadiness.length === 0) return { kind: 'one side only', measured: 'speed' };
  if (sweep.speed.length === 0) return { kind: 'one side only', measured: 'steadiness' };
  if (points.length === 0) return { kind: 'nothing measured' };
  const least = Math.min(...points.map(({ falseFailovers }) => falseFailovers.value));
  const { maxOutageMs = Infinity, maxFalseFailovers = least } = limits;
  const isSteady = ({ falseFailovers }: Traded) => falseFailovers.value <= maxFalseFailovers;
  const isFast = ({ outage }: Traded) => lengthOf(outage) <= maxOutageMs;
  const keep = points.filter((point) => isSteady(point) && isFast(point)).toSorted(shorterFirst);
  if (keep.length === 0) {
    const steadyEnough = points.filter(isSteady).toSorted(shorterFirst);
    const fastEnough = points.filter(isFast).toSorted(steadierFirst);
    const keepOne = [...steadyEnough.slice(0, 1), ...fastEnough.slice(0, 1)];
    const ends = [points.toSorted(shorterFirst)[0]!, points.toSorted(steadierFirst)[0]!];
    const nearest = [...new Set(keepOne.length > 0 ? keepOne : ends)];
    return { kind: 'none keeps the limits', maxFalseFailovers, nearest };
  }
  const shortest = keep[0]!;
  const { point, because } = preferred(shortest, keep);
  const base = points.find(({ isDefault }) => isDefault);
  const against = base === undefined || base === point ? {} : { against: comparison(point, base, seed) };
  return {
    kind: 'recommended',
    point,
    shortest,
    because,
    maxFalseFailovers,
    keep: keep.length,
    ...against,
  };
}

/** Of those whose outage runs cannot tell from the shortest: the default, else the steadiest, else the longest timeout. */
function preferred(shortest: Traded, keep: readonly Traded[]): Pick<Recommended, 'point' | 'because'> {
  const alike = keep.filter((each) => overlap(each.outage, shortest.outage));
  const ofKafka = alike.find(({ isDefault }) => isDefault);
  const [point] =
    ofKafka === undefined ? alike.toSorted((a, b) => steadierFirst(a, b) || longer(b, a)) : [ofKafka];
  if (point === undefined || point === shortest) return { point: shortest, because: 'shortest' };
  if (point === ofKafka) return { point, because: 'default' };
  const isSteadier = point.falseFailovers.value < shortest.falseFailovers.value;
  return { point, because: isSteadier ? 'steadier' : 'longer' };
}

function overlap(one: Outage, other: Outage): boolean {
  const isOpen = (outage: Outage) => lengthOf(outage) === Infinity;
  return isOpen(one) === isOpen(other) && one.from <= other.to && other.from <= one.to;
}

function shorterFirst(a: Traded, b: Traded): number {
  const [length, other] = [lengthOf(a.outage), lengthOf(b.outage)];
  return length === other ? a.falseFailovers.value - b.falseFailovers.value : length - other;
}

function steadierFirst(a: Traded, b: Traded): number {
  return a.falseFailovers.value - b.falseFailovers.value;
}

/** By the first setting in which they differ. */
function longer(a: Traded, b: Traded): number {
  const differs = a.values.findIndex(({ set }, i) => set !== b.values[i]?.set);
  return differs === -1 ? 0 : Number(a.values[differs]!.set) - Number(b.values[differs]!.set);
}

function comparison(point: Traded, base: Traded, seed: number): NonNullable<Recommended['against']> {
  const outages = ({ speed }: Traded) => speed.map(({ outagesMs }) => outagesMs);
  const failovers = ({ steadiness }: Traded) => steadiness.map(({ falseFailovers }) => falseFailovers);
  const difference = (samplesOf: typeof outages, headline: typeof sumOfMeans): Difference => {
    const samples = [samplesOf(point), samplesOf(base)] as const;
    const interval = differenceOf(...samples, headline, seed);
    const isEnough = samples.flat().every((runs) => runs.length >= neededRuns);
    return { ...interval, isTold: isEnough && (interval.from > 0 || interval.to < 0) };
  };
  const outageMs = difference(outages, greatestMedian);
  const isOver = [point, base].every(({ outage }) => lengthOf(outage) < Infinity);
  return {
    point: base,
    outageMs: { ...outageMs, isTold: outageMs.isTold && isOver },
    falseFailovers: difference(failovers, sumOfMeans),
  };
}
