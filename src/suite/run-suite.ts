/**
 * Makes the runs of a plan, whatever becomes of each: one that fails to come about, or that decides nothing, ends
 * neither the suite nor its reports.
 */
import { EnvironmentError, UsageError } from '../errors.ts';
import type { Result } from '../reports/results.ts';
import type { Run } from '../reports/run-json.ts';
import type { Planned } from './plan.ts';

export interface SuiteOptions {
  kafkaVersion: string;
  /** How many runs at once. */
  parallel: number;
  /** Whether a run that decided nothing is made once more. */
  again: boolean;
  signal: AbortSignal;
}

export interface SuiteHands {
  /** The folder of an attempt, relative to the results' own. */
  folderOf(planned: Planned, attempt: number): string;
  /** Makes one run. Whatever it throws is the reason for there being none. */
  perform(planned: Planned, attempt: number, folder: string): Promise<Run>;
  /** Is told all that is known after every run, and at the end. */
  keep(results: readonly Result[]): void;
}

/**
 * @returns what became of every planned run, in the order of the plan; also of those that were not reached
 * @throws UsageError if the very first run shows that what was asked for is wrong
 */
export async function runSuite(
  planned: readonly Planned[],
  { kafkaVersion, parallel, again, signal }: SuiteOptions,
  { folderOf, perform, keep }: SuiteHands,
): Promise<Result[]> {
  const results: Result[] = [];
  const queue = [...planned];
  /** Why nothing further can be run; undefined while it can. */
  let over: string | undefined;

  const attemptOne = async (each: Planned, attempt: number): Promise<Result> => {
    const began = performance.now();
    const folder = folderOf(each, attempt);
    const about = { ...listed(each, kafkaVersion), attempt, folder };
    try {
      const run = await perform(each, attempt, folder);
      return { ...about, outcome: run.outcome, tookMs: Math.round(performance.now() - began), run };
    } catch (error) {
      const cause = firstCause(error);
      if (cause instanceof UsageError && results.every(({ run }) => run === undefined)) throw cause;
      if (isFull(cause)) over = `the disk of the results is full (${folder})`;
      const reason = signal.aborted ? 'interrupted' : cause.message;
      return { ...about, outcome: 'not run', reason, tookMs: Math.round(performance.now() - began) };
    }
  };

  const worker = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      if (signal.aborted) over ??= 'interrupted before';
      for (let attempt = 1; over === undefined; attempt++) {
        const result = await attemptOne(next, attempt);
        results.push(result);
        results.sort(byPlan);
        keep(results);
        const undecided = result.outcome === 'unknown' || result.outcome === 'not run';
        if (!again || !undecided || attempt > 1 || signal.aborted) break;
      }
    }
  };
  await Promise.all(Array.from({ length: parallel }, worker));

  const reached = new Set(results.map(({ index }) => index));
  for (const each of planned.filter(({ index }) => !reached.has(index))) {
    const reason = over ?? 'not reached';
    const about = { ...listed(each, kafkaVersion), attempt: 1, folder: folderOf(each, 1) };
    results.push({ ...about, outcome: 'not run', reason, tookMs: 0 });
  }
  results.sort(byPlan);
  keep(results);
  return results;
}

const byPlan = (a: Result, b: Result) => a.index - b.index || a.attempt - b.attempt;

function listed({ index, experiment, mode, n }: Planned, kafkaVersion: string) {
  return { index, experiment: experiment.name, mode, kafkaVersion, n };
}

/** What went wrong first, where removing what was started went wrong as well. */
function firstCause(error: unknown): Error {
  return error instanceof SuppressedError ? firstCause(error.suppressed) : (error as Error);
}

function isFull(error: Error): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOSPC' || (error instanceof EnvironmentError && isFull((error.cause ?? {}) as Error));
}
