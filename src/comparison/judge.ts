/**
 * The verdict on one number: better, worse, no difference that anybody needs to care about, or that runs cannot tell.
 */
import { holm } from '../statistics/holm.ts';
import { mannWhitney, smallestP } from '../statistics/mann-whitney.ts';
import { medianInterval } from '../statistics/median.ts';
import { type Difference, medianDifference } from '../statistics/median-difference.ts';
import type { Judged, Value } from './measures.ts';

/** The probability of any false alarm in a report is kept below this. */
export const level = 0.05;
/** That there is no difference, fewer runs on a side cannot say: their bootstrap hardly draws anything but what was measured. */
export const neededForNone = 5;

/** The smallest differences worth caring about. */
export interface Smallest {
  /** In per cent of the median in BASE. */
  percent: number;
  /** Of lengths; a number of times differs by 1 at least. */
  ms: number;
}
const smallestTimes = 1;

/** Worst first. */
export const verdicts = ['worse', 'better', 'cannot tell', 'no difference'] as const;
export type Verdict = (typeof verdicts)[number];

/** Why runs cannot tell. */
export type Doubt = 'too few runs' | 'may be chance' | 'may be too small' | 'was not over' | 'was not seen';

export interface Sample {
  values: readonly number[];
  median: number;
  /** The median if all that a standstill of the harness may have hidden were as long as it can be. */
  most: number;
  /** The runs ended before it was over: it is this or more. */
  isOpen: boolean;
}

/** One number of a cell, before there is a verdict. */
export interface Comparison {
  judged: Judged;
  base: Sample;
  head: Sample;
  /** The same values on both sides, whatever their order. */
  isSame: boolean;
  /** What is less does not matter. */
  margin: number;
  difference: Difference;
  /** 1 if HEAD tends to the greater values, -1 if BASE does: medians alone might say otherwise. */
  tendency: number;
  /** Before the correction; with what is not known of the lesser side as long as it can be. */
  p: number;
  /** Why it would be smaller if all that was measured were known; undefined if it is. */
  weakness?: Doubt | undefined;
}

export interface JudgedComparison extends Comparison {
  /** After the correction; null where so few runs cannot show anything, and none was made. */
  adjusted: number | null;
  verdict: Verdict;
  doubt?: Doubt;
}

export interface Judgement {
  comparisons: JudgedComparison[];
  /** How many tests the p values are corrected for. */
  tests: number;
  /** How many there would be with runs enough, and how many runs on each side those would need at least. */
  testable: number;
  neededRuns: number;
}

export function comparisonOf(
  judged: Judged,
  was: readonly Value[],
  is: readonly Value[],
  smallest: Smallest,
): Comparison {
  const [base, head] = [sampleOf(was), sampleOf(is)];
  const tendencyOf = (u: number) => Math.sign((base.values.length * head.values.length) / 2 - u);
  const seen = mannWhitney(base.values, head.values);
  const tendency = tendencyOf(seen.u);
  // What was not over may have become longer than anything on the other side, and what was not seen as long as nobody looked.
  const worst = tendency > 0 ? mannWhitney(atWorst(was), head.values) : mannWhitney(base.values, atWorst(is));
  const p = tendencyOf(worst.u) === tendency ? Math.max(seen.p, worst.p) : 1;
  return {
    judged,
    base,
    head,
    isSame: sorted(base.values).join(' ') === sorted(head.values).join(' '),
    margin: marginOf(judged, base.median, smallest),
    difference: medianDifference(base.values, head.values),
    tendency,
    p,
    ...(p > seen.p && { weakness: weaknessOf([...was, ...is]) }),
  };
}

/** Verdicts on all comparisons of a report, corrected for each other. */
export function judgeAll(comparisons: readonly Comparison[]): Judgement {
  const tested = comparisons.filter((each) => varies(each) && smallestPOf(each) < level);
  const corrected = holm(tested.map(({ p }) => p));
  const adjusted = new Map(tested.map((each, i) => [each, corrected[i]!]));
  const testable = comparisons.filter(varies).length;
  const neededRuns = runsFor(testable);
  const canTell = (each: Comparison) => smallestPOf(each) * tested.length < level;
  return {
    comparisons: comparisons.map((each) => {
      const p = adjusted.get(each) ?? null;
      return { ...each, adjusted: p, ...verdictOn(each, p, p !== null && canTell(each)) };
    }),
    tests: tested.length,
    testable,
    neededRuns,
  };
}

/** With how many runs on each side the smallest of so many p values can be below the level after the correction. */
export function runsFor(tests: number): number {
  let runs = 1;
  while (smallestP(runs, runs) * Math.max(1, tests) >= level) runs++;
  return runs;
}

/**
 * Whether a test could find anything at all. Neither this nor the number of runs depends on which value is on which side, so
 * that what is left out, because it could not be an alarm, takes nothing from the correction's promise.
 */
function varies({ base, head }: Comparison): boolean {
  return new Set([...base.values, ...head.values]).size > 1;
}

function smallestPOf({ base, head }: Comparison): number {
  return smallestP(base.values.length, head.values.length);
}

function verdictOn(
  { judged, base, head, isSame, margin, difference, tendency, weakness }: Comparison,
  adjusted: number | null,
  canTell: boolean,
): Pick<JudgedComparison, 'verdict' | 'doubt'> {
  const { value, from, to } = difference;
  const mayBeMore = [base, head].some(({ median, most }) => most - median >= margin);
  if (isSame && !mayBeMore) return { verdict: 'no difference' };
  const isSure = adjusted !== null && adjusted < level;
  const isLarge = value * tendency > 0 && value * tendency >= margin;
  if (isSure && isLarge) {
    // What was not over is at least as long: so it may be worse than it looks, and is not better for certain.
    const [lesser, greater] = value > 0 ? [base, head] : [head, base];
    if (lesser.isOpen) return { verdict: 'cannot tell', doubt: 'was not over' };
    if (greater.median - lesser.most < margin) return { verdict: 'cannot tell', doubt: 'was not seen' };
    return { verdict: value > 0 ? 'worse' : 'better' };
  }
  // The median outcome may be the same and three runs in eight fail.
  const isInside = judged.measure !== 'outcome' && from > -margin && to < margin;
  if (isInside && Math.min(base.values.length, head.values.length) >= neededForNone) {
    if (base.isOpen || head.isOpen) return { verdict: 'cannot tell', doubt: 'was not over' };
    return mayBeMore ? { verdict: 'cannot tell', doubt: 'was not seen' } : { verdict: 'no difference' };
  }
  if (isSure) return { verdict: 'cannot tell', doubt: 'may be too small' };
  if (weakness !== undefined && canTell) return { verdict: 'cannot tell', doubt: weakness };
  return { verdict: 'cannot tell', doubt: canTell ? 'may be chance' : 'too few runs' };
}

/** Ten per cent of what never ended would be no bound. */
function marginOf({ unit }: Judged, median: number, { percent, ms }: Smallest): number {
  const share = median === Infinity ? 0 : (median * percent) / 100;
  return Math.max(share, unit === 'ms' ? ms : smallestTimes);
}

function sampleOf(measured: readonly Value[]): Sample {
  const values = measured.map(({ value }) => value);
  const openFrom = Math.min(...measured.map(({ value, isOpen }) => (isOpen ? value : Infinity)));
  const { median, upper } = medianInterval(values);
  const { median: most } = medianInterval(measured.map((each) => each.most ?? each.value));
  return { values, median, most, isOpen: upper >= openFrom };
}

function atWorst(measured: readonly Value[]): number[] {
  return measured.map(({ value, isOpen, most = value }) => (isOpen ? Infinity : most));
}

function weaknessOf(measured: readonly Value[]): Doubt {
  return measured.some(({ isOpen }) => isOpen) ? 'was not over' : 'was not seen';
}

function sorted(values: readonly number[]): number[] {
  return values.toSorted((a, b) => (a === b ? 0 : a - b));
}
