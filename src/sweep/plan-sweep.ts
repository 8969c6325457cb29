/**
 * Which runs a sweep consists of: every point with every experiment, so often as was asked for, in an order of chance, so
 * that what changes on the machine meanwhile falls on all points alike.
 */
import { isDeepStrictEqual } from 'node:util';
import { UsageError } from '../errors.ts';
import type { Experiment } from '../experiment/experiment.ts';
import { randomOf } from '../experiment/random.ts';
import type { Result } from '../results/results.ts';
import type { Run } from '../results/run-json.ts';
import { type Planned, plan } from '../suite/plan.ts';
import { type Mode, type Sizes, sizesWith } from '../topology/mode.ts';
import { createTopology } from '../topology/topology.ts';
import type { Point } from './grid.ts';

export interface SweepPlan {
  points: readonly Point[];
  experiments: readonly Experiment[];
  mode: Mode;
  sizes: Partial<Sizes>;
  repeat: number;
  seed: number;
}

/** @throws UsageError for an experiment that cannot be run as asked for */
export function planSweep({ points, experiments, mode, sizes, repeat, seed }: SweepPlan): Planned[] {
  const each = plan(experiments, { modes: [mode], sizes, repeat, whereFit: false });
  const all = points.flatMap((set) => each.map((planned) => ({ ...planned, set })));
  return randomOf(seed)
    .shuffle(all)
    .map((planned, index) => ({ ...planned, index }));
}

/** In how many runs a point has to come to nothing until no more of its runs are made. */
const hopeless = 2;

/** Why a point is given up: nothing came about at it, whatever was run, and it was tried more than once. */
export function whyNotPoint({ set }: Planned, results: readonly Result[]): string | undefined {
  const at = results.filter((result) => samePoint(result.set, set) && result.tookMs > 0);
  if (at.length < hopeless || at.some(({ run }) => run !== undefined)) return undefined;
  return `nothing comes about at ${(set ?? []).join(' ')}: ${at.at(-1)!.reason}`;
}

/**
 * The runs that an interrupted sweep had made, if it is the one that is asked for.
 * @throws UsageError if it is another
 */
export function madeBefore(
  planned: readonly Planned[],
  { kafkaVersion, sizes }: { kafkaVersion: string; sizes: Partial<Sizes> },
  before: { folder: string; results: readonly Result[] },
): Result[] {
  const places = new Map(before.results.map((result) => [result.index, result]));
  const same =
    places.size === planned.length &&
    planned.every((each) => {
      const { index, experiment, mode, n, set } = each;
      const there = places.get(index);
      return (
        there?.experiment === experiment.name &&
        there.mode === mode &&
        there.kafkaVersion === kafkaVersion &&
        there.n === n &&
        samePoint(there.set, set) &&
        (there.run === undefined || isAsPlanned(there.run, each, sizes))
      );
    });
  if (!same) {
    throw new UsageError(
      `${before.folder} has the results of something else; say the same as before to go on with it, or name another folder`,
    );
  }
  return before.results.filter(({ outcome }) => outcome !== 'not run');
}

/** Whether a run had the load and the nodes that are planned: one with others is not to be compared with what is still to be run. */
function isAsPlanned(
  { workload, cluster }: Run,
  { experiment, mode }: Planned,
  sizes: Partial<Sizes>,
): boolean {
  const { partitions } = experiment.topic;
  const { nodes } = createTopology(mode, sizesWith(experiment.sizes, sizes));
  const inShort = ({ acks, intervalMs, applications }: Omit<Run['workload'], 'partitions'>) =>
    [acks, intervalMs, ...applications.map(({ client }) => client)].join(' ');
  return (
    workload.partitions === partitions &&
    inShort(workload) === inShort(experiment.workload) &&
    isDeepStrictEqual(
      cluster.nodes.map(({ name }) => name),
      nodes.map(({ name }) => name),
    )
  );
}

function samePoint(one: Point | undefined = [], two: Point | undefined = []): boolean {
  return one.join(' ') === two.join(' ');
}
