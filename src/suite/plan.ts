/**
 * Which runs a suite consists of, in which order, and which of them are this machine's.
 */
import { UsageError } from '../errors.ts';
import { type Experiment, whyNotIn } from '../experiment/experiment.ts';
import type { Mode, Sizes } from '../topology/mode.ts';

/** One run that is to be made. */
export interface Planned {
  /** Its place in the whole plan, from 0. A shard's runs keep theirs, so that shards can be put together again. */
  index: number;
  experiment: Experiment;
  mode: Mode;
  /** Counts the repeats, from 1. */
  n: number;
  /** What is set for it on top of what its experiment has, each `role:key=value`. */
  set?: readonly string[];
}

export interface PlanOptions {
  modes: readonly Mode[];
  /** An experiment that has none of these is run in all of its own. */
  orItsOwn?: boolean;
  /** Sizes that were asked for instead of the experiments' own. */
  sizes: Partial<Sizes>;
  repeat: number;
  /** What is set for every run. */
  set?: readonly string[];
  /** Leave an experiment out where it does not fit; otherwise one that was asked for and fits no mode is an error. */
  whereFit: boolean;
}

/**
 * Every experiment in every mode in which it makes sense, the modes of one repeat side by side.
 * @throws UsageError for an experiment that cannot be run as asked for
 */
export function plan(
  experiments: readonly Experiment[],
  { modes, orItsOwn = false, sizes, repeat, set = [], whereFit }: PlanOptions,
): Planned[] {
  const planned = experiments.flatMap((experiment) => {
    const wanted = modes.filter((mode) => experiment.modes.includes(mode));
    const fit = wanted.length === 0 && orItsOwn ? experiment.modes : wanted;
    if (fit.length === 0 && !whereFit) {
      throw new UsageError(
        `${experiment.name} makes sense in ${experiment.modes.join(', ')} only, not in ${modes.join(', ')}`,
      );
    }
    for (const mode of fit) {
      const reason = whyNotIn(mode, experiment, sizes);
      if (reason !== undefined) throw new UsageError(`${experiment.name} in ${mode}: ${reason}`);
    }
    return Array.from({ length: repeat }, (_, i) =>
      fit.map((mode) => ({ experiment, mode, n: i + 1, ...(set.length > 0 && { set }) })),
    ).flat();
  });
  return planned.map((each, index) => ({ index, ...each }));
}

/** Part `index` of `of`, as test runners count them: from 1. */
export interface Shard {
  index: number;
  of: number;
}

/** @throws UsageError if it is not `i/n` with 1 ≤ i ≤ n */
export function readShard(text: string): Shard {
  const [, index, of] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  if (index === undefined || Number(index) < 1 || Number(index) > Number(of)) {
    throw new UsageError(`--shard ${text} is no part of a whole: say 1/2 for the first of two`);
  }
  return { index: Number(index), of: Number(of) };
}

/** Every so-many-th run: long experiments stand beside each other in a plan, and are dealt out so. */
export function shardOf(planned: readonly Planned[], { index, of }: Shard): Planned[] {
  return planned.filter((each) => each.index % of === index - 1);
}

/** A run of the plan as it is written down. */
export function listed({ index, experiment, mode, n, set }: Planned) {
  return { index, experiment: experiment.name, mode, n, ...(set !== undefined && { set: [...set] }) };
}
