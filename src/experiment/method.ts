/**
 * The method of an experiment: its schema, how it is written out, and whether it fits a cluster.
 */
import { z } from 'zod';
import { faults } from '../faults/index.ts';
import { migrationPhases } from '../topology/migration.ts';
import { whyNot } from '../topology/mode.ts';
import { nodesOf, type Topology } from '../topology/topology.ts';
import { type CheckedUse, useSchema, whyNotUse } from './fault-use.ts';
import { randomOf } from './random.ts';
import { randomSchedule } from './random-schedule.ts';
import type { PlainStep, Step, StepInput } from './step.ts';

const milliseconds = z.int().positive();

const furnishedTopic = z.strictObject({
  name: z.string(),
  partitions: z.int().positive(),
  replicationFactor: z.int().positive(),
  config: z.record(z.string(), z.string()),
});

const manyTopics = {
  count: z.int().positive(),
  partitions: z.int().positive().default(1),
  replicationFactor: z.int().positive().default(3),
};

/** Of what takes its time. */
const lasting = { meanwhile: z.array(z.lazy(() => stepSchema)).optional() };

export const stepSchema: z.ZodType<Step, StepInput> = z.lazy(() =>
  z.discriminatedUnion('do', [
    useSchema({ do: z.literal('inject'), orSkip: z.boolean().default(false) }),
    z.strictObject({ do: z.literal('await-writable'), atMostMs: milliseconds }),
    z.strictObject({ do: z.literal('await-in-sync'), atMostMs: milliseconds }),
    z.strictObject({ do: z.literal('create-topics'), ...manyTopics }),
    z.strictObject({ do: z.literal('churn-topics'), ...manyTopics }),
    z.strictObject({ do: z.literal('measure-heap') }),
    z.strictObject({ do: z.literal('measure-ensemble') }),
    z.strictObject({
      do: z.literal('roll'),
      role: z.enum(['controller', 'broker']),
      kafka: z.string().regex(/^\d+\.\d+\.\d+$/, 'is no version of Kafka, such as 4.3.1'),
      ...lasting,
    }),
    z.strictObject({ do: z.literal('finalize'), ...lasting }),
    z.strictObject({
      do: z.literal('migrate'),
      phase: z.enum(migrationPhases),
      forgotten: z.array(z.string()).optional(),
      sticks: z.boolean().optional(),
      withinMs: milliseconds.optional(),
      ...lasting,
    }),
    z.strictObject({
      do: z.literal('revert'),
      from: z.enum(migrationPhases).exclude(['finalized']),
    }),
    z.strictObject({ do: z.literal('furnish'), topics: z.array(furnishedTopic).optional() }),
    z.strictObject({ do: z.literal('compare-inventory'), judged: z.boolean().default(true) }),
    z.strictObject({ do: z.literal('try-settings'), keys: z.array(z.string()).nonempty() }),
    z.strictObject({
      do: z.literal('try-program'),
      mainClass: z.string(),
      arguments: z.array(z.string()),
      on: z.literal('broker').optional(),
    }),
    z.strictObject({
      do: z.literal('try-configuration'),
      name: z.string().min(1),
      lines: z.array(z.string()).nonempty(),
    }),
    z.strictObject({ do: z.literal('hold'), durationMs: milliseconds }),
    z.strictObject({ do: z.literal('heal'), only: z.enum(faults.map(({ kind }) => kind)).optional() }),
    z.strictObject({
      do: z.literal('repeat'),
      times: z.int().positive(),
      steps: z.array(stepSchema).nonempty(),
    }),
    z.strictObject({
      do: z.literal('random'),
      rounds: z.int().positive().default(5),
      atOnce: z.int().positive().default(2),
      holdMs: z
        .strictObject({ atLeast: milliseconds, atMost: milliseconds })
        .refine(({ atLeast, atMost }) => atLeast <= atMost, { error: 'atLeast is more than atMost' })
        .default({ atLeast: 2_000, atMost: 6_000 }),
      choices: z.array(useSchema({})).nonempty().optional(),
    }),
  ]),
) as unknown as z.ZodType<Step, StepInput>;

/** The method with its repetitions and its chances written out: what a run with this seed does, in order. */
export function writtenOut(method: readonly Step[], seed: number): PlainStep[] {
  const random = randomOf(seed);
  const write = (step: Step): PlainStep[] => {
    switch (step.do) {
      case 'repeat':
        return Array.from({ length: step.times }, () => step.steps.flatMap(write)).flat();
      case 'random':
        return randomSchedule(step, random);
      case 'roll':
      case 'finalize':
      case 'migrate':
        return [{ ...step, ...(step.meanwhile && { meanwhile: step.meanwhile.flatMap(write) }) }];
      default:
        return [step];
    }
  };
  return method.flatMap(write);
}

/** Why the method cannot be followed in a cluster of this topology, as a sentence, or undefined if it can. */
export function whyNotMethod(
  method: readonly Step[],
  topology: Topology,
  partitions: number,
): string | undefined {
  for (const step of method) {
    const reason = whyNotStep(step, topology, partitions) ?? whyNotMethod(beside(step), topology, partitions);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

function whyNotStep(step: Step, topology: Topology, partitions: number): string | undefined {
  switch (step.do) {
    case 'inject':
      return whyNotUse(step, topology, partitions);
    case 'create-topics':
    case 'churn-topics':
      return whyNotReplicated(step.do, step, topology);
    case 'furnish':
      return step.topics
        ?.map((topic) => whyNotReplicated(`furnish: topic ${topic.name}`, topic, topology))
        .find((reason) => reason);
    case 'measure-ensemble':
      return topology.mode === 'zk' ? undefined : 'measure-ensemble: only mode zk has an ensemble throughout';
    case 'roll':
      // What is rolled on the way to KRaft has come there.
      if (nodesOf(topology, step.role).length > 0) {
        return whyNot(topology.mode === 'zk-to-kraft' ? 'kraft' : topology.mode, step.kafka);
      }
      return `roll: a cluster in ${topology.mode} mode has no ${step.role}`;
    case 'finalize':
      return topology.mode === 'zk' ? 'finalize: only KRaft has features that are finalized' : undefined;
    case 'migrate': {
      if (topology.mode !== 'zk-to-kraft') return `migrate: mode ${topology.mode} is no way to KRaft`;
      const unknown = step.forgotten?.find((name) => !topology.nodes.some((node) => node.name === name));
      return unknown === undefined ? undefined : `migrate: there is no node "${unknown}"`;
    }
    case 'revert':
      return topology.mode === 'zk-to-kraft' ? undefined : `revert: mode ${topology.mode} is no way to KRaft`;
    case 'try-settings':
    case 'try-program':
    case 'try-configuration':
      return topology.mode === 'kraft'
        ? undefined
        : `${step.do}: only mode kraft has a controller of its own`;
    case 'repeat':
      return whyNotMethod(step.steps, topology, partitions);
    case 'random':
      return step.choices?.map((use) => whyNotUse(use, topology, partitions)).find((reason) => reason);
    default:
      return undefined;
  }
}

function whyNotReplicated(
  what: string,
  { replicationFactor }: { replicationFactor: number },
  topology: Topology,
): string | undefined {
  const brokers = nodesOf(topology, 'broker').length;
  return replicationFactor > brokers
    ? `${what}: there cannot be ${replicationFactor} replicas on ${brokers} brokers`
    : undefined;
}

/** Every fault that a method may inject. */
export function usesIn(method: readonly Step[]): CheckedUse[] {
  return method.flatMap((step) => {
    if (step.do === 'inject') return [step];
    if (step.do === 'repeat') return usesIn(step.steps);
    if (step.do === 'random') return step.choices ?? [];
    return usesIn(beside(step));
  });
}

/** The versions that nodes are exchanged for. */
export function versionsIn(method: readonly Step[]): string[] {
  const versions = method.flatMap((step) => {
    const own = step.do === 'roll' ? [step.kafka] : [];
    return [...own, ...versionsIn(step.do === 'repeat' ? step.steps : beside(step))];
  });
  return [...new Set(versions)];
}

/** Whether it puts other processes into the place of nodes, on the disks that they have. */
export function exchangesNodes(method: readonly Step[]): boolean {
  return method.some((step) => {
    if (step.do === 'repeat') return exchangesNodes(step.steps);
    return step.do === 'roll' || step.do === 'migrate';
  });
}

/** What is done while a step is under way. */
function beside(step: Step): readonly PlainStep[] {
  return 'meanwhile' in step ? (step.meanwhile ?? []) : [];
}
