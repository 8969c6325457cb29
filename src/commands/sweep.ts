/**
 * `sweep`: settings against each other, each combination on fresh clusters: how fast the cluster recovers with it, and how
 * steady it is when nothing is wrong.
 */
import { resolve } from 'node:path';
import { refuseOwnSettings, refuseUnreadSettings } from '../cluster/known-settings.ts';
import { parseSettings } from '../cluster/settings.ts';
import { exitStatus, UsageError } from '../errors.ts';
import type { Experiment } from '../experiment/experiment.ts';
import { loadExperiment, onlyOnce } from '../experiment/load.ts';
import { timeInWords } from '../reports/time-spent.ts';
import { tradeoffInWords } from '../reports/tradeoff-terminal.ts';
import { readResults } from '../results/read-results.ts';
import type { Result, Results, Sweep } from '../results/results.ts';
import { dryRun } from '../suite/dry-run.ts';
import { type Axis, grid, gridSize, type Point, readAxes, sample } from '../sweep/grid.ts';
import { madeBefore, planSweep, whyNotPoint } from '../sweep/plan-sweep.ts';
import { failovers, loadStudy, type Study } from '../sweep/study.ts';
import type { Mode } from '../topology/mode.ts';
import { comparedIn, tradeoffOf } from '../tradeoff/recommend.ts';
import { readMeasure } from '../trend/measure.ts';
import { equip, type Say } from './environment.ts';
import {
  type ClusterFlags,
  readClusterFlags,
  readCount,
  readSeed,
  readWorkloadFlags,
  type WorkloadFlags,
} from './options.ts';
import { performPlan, warnOfTooMany } from './perform-plan.ts';
import { createResultsFolder, hasResults, holdResultsFolder } from './results-folder.ts';

export interface SweepFlags extends ClusterFlags, WorkloadFlags {
  study?: string;
  against?: string[];
  measure?: string;
  repeat?: string;
  points?: string;
  parallel?: string;
  /** false with `--no-again`. */
  again?: boolean;
  seed?: string;
  out?: string;
  dryRun?: boolean;
}

/** A grid with more points than this is sampled, unless more are asked for. */
const mostPoints = 32;

/** @returns the exit status */
export async function sweep(
  names: readonly string[],
  flags: SweepFlags,
  say: Say,
  signal: AbortSignal,
): Promise<number> {
  const asked = await askedFor(names, flags);
  const request = readClusterFlags({ ...flags, mode: asked.mode, set: [] }, [asked.mode]);
  const before = hasResults(flags.out) ? { folder: flags.out, ...readResults(flags.out) } : undefined;
  const seed = flags.seed === undefined && before !== undefined ? before.seed : readSeed(flags.seed);
  const points = chosenPoints(asked.axes, readCount('--points', flags.points, mostPoints), seed);
  const { speed, steadiness, repeat, mode } = asked;
  const experiments = onlyOnce([...speed, ...steadiness]);
  const planned = planSweep({ points, experiments, mode, sizes: request.sizes, repeat, seed });
  if (flags.dryRun) {
    process.stdout.write(`${extent(asked, points)}\n${dryRun(planned, { ...request, seed })}`);
    return exitStatus.pass;
  }
  const made = before === undefined ? undefined : madeBefore(planned, request, before);
  const parallel = readCount('--parallel', flags.parallel, 1);
  warnOfTooMany(parallel, say);

  const startedAt = before === undefined ? new Date() : new Date(before.startedAt);
  const what = asked.what;
  using held =
    before === undefined
      ? await createResultsFolder(flags.out, fileName(what), startedAt)
      : await holdResultsFolder(resolve(before.folder));
  const folder = held.path;
  say(extent(asked, points));
  say(
    made === undefined
      ? `if it is interrupted, the same command with --out ${folder} goes on with it`
      : `going on: ${made.length} of ${planned.length} runs are there already`,
  );
  const equipment = await equip(request, say, signal);
  const about: Omit<Results, 'results'> = {
    what,
    startedAt: startedAt.toISOString(),
    seed,
    parallel,
    sweep: asHead(asked, points),
  };
  const again = flags.again ?? true;
  const performed = { planned, about, folder, request, equipment, again, keep: false, whyNot: whyNotPoint };
  const told = (results: Result[]) => inWords(what, { ...about, results });
  return await performPlan({ ...performed, ...(made && { made }) }, told, say, signal);
}

interface Asked extends Pick<Study, 'repeat' | 'defaults' | 'measure' | 'alarms'> {
  what: string;
  mode: Mode;
  axes: Axis[];
  speed: Experiment[];
  steadiness: Experiment[];
}

/** What the command line asks for, or the study that it names; what it says beside the study wins. */
async function askedFor(names: readonly string[], flags: SweepFlags): Promise<Asked> {
  const sets = flags.set ?? [];
  const against = flags.against ?? [];
  if (flags.study !== undefined) {
    if (names.length + sets.length + against.length > 0) {
      throw new UsageError('name a study, or experiments and settings, not both');
    }
    const study = await loadStudy(flags.study);
    const change = readWorkloadFlags({ client: study.clients.join(',') || undefined, ...flags });
    return {
      what: `study ${study.name}`,
      mode: oneMode(flags.mode ?? study.mode),
      axes: readAxes(study.set),
      speed: await loaded(study.speed, change),
      steadiness: await loaded(study.steadiness, change),
      repeat: readCount('--repeat', flags.repeat, study.repeat),
      defaults: study.defaults,
      measure: readMeasure(flags.measure ?? study.measure),
      alarms: study.alarms,
    };
  }
  if (names.length === 0) {
    throw new UsageError('which experiment, or which --study? "kafka-chaos list" names both');
  }
  if (sets.length === 0) {
    throw new UsageError(
      'which settings? say their values with --set, such as --set broker:zookeeper.session.timeout.ms=6000,18000',
    );
  }
  const mode = oneMode(flags.mode ?? 'kraft');
  const settings = parseSettings(sets);
  refuseOwnSettings(settings);
  refuseUnreadSettings(mode, settings);
  const change = readWorkloadFlags(flags);
  const speed = await loaded(names, change);
  return {
    what: `sweep of ${speed.map(({ name }) => name).join(', ')}`,
    mode,
    axes: readAxes(sets),
    speed,
    steadiness: await loaded(against, change),
    repeat: readCount('--repeat', flags.repeat, 5),
    defaults: undefined,
    measure: readMeasure(flags.measure ?? 'produce.longestMs'),
    alarms: [...failovers],
  };
}

async function loaded(
  names: readonly string[],
  change: (experiment: Experiment) => Experiment,
): Promise<Experiment[]> {
  return onlyOnce(await Promise.all(names.map(loadExperiment))).map(change);
}

/** Points are compared with each other, so they have everything else in common. */
function oneMode(text: string): Mode {
  if (text.includes(',')) throw new UsageError(`--mode ${text}: a sweep is of one mode`);
  return readClusterFlags({ mode: text }, []).modes[0]!;
}

function chosenPoints(axes: readonly Axis[], most: number, seed: number): Point[] {
  return gridSize(axes) <= most ? grid(axes) : sample(axes, most, seed);
}

function asHead(
  { axes, speed, measure, steadiness, alarms, defaults }: Asked,
  points: readonly Point[],
): Sweep {
  const all = gridSize(axes);
  return {
    axes: axes.map(({ setting, values }) => ({ setting, values: [...values] })),
    ...(points.length < all && { gridSize: all }),
    speed: speed.map(({ name }) => name),
    measure,
    steadiness: steadiness.map(({ name }) => name),
    alarms,
    ...(defaults && { defaults }),
  };
}

/** "4 points × 3 experiments × 5 times in zk: 60 runs". */
function extent({ axes, speed, steadiness, repeat, mode }: Asked, points: readonly Point[]): string {
  const experiments = new Set([...speed, ...steadiness].map(({ name }) => name)).size;
  const sampled =
    points.length < gridSize(axes)
      ? ` (a Latin hypercube of the ${gridSize(axes)} of the grid; --points n for more)`
      : '';
  const several = (n: number, word: string) => `${n} ${word}${n === 1 ? '' : 's'}`;
  return `${several(points.length, 'point')}${sampled} × ${several(experiments, 'experiment')} × ${several(repeat, 'time')} in ${mode}: ${several(points.length * experiments * repeat, 'run')}`;
}

const fileName = (what: string) => what.replaceAll(/[^\w.-]+/g, '-');

function inWords(what: string, results: Results): string {
  const sweep = comparedIn(results);
  const tradeoff = sweep === undefined ? [] : [tradeoffInWords(what, tradeoffOf(results, sweep))];
  return `\n${[...tradeoff, timeInWords(results.results)].join('\n')}\n\n`;
}
