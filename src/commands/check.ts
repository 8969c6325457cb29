/**
 * `check`: measures and judges stored histories again, without Docker, and compares with the run.json beside them.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { worst } from '../checkers/verdict.ts';
import { exitStatus, UsageError } from '../errors.ts';
import { runInFull } from '../reports/terminal.ts';
import { evaluate } from '../results/evaluate.ts';
import { type Run, runJson } from '../results/run-json.ts';

/** @returns the exit status: the worst outcome, and 1 at best if a run.json has other numbers */
export async function check(folder: string): Promise<number> {
  const histories = historiesIn(folder);
  if (histories.length === 0) throw new UsageError(`${folder} has no history, and no folder in it has one`);
  const outcomes: Run['outcome'][] = [];
  for (const path of histories) {
    const run = await evaluated(path, histories.length === 1);
    if (run === undefined) {
      outcomes.push('unknown');
      continue;
    }
    const differences = differencesTo(join(dirname(path), 'run.json'), run);
    outcomes.push(run.outcome, differences === undefined || differences.length === 0 ? 'pass' : 'fail');
    const beside =
      differences === undefined
        ? ['there is no run.json beside it to compare with']
        : differences.length > 0
          ? differences
          : ['its run.json has the same numbers'];
    const lines = [runInFull(run), ...beside.map((line) => `  ${line}`)];
    process.stdout.write(`${lines.join('\n')}\n\n`);
  }
  return exitStatus[worst(outcomes)];
}

/** A history of several that cannot be read is told, and keeps none of the others from being checked. */
async function evaluated(path: string, isOnly: boolean): Promise<Run | undefined> {
  try {
    return await evaluate(path);
  } catch (error) {
    if (isOnly || !(error instanceof UsageError)) throw error;
    process.stdout.write(`${error.message}\n\n`);
    return undefined;
  }
}

/** The histories of a run's folder, or of all runs below a folder. */
function historiesIn(folder: string): string[] {
  if (!existsSync(folder)) throw new UsageError(`there is no folder ${folder}`);
  if (!statSync(folder).isDirectory()) return [folder];
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => /^history\.ndjson(\.gz)?$/.test(basename(name)))
      .map((name) => join(folder, name))
      .sort();
  } catch (error) {
    throw new UsageError(`${folder} cannot be read: ${(error as Error).message}`);
  }
}

/** Where a stored run.json says something else, each as a line; undefined if there is none. */
function differencesTo(path: string, run: Run): string[] | undefined {
  if (!existsSync(path)) return undefined;
  let stored: unknown;
  try {
    stored = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new UsageError(`${path} cannot be read: ${(error as Error).message}`);
  }
  const most = 10;
  const found = [...differences(stored, JSON.parse(runJson(run)), '')];
  const more = found.length > most ? [`and ${found.length - most} more differences`] : [];
  return [...found.slice(0, most).map((line) => `run.json differs: ${line}`), ...more];
}

function* differences(stored: unknown, now: unknown, path: string): Generator<string> {
  if (isDeepStrictEqual(stored, now)) return;
  const isObject = (value: unknown): value is Record<string, unknown> =>
    typeof value === 'object' && value !== null;
  if (!isObject(stored) || !isObject(now)) {
    yield `${path} is ${JSON.stringify(stored)} there and ${JSON.stringify(now)} by the history`;
    return;
  }
  for (const key of new Set([...Object.keys(stored), ...Object.keys(now)])) {
    yield* differences(stored[key], now[key], path === '' ? key : `${path}.${key}`);
  }
}
