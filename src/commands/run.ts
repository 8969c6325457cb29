/**
 * `run`: experiments in every mode that was asked for, each on a fresh cluster, and what they came to.
 */
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { mergeSettings } from '../cluster/settings.ts';
import { EnvironmentError, exitStatus, firstCause, isDiskFull, UsageError } from '../errors.ts';
import type { Experiment } from '../experiment/experiment.ts';
import { loadAllExperiments, loadExperiment, loadSubjects } from '../experiment/load.ts';
import { runExperiment } from '../experiment/run.ts';
import { outcomeOf } from '../reports/overview.ts';
import type { Result } from '../reports/results.ts';
import type { Run } from '../reports/run-json.ts';
import { type SuiteHead, suiteJson } from '../reports/suite-json.ts';
import { runInFull, table } from '../reports/terminal.ts';
import { timeInWords } from '../reports/time-spent.ts';
import { releaseSpace, reserveSpace, writeReports } from '../reports/write-reports.ts';
import { dryRun } from '../suite/dry-run.ts';
import { listed, plan, readShard, shardOf } from '../suite/plan.ts';
import { runSuite, type SuiteHands } from '../suite/run-suite.ts';
import { sizesWith } from '../topology/mode.ts';
import { display } from './display.ts';
import { type Equipment, equip, type Say } from './environment.ts';
import {
  type ClusterFlags,
  type ClusterRequest,
  readClusterFlags,
  readCount,
  readSeed,
  readSuite,
  readWorkloadFlags,
  type WorkloadFlags,
} from './options.ts';
import { tell } from './report.ts';
import { createResultsFolder, runFolder } from './results-folder.ts';

export interface RunFlags extends ClusterFlags, WorkloadFlags {
  suite?: string;
  repeat?: string;
  shard?: string;
  parallel?: string;
  /** false with `--no-again`. */
  again?: boolean;
  seed?: string;
  out?: string;
  keep?: boolean;
  dryRun?: boolean;
}

/** Both modes are compared unless one is asked for. */
const defaultModes = ['zk', 'kraft'] as const;
const client = 'kafkajs';

/** @returns the exit status */
export async function run(
  names: readonly string[],
  flags: RunFlags,
  say: Say,
  signal: AbortSignal,
): Promise<number> {
  const request = readClusterFlags(flags, defaultModes);
  const changes = readWorkloadFlags(flags);
  const { experiments, what } = await chosen(names, flags.suite);
  const repeat = readCount('--repeat', flags.repeat, 1);
  const whereFit = flags.suite !== undefined;
  const whole = plan(experiments.map(changes), { ...request, repeat, whereFit });
  const shard = flags.shard === undefined ? undefined : readShard(flags.shard);
  const planned = shard === undefined ? whole : shardOf(whole, shard);
  if (planned.length === 0) {
    throw new UsageError(`nothing is to be run: ${what} has ${whole.length} runs in all`);
  }
  const parallel = readCount('--parallel', flags.parallel, 1);
  const seed = readSeed(flags.seed);
  if (flags.dryRun) {
    process.stdout.write(dryRun(planned, { ...request, seed }));
    return exitStatus.pass;
  }
  if (parallel > bearable()) say(`--parallel ${parallel}: ${whyNotMore()}`);

  const startedAt = new Date();
  const folder = createResultsFolder(flags.out, what.replaceAll(/[ ,]+/g, '-'), startedAt);
  const equipment = await equip(request, say);
  const { kafkaVersion } = equipment.image;
  const about = { what, startedAt: startedAt.toISOString(), seed, parallel, shard };
  const head: SuiteHead = { ...about, kafkaVersion, planned: planned.map(listed) };
  const suiteFile = join(folder, 'suite.json');
  // Renamed, because one that is written over is lost if there is no space for the new.
  const keep = (results: readonly Result[]) => {
    writeFileSync(`${suiteFile}.new`, suiteJson(head, results));
    renameSync(`${suiteFile}.new`, suiteFile);
  };
  keep([]);
  reserveSpace(folder);
  const live = parallel === 1;
  const perform = hands({ request, equipment, folder, seed, live, keep: flags.keep ?? false, signal });
  const options = { kafkaVersion, parallel, again: flags.again ?? true, signal };
  const results = await runSuite(planned, options, { ...perform, keep });

  const finished = { ...about, results };
  process.stdout.write(inWords(results));
  const subjects = await loadSubjects();
  const written = writeDown(() => {
    releaseSpace(folder);
    keep(results);
    writeReports(folder, finished, { subjects });
  }, say);
  tell(finished, folder, written);
  return signal.aborted || !written ? exitStatus.unknown : exitStatus[outcomeOf(results)];
}

/** The experiments that were named, or those of a suite; and what that is called. */
async function chosen(
  names: readonly string[],
  suite: string | undefined,
): Promise<{ experiments: Experiment[]; what: string }> {
  if (suite !== undefined) {
    if (names.length > 0) throw new UsageError('name experiments or a suite, not both');
    const wanted = readSuite(suite);
    const experiments = (await loadAllExperiments()).filter(({ suites }) => suites.includes(wanted));
    return { experiments, what: `suite ${wanted}` };
  }
  if (names.length === 0) {
    throw new UsageError('which experiment? "kafka-chaos list" names them; --suite nightly runs them all');
  }
  const experiments = await Promise.all(names.map(loadExperiment));
  return { experiments, what: experiments.map(({ name }) => name).join(', ') };
}

/** A cluster under load and its harness keep two processors busy; with fewer the instrument measures its own stalls. */
const processorsPerRun = 2;
const bearable = () => Math.max(1, Math.floor(availableParallelism() / processorsPerRun));
const whyNotMore = () =>
  `this machine has ${availableParallelism()} processors, which bear ${bearable()} at once; beyond that expect runs that decide nothing`;

interface Surroundings {
  request: ClusterRequest;
  equipment: Equipment;
  folder: string;
  seed: number;
  /** Whether the terminal shows the partitions as they are; several runs at once would write over each other. */
  live: boolean;
  keep: boolean;
  signal: AbortSignal;
}

/** How a run is made, and where. */
function hands(surroundings: Surroundings): Pick<SuiteHands, 'folderOf' | 'perform'> {
  const { equipment, request, folder, seed, live, keep, signal } = surroundings;
  const { image, toxiproxyImage, docker } = equipment;
  const { kafkaVersion } = image;
  return {
    folderOf: ({ experiment, mode, n }, attempt) =>
      runFolder({ experiment: experiment.name, mode, kafkaVersion, client, n, attempt }),
    async perform({ experiment, mode }, attempt, runFolder) {
      const watcher = display(`${experiment.name} ${mode} ${kafkaVersion}`, live);
      if (attempt > 1) watcher.say('once more, because it decided nothing');
      const at = join(folder, runFolder);
      try {
        mkdirSync(at, { recursive: true });
        const sizes = sizesWith(experiment.sizes, request.sizes);
        const settings = mergeSettings(experiment.settings, request.settings);
        const plan = { experiment, mode, sizes, settings, image, toxiproxyImage, seed, folder: at, keep };
        return await runExperiment(docker, plan, watcher, signal);
      } catch (error) {
        const cause = firstCause(error);
        // Half of a history cannot be measured, and the reports of what was run before need the space.
        if (isDiskFull(cause)) {
          for (const half of ['history.ndjson', 'history.ndjson.gz']) rmSync(join(at, half), { force: true });
        }
        watcher.say(`ended without a result: ${signal.aborted ? 'interrupted' : cause.message}`);
        if (isDefect(cause) && !signal.aborted) watcher.say(cause.stack ?? '');
        throw error;
      } finally {
        watcher.end();
      }
    },
  };
}

/** What no person is meant to read, and so has to be seen whole. */
function isDefect(error: Error): boolean {
  return !(error instanceof EnvironmentError || error instanceof UsageError || isDiskFull(error));
}

/** Whether something could be written; the results are there all the same, and "report" can write the pages again. */
function writeDown(write: () => void, say: Say): boolean {
  try {
    write();
    return true;
  } catch (error) {
    say(`the reports could not be written: ${(error as Error).message}`);
    return false;
  }
}

function inWords(results: readonly Result[]): string {
  const parts = results.map(({ experiment, mode, outcome, reason, run }) =>
    run === undefined ? `${experiment} ${mode}: ${outcome}: ${reason}` : runInFull(run),
  );
  const tables = [...Map.groupBy(results, ({ experiment }) => experiment)].map(([experiment, each]) => {
    const runs: Run[] = each.flatMap(({ run }) => run ?? []);
    return runs.length === 0 ? '' : `${experiment}\n\n${table(runs)}`;
  });
  const time = timeInWords(results);
  return `\n${[...parts, ...tables, time].filter((part) => part !== '').join('\n\n')}\n\n`;
}
