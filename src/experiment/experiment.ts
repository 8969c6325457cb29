/**
 * An experiment as data: what to run on, what to break when, and what has to hold.
 */
import { z } from 'zod';
import { checkExpectation, type Expectation, type Measure } from '../checkers/expectations.ts';
import { UsageError } from '../errors.ts';
import { faults } from '../faults/index.ts';
import { modes } from '../topology/mode.ts';

const milliseconds = z.int().positive();

/** Whom a fault hits; resolved at the moment of injection. */
const target = z.strictObject({ leaderOf: z.int().nonnegative() });

const step = z.discriminatedUnion('do', [
  /** Break something, and go on when the effect is seen. */
  z.strictObject({ do: z.literal('inject'), fault: z.enum(faults.map((fault) => fault.kind)), target }),
  /** Wait until every partition has acknowledged for three seconds on end, but not for ever. */
  z.strictObject({ do: z.literal('await-writable'), atMostMs: milliseconds }),
  /** Let it run on. */
  z.strictObject({ do: z.literal('hold'), durationMs: milliseconds }),
  /** Undo what was injected, the last first. */
  z.strictObject({ do: z.literal('heal') }),
]);

/** A bound may be a number, or `predicted`: what the brokers' effective configuration allows for. */
const bound = z.union([z.number(), z.literal('predicted')]);

const expectation = z.strictObject({
  name: z.string().min(1),
  measure: z.string() as z.ZodType<Measure>,
  atMost: bound.optional(),
  atLeast: z.number().optional(),
  equals: z.number().optional(),
});

export const experimentSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'is not in kebab-case'),
  /** One sentence: what is done, and what it shows. */
  shows: z.string().min(1),
  modes: z
    .array(z.enum(modes))
    .nonempty()
    .default([...modes]),
  topic: z
    .strictObject({
      partitions: z.int().positive().default(3),
      replicationFactor: z.int().positive().default(3),
      config: z.record(z.string(), z.string()).default({ 'min.insync.replicas': '2' }),
    })
    .prefault({}),
  workload: z
    .strictObject({
      intervalMs: milliseconds.default(20),
      maxInFlight: z.int().positive().default(2_000),
    })
    .prefault({}),
  /** How long the cluster may take until it keeps the probe's pace; what is sent until then is not measured. */
  warmUpAtMostMs: milliseconds.default(90_000),
  /** How long the cluster is watched before anything is done to it. */
  steadyMs: milliseconds.default(5_000),
  method: z.array(step),
  /** How long the healed cluster is watched. */
  recoveryMs: milliseconds.default(3_000),
  /** How the outage's longest possible length is computed; see measures/prediction.ts. */
  prediction: z.enum(['broker-death']).optional(),
  expectations: z.array(expectation).nonempty(),
});

export type ExperimentInput = z.input<typeof experimentSchema>;
export type Experiment = z.output<typeof experimentSchema>;
export type Step = z.output<typeof step>;
export type Target = z.output<typeof target>;

/** What an experiment file exports. It only gives the editor the types; the program checks the data itself. */
export function defineExperiment(experiment: ExperimentInput): ExperimentInput {
  return experiment;
}

/** @throws UsageError with one sentence that names the first thing that is wrong */
export function checkExperiment(data: unknown, source: string): Experiment {
  const parsed = experimentSchema.safeParse(data);
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0]!;
    throw new UsageError(`${source}: ${path.length === 0 ? '' : `${path.join('.')}: `}${message}`);
  }
  const experiment = parsed.data;
  for (const each of experiment.expectations) checkExpectation(withBound(each, 1));
  for (const each of experiment.method) {
    if (each.do === 'inject' && each.target.leaderOf >= experiment.topic.partitions) {
      throw new UsageError(
        `${source}: the leader of partition ${each.target.leaderOf} is a target, but the topic has only ${experiment.topic.partitions} partitions`,
      );
    }
  }
  const usesPrediction = experiment.expectations.some((each) => each.atMost === 'predicted');
  if (usesPrediction && experiment.prediction === undefined) {
    throw new UsageError(
      `${source}: an expectation is bound by "predicted", but the experiment has no prediction`,
    );
  }
  return experiment;
}

/** The expectation with numbers only: `predicted` replaced by what it came to for this cluster. */
export function withBound(
  { atMost, ...rest }: Experiment['expectations'][number],
  predictedMs: number | undefined,
): Expectation {
  return { ...rest, atMost: atMost === 'predicted' ? predictedMs : atMost };
}
