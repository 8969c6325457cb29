/**
 * `run`: experiments in every mode that was asked for, each on a fresh cluster, and what they came to.
 */
import { settingsAsTexts } from '../cluster/settings.ts';
import { exitStatus, UsageError } from '../errors.ts';
import type { Experiment } from '../experiment/experiment.ts';
import { loadAllExperiments, loadExperiment, onlyOnce } from '../experiment/load.ts';
import { table } from '../reports/runs-table.ts';
import { runInFull } from '../reports/terminal.ts';
import { timeInWords } from '../reports/time-spent.ts';
import type { Result } from '../results/results.ts';
import type { Run } from '../results/run-json.ts';
import { dryRun } from '../suite/dry-run.ts';
import { type Planned, plan, readShard, shardOf } from '../suite/plan.ts';
import { equip, type Say } from './environment.ts';
import {
  type ClusterFlags,
  readClusterFlags,
  readCount,
  readSeed,
  readSuite,
  readWorkloadFlags,
  type WorkloadFlags,
} from './options.ts';
import { performPlan, warnOfTooMany } from './perform-plan.ts';
import { createResultsFolder } from './results-folder.ts';

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

/** Both are compared unless one is asked for; what makes sense in neither is run in what it makes sense in. */
export const defaultModes = ['zk', 'kraft'] as const;

/**
 * @param only which runs of the plan are to be made, by default all of them; then what fits no mode is left out, and no error
 * @returns the exit status
 */
export async function run(
  names: readonly string[],
  flags: RunFlags,
  say: Say,
  signal: AbortSignal,
  only?: (planned: Planned) => boolean,
): Promise<number> {
  const request = readClusterFlags(flags, defaultModes);
  const changes = readWorkloadFlags(flags);
  const { experiments, what } = await chosen(names, flags.suite);
  const repeat = readCount('--repeat', flags.repeat, 1);
  const whereFit = flags.suite !== undefined || only !== undefined;
  const orItsOwn = flags.mode === undefined;
  const set = settingsAsTexts(request.settings);
  const whole = plan(experiments.map(changes), { ...request, orItsOwn, repeat, set, whereFit }).filter(
    only ?? (() => true),
  );
  const shard = flags.shard === undefined ? undefined : readShard(flags.shard);
  const planned = shard === undefined ? whole : shardOf(whole, shard);
  if (whole.length === 0) throw new UsageError(`nothing is to be run in ${request.modes.join(', ')}`);
  if (planned.length === 0) {
    throw new UsageError(`nothing is to be run: ${what} has ${whole.length} runs in all`);
  }
  const parallel = readCount('--parallel', flags.parallel, 1);
  const seed = readSeed(flags.seed);
  if (flags.dryRun) {
    process.stdout.write(dryRun(planned, { ...request, seed }));
    return exitStatus.pass;
  }
  warnOfTooMany(parallel, say);

  const startedAt = new Date();
  using held = await createResultsFolder(flags.out, what.replaceAll(/[ ,]+/g, '-'), startedAt);
  const equipment = await equip(request, say, signal);
  const about = {
    what,
    startedAt: startedAt.toISOString(),
    seed,
    parallel,
    ...(shard !== undefined && { shard }),
  };
  const { again = true, keep = false } = flags;
  const performed = { planned, about, folder: held.path, request, equipment, again, keep };
  return await performPlan(performed, inWords, say, signal);
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
    return { experiments: onlyOnce(experiments), what: `suite ${wanted}` };
  }
  if (names.length === 0) {
    throw new UsageError('which experiment? "kafka-chaos list" names them; --suite nightly runs them all');
  }
  const experiments = onlyOnce(await Promise.all(names.map(loadExperiment)));
  return { experiments, what: experiments.map(({ name }) => name).join(', ') };
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
