/**
 * Where results go: a folder for the suite, in it one for each run.
 */
import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, readdirSync } from 'node:fs';
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

/** Whether results are in a folder already, so that whoever asks for the same again may go on with them. */
export function hasResults(folder: string | undefined): folder is string {
  return folder !== undefined && existsSync(join(folder, 'suite.json'));
}

/** The folder of one run in that of its suite, by its point in a sweep; `n` counts the repeats from 1, and a second attempt says so. */
export function runFolder(run: {
  experiment: string;
  mode: string;
  kafkaVersion: string;
  client: string;
  n: number;
  set?: readonly string[] | undefined;
  attempt: number;
}): string {
  const again = run.attempt > 1 ? '-again' : '';
  return join(
    ...(run.set === undefined ? [] : [pointFolder(run.set)]),
    run.experiment,
    `${run.mode}-${run.kafkaVersion}-${run.client}-${run.n}${again}`,
  );
}

/** File systems take 255 bytes, and some less with what is around it. */
const longestName = 140;

/** `broker-zookeeper.session.timeout.ms-6000`: what no file system minds. */
function pointFolder(set: readonly string[]): string {
  const name = set.map((each) => each.replaceAll(/[^\w.-]+/g, '-')).join('_');
  if (name.length <= longestName) return name;
  const mark = createHash('sha256').update(set.join(' ')).digest('hex').slice(0, 8);
  return `${name.slice(0, longestName - mark.length - 1)}_${mark}`;
}

/** 20261124T101500Z: sorts by time, and no file system minds it. */
function utc(time: Date): string {
  return time.toISOString().replace(/[-:]|\.\d+/g, '');
}
