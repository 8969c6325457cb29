/**
 * Where results go: a folder for the suite, in it one for each run.
 */
import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, readdirSync, realpathSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { tryLock } from '../engine/lock.ts';
import { EnvironmentError, UsageError } from '../errors.ts';

const defaultFolder = fileURLToPath(new URL('../../results', import.meta.url));

/** A folder that no other kafka-chaos writes to until it is disposed of, or this process ends. */
export interface ResultsFolder extends Disposable {
  path: string;
}

/**
 * Makes the folder of a suite: the one that was asked for, or a new one, `results/<utc>-<what>`.
 * @throws UsageError if it cannot be written to, or holds something already: results are never mixed or overwritten
 */
export async function createResultsFolder(
  asked: string | undefined,
  what: string,
  now: Date,
): Promise<ResultsFolder> {
  const path = resolve(asked ?? join(defaultFolder, shortName(`${utc(now)}-${what}`)));
  const folder = await holdResultsFolder(madeFolder(path, asked === undefined));
  if (readdirSync(folder.path).length === 0) return folder;
  folder[Symbol.dispose]();
  throw new UsageError(`${path} is not empty; results of two runs are not mixed: name another folder`);
}

/**
 * Keeps others out of a folder that is there.
 * @throws UsageError if another is at work in it
 */
export async function holdResultsFolder(path: string): Promise<ResultsFolder> {
  const mark = createHash('sha256').update(realpathSync(path)).digest('hex').slice(0, 16);
  const lock = await tryLock(`results-${mark}`);
  if (lock !== undefined) return { path, [Symbol.dispose]: () => lock[Symbol.dispose]() };
  throw new UsageError(`another kafka-chaos is writing to ${path}; name another folder, or await its end`);
}

function madeFolder(path: string, isNew: boolean): string {
  try {
    const made = isNew ? makeNew(path) : path;
    mkdirSync(made, { recursive: true });
    accessSync(made, constants.W_OK);
    return made;
  } catch (error) {
    throw new UsageError(`results cannot be written to ${path}: ${(error as Error).message}`);
  }
}

/** Of several that begin in the same second, each makes its own. */
function makeNew(path: string): string {
  mkdirSync(dirname(path), { recursive: true });
  for (let n = 1; ; n++) {
    const name = n === 1 ? path : `${path}-${n}`;
    try {
      mkdirSync(name);
      return name;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

/** @throws EnvironmentError if the machine does not let it be written */
export function writeInto(folder: string, write: () => void): void {
  try {
    write();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).syscall === undefined) throw error;
    throw new EnvironmentError(`results cannot be written to ${folder}: ${(error as Error).message}`);
  }
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
  return shortName(set.map((each) => each.replaceAll(/[^\w.-]+/g, '-')).join('_'), set.join(' '));
}

/** A name that is too long is cut, and ends with a mark of the whole. */
function shortName(name: string, whole = name): string {
  if (name.length <= longestName) return name;
  const mark = createHash('sha256').update(whole).digest('hex').slice(0, 8);
  return `${name.slice(0, longestName - mark.length - 1)}_${mark}`;
}

/** 20261124T101500Z: sorts by time, and no file system minds it. */
function utc(time: Date): string {
  return time.toISOString().replace(/[-:]|\.\d+/g, '');
}
