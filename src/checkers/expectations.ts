/**
 * Bounds that an experiment puts on measures, and whether a run kept them.
 *
 * A number that is not known decides nothing, with two exceptions, both against the run's favour: a step of recovery
 * that was never reached, or a next controller that never came, is worse than any number, and a window that is still
 * open has already lasted as long as it has. An outage may have been as long as the harness itself stood still, and no bound
 * is kept that is finer than what counts as an outage.
 */
import { UsageError } from '../errors.ts';
import { boundOf } from '../text/quantity.ts';
import { greatestOf, isTooFine, type Measure, measuredIn, measures, type RunNumbers } from './measure.ts';
import { isNeverIfNull } from './number-of-run.ts';
import type { Outcome } from './verdict.ts';

/** A bound on a measure; both ends are allowed, and all that are given have to hold. */
export interface Expectation {
  name: string;
  measure: Measure;
  atMost?: number | undefined;
  atLeast?: number | undefined;
  equals?: number | undefined;
}

/** `measured` is null where the history does not tell. `bound` is the expectation's, fit to be printed. */
export interface Judgement {
  name: string;
  bound: string;
  measured: number | null;
  outcome: Outcome;
}

/** Refuses an expectation that could never be judged: a measure that does not exist, no bound, an empty range. */
export function checkExpectation(expectation: Expectation): void {
  const { name, measure, atMost, atLeast, equals } = expectation;
  if (!(measures as readonly string[]).includes(measure) && !/^errors\.[A-Z][A-Z0-9_]*$/.test(measure)) {
    throw new UsageError(
      `expectation "${name}": there is no measure "${measure}"; there are ${measures.join(', ')}, and errors.NAME with Kafka's name of an error, such as errors.NOT_ENOUGH_REPLICAS`,
    );
  }
  const bounds = [atMost, atLeast, equals].filter((bound) => bound !== undefined);
  if (bounds.length === 0 || bounds.some((bound) => !Number.isFinite(bound))) {
    throw new UsageError(`expectation "${name}" has no bound: give atMost, atLeast or equals as a number`);
  }
  const [least, most] = [Math.max(...pick(atLeast, equals)), Math.min(...pick(atMost, equals))];
  if (least > most) {
    throw new UsageError(`expectation "${name}" can never hold: at least ${least} and at most ${most}`);
  }
}

/**
 * Judges every expectation by the numbers of a run.
 *
 * @param isSpoilt the run did not do all that it was to do, or was disturbed: no failure of Kafka's follows from what it
 * measured, but for one. What was found of damage to records is there, whatever else went wrong.
 */
export function judge(
  expectations: readonly Expectation[],
  run: RunNumbers,
  { isSpoilt = false }: { isSpoilt?: boolean } = {},
): Judgement[] {
  return expectations.map((expectation) => {
    const { name, measure } = expectation;
    const measured = measuredIn(run, measure);
    const [least, most] = rangeOf(run, measure, measured);
    const found = outcomeOf(expectation, least, most);
    const isSeen = found !== 'pass' || !isTooFine(run, measure, mostOf(expectation));
    const outcome = isSeen ? found : 'unknown';
    const isDamage = isOfRecords(measure) && exceeds(expectation, least);
    const stands = outcome !== 'fail' || !isSpoilt || isDamage;
    return { name, bound: boundOf(expectation), measured, outcome: stands ? outcome : 'unknown' };
  });
}

/** What became of records, of all or of an application's own. */
function isOfRecords(measure: Measure): boolean {
  return /^(clients\.\w+\.)?safety\./.test(measure);
}

function outcomeOf(expectation: Expectation, least: number, most: number): Outcome {
  const atLeast = Math.max(...pick(expectation.atLeast, expectation.equals));
  if (exceeds(expectation, least) || most < atLeast) return 'fail';
  return !exceeds(expectation, most) && least >= atLeast ? 'pass' : 'unknown';
}

function exceeds(expectation: Expectation, value: number): boolean {
  return value > mostOf(expectation);
}

function mostOf({ atMost, equals }: Expectation): number {
  return Math.min(...pick(atMost, equals));
}

/** The smallest and the greatest value that the true number can have. */
function rangeOf(run: RunNumbers, measure: Measure, measured: number | null): [number, number] {
  if (measured === null) {
    return isNeverIfNull(run, measure) ? [Infinity, Infinity] : [-Infinity, Infinity];
  }
  return [measured, greatestOf(run, measure, measured)];
}

function pick(...bounds: (number | undefined)[]): number[] {
  return bounds.filter((bound) => bound !== undefined);
}
