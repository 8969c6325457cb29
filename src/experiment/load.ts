/**
 * Finds experiments: by name among those of this project, or by the path of a file.
 */
import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { UsageError } from '../errors.ts';
import type { AboutExperiment } from '../results/about.ts';
import { checkExperiment, type Experiment } from './experiment.ts';

const ownFolder = fileURLToPath(new URL('../../experiments', import.meta.url));

/** All experiments of this project, sorted by name. */
export async function loadAllExperiments(): Promise<Experiment[]> {
  const experiments = await Promise.all(ownFiles().map((file) => loadFile(join(ownFolder, file))));
  return experiments.sort((a, b) => a.name.localeCompare(b.name));
}

/**
 * What there is to say of each experiment of this project, by its name.
 * @param others further ones, which win: somebody's own, or those that a command makes
 */
export async function loadAbout(others: readonly Experiment[] = []): Promise<Map<string, AboutExperiment>> {
  const about = new Map<string, AboutExperiment>();
  for (const file of ownFiles()) {
    const experiment = await loadFile(join(ownFolder, file));
    about.set(experiment.name, { subject: dirname(file), ...inShort(experiment) });
  }
  for (const experiment of others) {
    about.set(experiment.name, { ...about.get(experiment.name), ...inShort(experiment) });
  }
  return about;
}

function inShort({ shows, expectations }: Experiment): AboutExperiment {
  return { shows, measures: Object.fromEntries(expectations.map(({ name, measure }) => [name, measure])) };
}

/** @throws UsageError if there is none of that name, or its file is not an experiment */
export async function loadExperiment(nameOrPath: string): Promise<Experiment> {
  if (isPath(nameOrPath)) return await loadFile(resolve(nameOrPath));
  const all = await loadAllExperiments();
  const found = all.find((experiment) => experiment.name === nameOrPath);
  if (found === undefined) {
    const names = all.map((experiment) => experiment.name).join(', ');
    throw new UsageError(`there is no experiment "${nameOrPath}"; there are ${names}`);
  }
  return found;
}

/**
 * Each experiment once, however often it was named.
 * @throws UsageError for two that only share their name: by it results are kept and found
 */
export function onlyOnce(experiments: readonly Experiment[]): Experiment[] {
  const byName = new Map<string, Experiment>();
  for (const experiment of experiments) {
    const { name } = experiment;
    if (!isDeepStrictEqual(byName.get(name) ?? experiment, experiment)) {
      throw new UsageError(`two different experiments have the name "${name}"; give one of them another`);
    }
    byName.set(name, experiment);
  }
  return [...byName.values()];
}

function ownFiles(): string[] {
  return modulesIn(ownFolder).filter((file) => dirname(file) !== studies);
}

/** Sweeps as data; they are no experiments. */
const studies = 'studies';

/** The paths of this project's studies. */
export function studyFiles(): string[] {
  return modulesIn(join(ownFolder, studies)).map((file) => join(ownFolder, studies, file));
}

function modulesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
}

/** Whether somebody means a file, and not a name. */
export function isPath(nameOrPath: string): boolean {
  return /[/\\]|\.[mc]?[jt]s$/.test(nameOrPath);
}

async function loadFile(path: string): Promise<Experiment> {
  return checkExperiment(
    await loadDefault(path, 'an experiment is `export default defineExperiment({…})`'),
    basename(path),
  );
}

/**
 * What a file exports by default.
 * @param form how such a file is written, for one that is not
 * @throws UsageError if there is no such file, or it cannot be loaded, or exports nothing
 */
export async function loadDefault(path: string, form: string): Promise<unknown> {
  const file = basename(path);
  if (!existsSync(path)) throw new UsageError(`there is no file ${path}`);
  let module: { default?: unknown };
  try {
    module = await import(pathToFileURL(path).href);
  } catch (error) {
    throw new UsageError(`${file} cannot be loaded: ${(error as Error).message.split('\n')[0]}`);
  }
  if (module.default === undefined) throw new UsageError(`${file} has no default export; ${form}`);
  return module.default;
}
