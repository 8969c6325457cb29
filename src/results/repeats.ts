/**
 * Repeats: runs that differ in nothing but chance, and what they come to together. A run that decides nothing counts among their
 * outcomes, and for no length.
 */

import { isStillOut } from '../measures/windows.ts';
import { medianInterval } from '../statistics/median.ts';
import { duration } from '../text/words.ts';
import type { Run } from './run-json.ts';

/** What is the same in all repeats. */
interface Repeat {
  experiment: string;
  mode: string;
  kafkaVersion: string;
  set?: readonly string[] | undefined;
}

/** Names what is repeated, for comparison. */
export function repeatKey({ experiment, mode, kafkaVersion, set = [] }: Repeat): string {
  return JSON.stringify([experiment, mode, kafkaVersion, ...set]);
}

/** The results, those that repeat each other together: in the order of the first of each. */
export function repeatsOf<T extends Repeat>(results: readonly T[]): T[][] {
  return [...Map.groupBy(results, repeatKey).values()];
}

/** Worst first. */
export const outcomeOrder = ['fail', 'unknown', 'not run', 'pass'] as const;
export type AnyOutcome = (typeof outcomeOrder)[number];

/** How often each outcome is there that is there at all, the worst first. */
export function outcomeCounts(
  results: readonly { outcome: AnyOutcome }[],
): { outcome: AnyOutcome; times: number }[] {
  return outcomeOrder
    .map((outcome) => ({ outcome, times: results.filter((each) => each.outcome === outcome).length }))
    .filter(({ times }) => times > 0);
}

/** Those of which the numbers count. */
export function deciding<T extends { outcome: AnyOutcome }>(results: readonly T[]): T[] {
  return results.filter(({ outcome }) => outcome === 'pass' || outcome === 'fail');
}

/** A length; `isOpen` if it was not over when the measuring ended, and may have become longer. */
export interface Measured {
  ms: number;
  isOpen: boolean;
}

/** The longest outage of a run; null if it is unknown. */
export function longestOf(availability: Run['produce']): Measured | null {
  const { longestMs } = availability;
  return longestMs === null ? null : { ms: longestMs, isOpen: isStillOut(availability) };
}

/** Of a step that takes three calm seconds it is not known that it never came: the measuring may have ended in their middle. */
export function wordForNever(step: keyof Run['recovery']): 'not seen' | 'never' {
  return step === 'steadyMs' || step === 'lagDrainedMs' ? 'not seen' : 'never';
}

/** Steps that are not needed where all partitions acknowledge: no leader may have been hit, or none had to be found dead. */
const needless: readonly (keyof Run['recovery'])[] = ['detectedMs', 'electedMs', 'clientMs'];

/** When a step of the recovery was reached; infinite if it never was, and null if it was not needed. */
export function reachedIn({ recovery }: Pick<Run, 'recovery'>, step: keyof Run['recovery']): Measured | null {
  const ms = recovery[step];
  if (ms === null && recovery.firstAckMs !== null && needless.includes(step)) return null;
  return { ms: ms ?? Infinity, isOpen: false };
}

/** A median, the values between which it lies, and of how many runs. */
export interface Spread {
  median: Measured;
  from: Measured;
  to: Measured;
  runs: number;
}

/** What several runs measured, taken together; undefined if none of them knows. */
export function spreadOf(measured: readonly (Measured | null)[]): Spread | undefined {
  const known = measured.filter((each) => each !== null);
  if (known.length === 0) return undefined;
  const { median, upper, from, to } = medianInterval(known.map(({ ms }) => ms));
  // What was not over may have become longer than anything that is longer than it was by then.
  const openMs = Math.min(...known.map(({ ms, isOpen }) => (isOpen ? ms : Infinity)));
  const bound = (ms: number, madeOf = ms) => ({ ms, isOpen: ms !== Infinity && madeOf >= openMs });
  return { median: bound(median, upper), from: bound(from), to: bound(to), runs: known.length };
}

/** What lengths are called that are none, and those that never ended. */
interface SpreadWords {
  nothing?: string;
  never?: string;
}

/** "8.4 s (8.1 to 8.6, 5 runs)"; "–" if nothing was measured. */
export function spreadText(spread: Spread | undefined, words?: SpreadWords): string {
  if (spread === undefined) return '–';
  const { median, around } = spreadParts(spread, words);
  return `${median} (${around})`;
}

/** "after 8.4 s (8.1 to 8.6, 5 runs)": when several runs had reached a step of the recovery. */
export function stepText(runs: readonly Pick<Run, 'recovery'>[], step: keyof Run['recovery']): string {
  const spread = spreadOf(runs.map((run) => reachedIn(run, step)));
  const text = spreadText(spread, { never: wordForNever(step) });
  return spread === undefined || spread.median.ms === Infinity ? text : `after ${text}`;
}

/** The median, and what stands in parentheses behind it. */
export function spreadParts(
  { median, from, to, runs }: Spread,
  { nothing = '0 ms', never = 'never' }: SpreadWords = {},
): { median: string; around: string } {
  const text = ({ ms, isOpen }: Measured) =>
    ms === Infinity ? never : `${isOpen ? '≥ ' : ''}${duration(ms)}`;
  const middle = median.ms === 0 ? nothing : text(median);
  const several = `${runs} ${runs === 1 ? 'run' : 'runs'}`;
  if (from.ms === to.ms) return { median: middle, around: several };
  const ends = [text(from), text(to)];
  const unit = / (ms|s)$/.exec(middle)?.[0];
  const isCommon = unit !== undefined && ends.every((end) => end.endsWith(unit));
  const [low, high] = isCommon ? ends.map((end) => end.slice(0, -unit.length)) : ends;
  return { median: middle, around: `${low} to ${high}, ${several}` };
}

/** What was found in all runs together; null where one of them cannot know. */
export function findingsTogether<T extends Record<string, number | null>>(
  safeties: readonly T[],
): Record<keyof T, number | null> {
  const add = (a: number | null, b: number | null) => (a === null || b === null ? null : a + b);
  const names = Object.keys(safeties[0] ?? {});
  const sums = names.map((name) => [name, safeties.map((each) => each[name] ?? null).reduce(add)]);
  return Object.fromEntries(sums);
}
