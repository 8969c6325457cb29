/**
 * An experiment as data: what to run on, what to break when, and what has to hold.
 */
import { z } from 'zod';
import { checkExpectation } from '../checkers/expectations.ts';
import { UsageError } from '../errors.ts';
import {
  type Mode,
  modes,
  newestKafkaVersion,
  type Sizes,
  sizesWith,
  standingModes,
} from '../topology/mode.ts';
import { createTopology } from '../topology/topology.ts';
import { expectationSchema, isGeneral, withBound } from './expectation.ts';
import { issueInWords } from './issue-in-words.ts';
import { stepSchema, versionsIn, whyNotMethod } from './method.ts';
import { workloadSchema } from './workload.ts';

const milliseconds = z.int().positive();

/**
 * Smoke: the few minutes before a merge. Nightly: every failure, once. Claims: what is said of Kafka and changes with its version
 * only, such as sizes, settings, and who leads next. Upgrades: ways to another version or mode, with failures on the way. Controls:
 * whether the instrument finds what is planted.
 */
export const suites = ['smoke', 'nightly', 'claims', 'upgrades', 'controls'] as const;
export type Suite = (typeof suites)[number];

export const experimentSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'is not in kebab-case'),
  /** One sentence: what is done, and what it shows. */
  shows: z.string().min(1),
  modes: z
    .array(z.enum(modes))
    .nonempty()
    .default([...standingModes]),
  /** Which suites run it, in those of its modes that the suite is asked for. */
  suites: z.array(z.enum(suites)).default(['nightly']),
  /** The claims about Kafka that its measures decide (src/claims/). */
  decides: z.array(z.string()).default([]),
  /** How many nodes of a role it needs; the command line's numbers win. */
  sizes: z.partialRecord(z.enum(['brokers', 'controllers', 'zookeepers']), z.int().positive()).default({}),
  topic: z
    .strictObject({
      partitions: z.int().positive().default(3),
      replicationFactor: z.int().positive().default(3),
      config: z.record(z.string(), z.string()).default({ 'min.insync.replicas': '2' }),
    })
    .prefault({}),
  workload: workloadSchema.prefault({}),
  /** Configuration of the nodes, by role; the command line's `--set` wins. */
  settings: z
    .partialRecord(z.enum(['broker', 'controller', 'zookeeper']), z.record(z.string(), z.string()))
    .default({}),
  /** How long the cluster may take until it keeps the probe's pace; what is sent until then is not measured. */
  warmUpAtMostMs: milliseconds.default(90_000),
  /** How long the cluster is watched before anything is done to it. */
  steadyMs: milliseconds.default(5_000),
  method: z.array(stepSchema),
  /**
   * Whether a leader that is hit may also be the active controller or the coordinator of the consumer group.
   * Otherwise its leadership is moved before anything is measured.
   */
  coincidence: z.boolean().default(false),
  /** How long the healed cluster is watched: service counts as before only after three calm seconds. */
  recoveryMs: milliseconds.default(5_000),
  /** How the outage's longest possible length is computed; see measures/prediction.ts. */
  prediction: z.enum(['broker-death']).optional(),
  /** One at least is expected wherever it runs, or it would hold of itself somewhere. */
  expectations: z
    .array(expectationSchema)
    .refine((all) => all.some(isGeneral), { error: 'none is expected in all modes and versions' }),
});

export type ExperimentInput = z.input<typeof experimentSchema>;
export type Experiment = z.output<typeof experimentSchema>;

/** What an experiment file exports. It only gives the editor the types; the program checks the data itself. */
export function defineExperiment(experiment: ExperimentInput): ExperimentInput {
  return experiment;
}

/** @throws UsageError with one sentence that names the first thing that is wrong */
export function checkExperiment(data: unknown, source: string): Experiment {
  const parsed = experimentSchema.safeParse(data, { reportInput: true });
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    const where = issue.path.length === 0 ? 'the experiment' : issue.path.join('.');
    throw new UsageError(`${source}: ${where}: ${issueInWords(issue)}`);
  }
  const experiment = parsed.data;
  // What is predicted is not known yet, and can be any length.
  for (const each of experiment.expectations) checkExpectation(withBound(each, Number.MAX_SAFE_INTEGER));
  const reason = whyNotAnywhere(experiment);
  if (reason !== undefined) throw new UsageError(`${source}: ${reason}`);
  const usesPrediction = experiment.expectations.some((each) => each.atMost === 'predicted');
  if (usesPrediction && experiment.prediction === undefined) {
    throw new UsageError(
      `${source}: an expectation is bound by "predicted", but the experiment has no prediction`,
    );
  }
  return experiment;
}

/** Why the experiment fits no mode that it names, even in a cluster of its own size; undefined if it fits one. */
function whyNotAnywhere(experiment: Experiment): string | undefined {
  const reasons = experiment.modes.map((mode) => whyNotIn(mode, experiment, {}));
  return reasons.includes(undefined) ? undefined : reasons[0];
}

/**
 * Why the experiment cannot be run in a mode, as a sentence; undefined if it can.
 * @param asked sizes that were asked for instead of the experiment's own
 */
export function whyNotIn(mode: Mode, experiment: Experiment, asked: Partial<Sizes>): string | undefined {
  const { method, topic, sizes: own } = experiment;
  const sizes = sizesWith(own, asked);
  if (topic.replicationFactor > sizes.brokers) {
    return `it needs ${topic.replicationFactor} brokers for its replicas, not ${sizes.brokers}`;
  }
  return whyNotMethod(method, createTopology(mode, sizes), topic.partitions);
}

/** The versions of Kafka that it needs beside the one of the cluster: to exchange nodes for, and for a client. */
export function furtherVersions({ method, workload }: Experiment): string[] {
  const ofClients = workload.applications.some(({ client }) => client === 'java4');
  return [...versionsIn(method), ...(ofClients ? [newestKafkaVersion] : [])];
}
