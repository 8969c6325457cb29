/**
 * `run`: experiments in every mode that was asked for, one after the other, each on a fresh cluster.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { worst } from '../checkers/verdict.ts';
import { mergeSettings } from '../cluster/settings.ts';
import { EnvironmentError, exitStatus, UsageError } from '../errors.ts';
import { type Experiment, whyNotIn } from '../experiment/experiment.ts';
import { loadExperiment } from '../experiment/load.ts';
import { describeStep, writtenOut } from '../experiment/method.ts';
import { runExperiment } from '../experiment/run.ts';
import type { Run } from '../reports/run-json.ts';
import { runInFull, table } from '../reports/terminal.ts';
import { type Mode, sizesWith } from '../topology/mode.ts';
import { createTopology, type Topology } from '../topology/topology.ts';
import { display } from './display.ts';
import { type Equipment, equip, type Say } from './environment.ts';
import {
  type ClusterFlags,
  type ClusterRequest,
  readClusterFlags,
  readCount,
  readWorkloadFlags,
  type WorkloadFlags,
} from './options.ts';
import { createResultsFolder, createRunFolder } from './results-folder.ts';

export interface RunFlags extends ClusterFlags, WorkloadFlags {
  repeat?: string;
  seed?: string;
  out?: string;
  keep?: boolean;
  dryRun?: boolean;
}

/** One run that is to be made. */
interface Planned {
  experiment: Experiment;
  mode: Mode;
  n: number;
}

/** One run as suite.json lists it. */
interface Finished {
  experiment: string;
  mode: Mode;
  n: number;
  outcome: Run['outcome'] | 'not run';
  /** Why there is no run.json. */
  reason?: string;
  run?: Run;
}

/** Both modes are compared unless one is asked for. */
const defaultModes: readonly Mode[] = ['zk', 'kraft'];

/** @returns the exit status */
export async function run(
  names: readonly string[],
  flags: RunFlags,
  say: Say,
  signal: AbortSignal,
): Promise<number> {
  const request = readClusterFlags(flags, defaultModes);
  if (names.length === 0) throw new UsageError('which experiment? "kafka-chaos list" names them');
  const changes = readWorkloadFlags(flags);
  const experiments = (await Promise.all(names.map(loadExperiment))).map(changes);
  const planned = plan(experiments, request, readCount('--repeat', flags.repeat, 1));
  const seed = readSeed(flags.seed);
  if (flags.dryRun) {
    process.stdout.write(dryRun(planned, request, seed));
    return exitStatus.pass;
  }
  const folder = createResultsFolder(flags.out, names.map(fileName).join('+'), new Date());
  const equipment = await equip(request, say);

  const finished: Finished[] = [];
  for (const each of planned) {
    finished.push(
      await runOne(each, { request, equipment, folder, seed, keep: flags.keep ?? false, signal }),
    );
    writeFileSync(join(folder, 'suite.json'), suiteJson(finished, planned.length, seed));
  }
  process.stdout.write(summary(finished, folder));
  if (signal.aborted) return exitStatus.unknown;
  return exitStatus[worst(finished.map(({ outcome }) => (outcome === 'not run' ? 'unknown' : outcome)))];
}

function plan(experiments: readonly Experiment[], request: ClusterRequest, repeat: number): Planned[] {
  return experiments.flatMap((experiment) => {
    const modes = request.modes.filter((mode) => experiment.modes.includes(mode));
    if (modes.length === 0) {
      throw new UsageError(
        `${experiment.name} makes sense in ${experiment.modes.join(', ')} only, not in ${request.modes.join(', ')}`,
      );
    }
    for (const mode of modes) {
      const reason = whyNotIn(mode, experiment, request.sizes);
      if (reason !== undefined) throw new UsageError(`${experiment.name} in ${mode}: ${reason}`);
    }
    return Array.from({ length: repeat }, (_, i) =>
      modes.map((mode) => ({ experiment, mode, n: i + 1 })),
    ).flat();
  });
}

async function runOne(
  { experiment, mode, n }: Planned,
  context: {
    request: ClusterRequest;
    equipment: Equipment;
    folder: string;
    seed: number;
    keep: boolean;
    signal: AbortSignal;
  },
): Promise<Finished> {
  const { request, equipment, folder, seed, keep, signal } = context;
  const listed = { experiment: experiment.name, mode, n };
  if (signal.aborted) return { ...listed, outcome: 'not run', reason: 'interrupted before' };
  const { image, toxiproxyImage, docker } = equipment;
  const watcher = display(`${experiment.name} ${mode} ${image.kafkaVersion}`);
  try {
    const { kafkaVersion } = image;
    const runFolder = createRunFolder(folder, { ...listed, kafkaVersion, client: 'kafkajs' });
    const sizes = sizesWith(experiment.sizes, request.sizes);
    const settings = mergeSettings(experiment.settings, request.settings);
    const plan = { experiment, mode, sizes, settings, image, toxiproxyImage, seed, folder: runFolder, keep };
    const run = await runExperiment(docker, plan, watcher, signal);
    return { ...listed, outcome: run.outcome, run };
  } catch (error) {
    if (firstCause(error) instanceof UsageError) throw error;
    const cause = firstCause(error);
    const reason = signal.aborted ? 'interrupted' : cause.message;
    watcher.say(`ended without a result: ${reason}`);
    if (!signal.aborted && !(cause instanceof EnvironmentError)) watcher.say(cause.stack ?? '');
    return { ...listed, outcome: 'not run', reason };
  } finally {
    watcher.end();
  }
}

/** What went wrong first, where removing what was started went wrong as well. */
function firstCause(error: unknown): Error {
  return error instanceof SuppressedError ? firstCause(error.suppressed) : (error as Error);
}

function summary(finished: readonly Finished[], folder: string): string {
  const parts = finished.map(({ experiment, mode, outcome, reason, run }) =>
    run === undefined ? `${experiment} ${mode}: ${outcome}: ${reason}` : runInFull(run),
  );
  const byExperiment = Map.groupBy(finished, ({ experiment }) => experiment);
  const tables = [...byExperiment].map(([experiment, each]) => {
    const runs = each.flatMap(({ run }) => run ?? []);
    return runs.length === 0 ? '' : `${experiment}\n\n${table(runs)}`;
  });
  return `\n${[...parts, ...tables, `results: ${folder}`].filter((part) => part !== '').join('\n\n')}\n`;
}

function suiteJson(finished: readonly Finished[], planned: number, seed: number): string {
  const runs = finished.map(({ run: _, ...listed }) => listed);
  return `${JSON.stringify({ schema: 'kafka-chaos/suite/1', planned, seed, runs }, null, 2)}\n`;
}

function dryRun(
  planned: readonly Planned[],
  { kafkaVersion, sizes, settings: requested }: ClusterRequest,
  seed: number,
): string {
  const parts = planned.map(({ experiment, mode, n }) => {
    const topology = createTopology(mode, sizesWith(experiment.sizes, sizes));
    const settings = Object.entries(mergeSettings(experiment.settings, requested)).flatMap(([role, keys]) =>
      Object.entries(keys).map(([key, value]) => `${role}:${key}=${value}`),
    );
    const { applications } = experiment.workload;
    const steps = [
      `boot ${describeTopology(topology)}, Kafka ${kafkaVersion}`,
      ...(settings.length === 0 ? [] : [`with ${settings.join(', ')}`]),
      ...applications.map(
        ({ client, intervalMs }) => `let an application over ${client} send to each every ${intervalMs} ms`,
      ),
      `probe ${experiment.topic.partitions} partitions, each every ${experiment.workload.intervalMs} ms, for ${experiment.steadyMs / 1000} s`,
      ...writtenOut(experiment.method, seed).map((step) => describeStep(step, topology)),
      'heal what is still broken, see that the cluster is well again, read everything back, judge:',
      ...experiment.expectations.map(({ name }) => `  ${name}`),
    ];
    return [`${experiment.name} ${mode} ${n}: ${experiment.shows}`, ...steps.map((step) => `  ${step}`)].join(
      '\n',
    );
  });
  const chance = `the choices of chance are those of seed ${seed}`;
  return `${parts.join('\n')}\n${chance}; nothing was started\n`;
}

function describeTopology(topology: Topology): string {
  return `${topology.nodes.map((node) => node.name).join(', ')} and ${topology.links.length} links`;
}

/** Without one, the run gets one of its own, which its results name. */
function readSeed(text: string | undefined): number {
  if (text === undefined) return Math.floor(Math.random() * 2 ** 31);
  const seed = Number(text);
  if (!Number.isSafeInteger(seed) || seed < 0) throw new UsageError(`--seed ${text} is not a whole number`);
  return seed;
}

/** The name of an experiment that was given by its file's path. */
function fileName(name: string): string {
  return name.replace(/^.*[/\\]/, '').replace(/\.[mc]?[jt]s$/, '');
}
