/**
 * Where results go: a folder for the suite, in it one for each run.
 */
import { accessSync, constants, mkdirSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UsageError } from '../errors.ts';

const defaultFolder = fileURLToPath(new URL('../../results', import.meta.url));

/**
 * Makes the folder of a suite: the one that was asked for, or `results/<utc>-<what>`.
 * @throws UsageError if it cannot be written to, or holds something already: results are never mixed or overwritten
 */
export function createResultsFolder(asked: string | undefined, what: string, now: Date): string {
  const folder = resolve(asked ?? join(defaultFolder, `${utc(now)}-${what}`));
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
  } catch (error) {
    throw new UsageError(`results cannot be written to ${folder}: ${(error as Error).message}`);
  }
  if (readdirSync(folder).length > 0) {
    throw new UsageError(`${folder} is not empty; results of two runs are not mixed: name another folder`);
  }
  return folder;
}

/** The folder of one run in that of its suite; `n` counts the repeats from 1, and a second attempt says so. */
export function runFolder(run: {
  experiment: string;
  mode: string;
  kafkaVersion: string;
  client: string;
  n: number;
  attempt: number;
}): string {
  const again = run.attempt > 1 ? '-again' : '';
  return join(run.experiment, `${run.mode}-${run.kafkaVersion}-${run.client}-${run.n}${again}`);
}

/** 20261124T101500Z: sorts by time, and no file system minds it. */
function utc(time: Date): string {
  return time.toISOString().replace(/[-:]|\.\d+/g, '');
}
