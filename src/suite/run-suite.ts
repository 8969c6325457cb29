/**
 * Makes the runs of a plan, whatever becomes of each: one that fails to come about, or that decides nothing, ends
 * neither the suite nor its reports.
 */
import { firstCause, isDiskFull, UsageError } from '../errors.ts';
import type { Result } from '../results/results.ts';
import type { Run } from '../results/run-json.ts';
import { listed, type Planned } from './plan.ts';

export interface SuiteOptions {
  kafkaVersion: string;
  /** How many runs at once. */
  parallel: number;
  /** Whether a run that decided nothing is made once more, unless it was wrongly asked for. */
  again: boolean;
  /** What an interrupted suite had made of the same plan; it is not made again. */
  made?: readonly Result[];
  /** Why a run is not worth being made, by what is known so far; undefined if it is. */
  whyNot?(planned: Planned, results: readonly Result[]): string | undefined;
  signal: AbortSignal;
}

export interface SuiteHands {
  /** The folder of an attempt, relative to the results' own. */
  folderOf(planned: Planned, attempt: number): string;
  /** Makes one run. Whatever it throws is the reason for there being none. */
  perform(planned: Planned, attempt: number, folder: string): Promise<Run>;
  /** Is told all that is known after every run, and what it came to; if it throws, nothing further is run. */
  keep(results: readonly Result[], newest: Result): void;
}

/** How often a run is made that decides nothing. */
const attempts = 2;

/**
 * @returns what became of every planned run, in the order of the plan; also of those that were not reached
 * @throws UsageError if the first run shows that what was asked for is wrong, when those beside it have ended
 */
export async function runSuite(
  planned: readonly Planned[],
  { kafkaVersion, parallel, again, made = [], whyNot, signal }: SuiteOptions,
  { folderOf, perform, keep }: SuiteHands,
): Promise<Result[]> {
  const results = made.filter(({ outcome }) => outcome !== 'not run');
  const madeBefore = results.length;
  const queue = planned.filter((each) => !isMade(each, results, again));
  /** Why nothing further can be run; undefined while it can. */
  let over: string | undefined;
  let wrong: UsageError | undefined;
  /** What is not made once more, because it would be wrong again. */
  const hopeless = new Set<Planned>();

  const attemptOne = async (each: Planned, attempt: number): Promise<Result> => {
    const began = performance.now();
    const folder = folderOf(each, attempt);
    const about = { ...listed(each), kafkaVersion, attempt, folder };
    try {
      const run = await perform(each, attempt, folder);
      return { ...about, outcome: run.outcome, tookMs: Math.round(performance.now() - began), run };
    } catch (error) {
      const cause = firstCause(error);
      if (cause instanceof UsageError && madeBefore === 0 && results.every(({ run }) => run === undefined)) {
        wrong = cause;
        over = cause.message;
      }
      if (cause instanceof UsageError) hopeless.add(each);
      if (isDiskFull(cause)) over = `the disk of the results is full (${folder})`;
      const reason = signal.aborted ? 'interrupted' : cause.message;
      return { ...about, outcome: 'not run', reason, tookMs: Math.round(performance.now() - began) };
    }
  };

  const notRun = (each: Planned, reason: string): Result => {
    const about = { ...listed(each), kafkaVersion, attempt: 1, folder: folderOf(each, 1) };
    return { ...about, outcome: 'not run', reason, tookMs: 0 };
  };

  const write = (result: Result) => {
    results.push(result);
    results.sort(byPlan);
    try {
      keep(results, result);
    } catch (error) {
      over = `what was run could not be written down: ${(error as Error).message}`;
    }
  };

  const worker = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      if (signal.aborted) over ??= 'interrupted before';
      const reason = over === undefined ? whyNot?.(next, results) : undefined;
      if (reason !== undefined) {
        write(notRun(next, reason));
        continue;
      }
      const before = results.filter(({ index }) => index === next.index).map(({ attempt }) => attempt);
      for (let attempt = Math.max(0, ...before) + 1; over === undefined; attempt++) {
        const result = await attemptOne(next, attempt);
        write(result);
        const isLast = attempt >= attempts || hopeless.has(next) || signal.aborted;
        if (!again || isDecided(result) || isLast) break;
      }
    }
  };
  await Promise.all(Array.from({ length: parallel }, worker));
  if (wrong !== undefined) throw wrong;

  const reached = new Set(results.map(({ index }) => index));
  for (const each of planned.filter(({ index }) => !reached.has(index))) {
    results.push(notRun(each, over ?? 'not reached'));
  }
  return results.sort(byPlan);
}

function isDecided({ outcome }: Result): boolean {
  return outcome === 'pass' || outcome === 'fail';
}

/** Whether nothing is left to be made of a run. */
function isMade({ index }: Planned, results: readonly Result[], again: boolean): boolean {
  const made = results.filter((result) => result.index === index);
  return made.some((result) => isDecided(result) || result.attempt >= (again ? attempts : 1));
}

const byPlan = (a: Result, b: Result) => a.index - b.index || a.attempt - b.attempt;
