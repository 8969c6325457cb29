/**
 * The points of a sweep with what was measured at them, on both sides: how long the outage lasts when something is broken
 * (speed), and how often the cluster fails over when nothing is dead (steadiness).
 */
import { greatestOf, isCensored, type Measure, measuredIn } from '../checkers/measure.ts';
import { isNeverIfNull } from '../checkers/number-of-run.ts';
import { finalResults } from '../results/final-results.ts';
import { whyNot } from '../results/overview.ts';
import type { Result, Results, Sweep } from '../results/results.ts';
import type { Run } from '../results/run-json.ts';
import { type MedianInterval, medianInterval } from '../statistics/median.ts';
import { type Interval, intervalOf, meanOf, sumOfMeans } from './headline.ts';
import { isSameSet, nameOf, type SetValue, valuesOf } from './settings.ts';

/** What counts without further words: how long the probe waited, and whoever took over from somebody alive. */
const defaultMeasure: Measure = 'produce.longestMs';
const defaultAlarms: readonly Measure[] = ['controllers.changes', 'replication.leaderChanges'];

/** The number of run.json by which outages are told, and those whose sum are false failovers. */
export function countedBy({ measure, alarms }: Sweep): { outage: Measure; failovers: readonly Measure[] } {
  return { outage: measure ?? defaultMeasure, failovers: alarms ?? defaultAlarms };
}

/** An outage as the median of runs. From `openFromMs` on a number is only a lower bound: there a run's outage was not over at its end. */
export interface Outage extends MedianInterval {
  openFromMs: number;
}

/** How long it lasts, to compare it with others: what was not over when nobody watched any longer is longer than anything. */
export function lengthOf({ median, upper, openFromMs }: Outage): number {
  return upper >= openFromMs ? Infinity : median;
}

/** An experiment in which something is broken. */
export interface Speed {
  experiment: string;
  outagesMs: number[];
  /** null without a run that tells. */
  outage: Outage | null;
}

/** An experiment in which nothing dies. Means are a run; null where no run tells. */
export interface Steadiness {
  experiment: string;
  /** How often something alive was given up, in each run that tells. */
  falseFailovers: number[];
  isrShrinks: number | null;
  refused: number | null;
  unanswered: number | null;
  /** The longest time without an acknowledgement, and the latency: medians. */
  longestMs: number | null;
  p99Ms: number | null;
}

export interface MeasuredPoint {
  set: readonly string[];
  values: SetValue[];
  name: string;
  /** Whether it is what Kafka does by default. */
  isDefault: boolean;
  /** Only runs that decided something count. */
  runs: { counted: number; unknown: number; notRun: number };
  /** Why the others did not, each reason once. */
  reasons: string[];
  speed: Speed[];
  steadiness: Steadiness[];
  /** Of the experiment with the longest; null if any experiment of this side has no run that tells. */
  outage: (Outage & { experiment: string }) | null;
  /** In one round of all experiments of this side; null as above. */
  falseFailovers: Interval | null;
}

/** All points of a sweep, in the order in which their values were given. */
export function measuredPoints({ results, seed }: Results, sweep: Sweep): MeasuredPoint[] {
  const groups = Map.groupBy(finalResults(results), ({ set = [] }) => [...set].sort().join(' '));
  return [...groups.values()]
    .map((ofPoint) => measuredPoint(ofPoint, sweep, seed))
    .sort((a, b) => byAxes(sweep, a, b));
}

function measuredPoint(results: readonly Result[], sweep: Sweep, seed: number): MeasuredPoint {
  const [{ set = [] }] = results as [Result];
  const counted = results.filter(({ outcome }) => outcome === 'pass' || outcome === 'fail');
  const others = results.filter((result) => !counted.includes(result));
  const runsOf = (experiment: string) =>
    counted.flatMap((result) => (result.experiment === experiment ? (result.run ?? []) : []));
  const values = valuesOf(
    set,
    sweep,
    results.flatMap(({ run }) => run ?? []),
  );
  const by = countedBy(sweep);
  const speed = sweep.speed.map((experiment) => speedOf(experiment, runsOf(experiment), by.outage));
  const steadiness = sweep.steadiness.map((experiment) =>
    steadinessOf(experiment, runsOf(experiment), by.failovers),
  );
  const notRun = others.filter(({ outcome }) => outcome === 'not run').length;
  return {
    set,
    values,
    name: nameOf(values),
    isDefault: sweep.defaults !== undefined && isSameSet(set, sweep.defaults),
    runs: { counted: counted.length, unknown: others.length - notRun, notRun },
    reasons: [...new Set(others.map((result) => whyNot(result) || 'no reason is known'))],
    speed,
    steadiness,
    outage: worstOf(speed),
    falseFailovers: inOneRound(steadiness, seed),
  };
}

function speedOf(experiment: string, runs: readonly Run[], measure: Measure): Speed {
  const outages = runs.flatMap((run) => outageIn(run, measure) ?? []);
  const outagesMs = outages.map(({ ms }) => ms);
  if (outages.length === 0) return { experiment, outagesMs, outage: null };
  const openFromMs = Math.min(...outages.flatMap(({ ms, isOpen }) => (isOpen ? ms : [])), Infinity);
  return { experiment, outagesMs, outage: { ...medianInterval(outagesMs), openFromMs } };
}

/**
 * How long it lasted, at worst where a standstill of the harness may have hidden more, and whether it was not over when the measuring
 * ended; null if the run does not tell.
 */
function outageIn(run: Run, measure: Measure): { ms: number; isOpen: boolean } | null {
  const ms = measuredIn(run, measure);
  if (ms !== null) {
    const isOpen = isCensored(run, measure);
    return { ms: isOpen ? ms : greatestOf(run, measure, ms), isOpen };
  }
  const [first] = run.faults;
  return isNeverIfNull(run, measure) && first !== undefined
    ? { ms: run.durationMs - first.injectedAtMs, isOpen: true }
    : null;
}

function steadinessOf(experiment: string, runs: readonly Run[], alarms: readonly Measure[]): Steadiness {
  const numbers = (measure: Measure) => runs.flatMap((run) => measuredIn(run, measure) ?? []);
  const mean = (measure: Measure) => orNull(numbers(measure), meanOf);
  const median = (measure: Measure) => orNull(numbers(measure), (all) => medianInterval(all).median);
  return {
    experiment,
    falseFailovers: runs.flatMap((run) => falseFailoversIn(run, alarms) ?? []),
    isrShrinks: mean('replication.isrShrinks'),
    refused: mean('produce.fail'),
    unanswered: mean('produce.unknown'),
    longestMs: median('produce.longestMs'),
    p99Ms: median('latencyMs.during.p99'),
  };
}

/** Nothing is dead, so every one is a false one; null if any of what is counted was not seen. */
function falseFailoversIn(run: Run, alarms: readonly Measure[]): number | null {
  const counts = alarms.map((measure) => measuredIn(run, measure));
  return counts.includes(null) ? null : counts.reduce<number>((sum, count) => sum + count!, 0);
}

function orNull(values: readonly number[], of: (values: readonly number[]) => number): number | null {
  return values.length === 0 ? null : of(values);
}

function worstOf(speed: readonly Speed[]): MeasuredPoint['outage'] {
  if (speed.length === 0 || speed.some(({ outage }) => outage === null)) return null;
  const told = speed.map(({ experiment, outage }) => ({ ...outage!, experiment }));
  return told.reduce((worst, each) => (isLonger(each, worst) ? each : worst));
}

function isLonger(one: Outage, other: Outage): boolean {
  const [length, ofOther] = [lengthOf(one), lengthOf(other)];
  return length === ofOther ? one.median > other.median : length > ofOther;
}

function inOneRound(steadiness: readonly Steadiness[], seed: number): Interval | null {
  const samples = steadiness.map(({ falseFailovers }) => falseFailovers);
  if (samples.length === 0 || samples.some((sample) => sample.length === 0)) return null;
  return intervalOf(samples, sumOfMeans, seed);
}

/** By the first setting in which they differ, in the order in which its values were given. */
function byAxes({ axes }: Sweep, one: MeasuredPoint, two: MeasuredPoint): number {
  for (const { setting, values } of axes) {
    const place = ({ set }: MeasuredPoint) =>
      values.findIndex((value) => set.includes(`${setting}=${value}`));
    if (place(one) !== place(two)) return place(one) - place(two);
  }
  return 0;
}
