/**
 * `run.json`: what one run came to. This is the contract with everything that reads results; the JSON Schema in
 * docs/run.schema.json is made from it; a unit test keeps it so (`npm run test:unit -- --update` writes it anew).
 *
 * Times are milliseconds since the run began; null means that it never happened, or that it cannot be known.
 */
import { z } from 'zod';
import { modes } from '../topology/mode.ts';
import type { Measured } from './measure-history.ts';
import {
  action,
  availability,
  controllers,
  count,
  ensemble,
  fact,
  fault,
  findings,
  heap,
  inventory,
  latencies,
  ms,
  msOrNull,
  outcome,
  phase,
  processes,
  recoveryStep,
  replication,
  trials,
  window,
  witness,
  workload,
} from './run-json-parts.ts';

/** Changes when a reader of an older `run.json` would misread a newer one. */
export const runSchemaVersion = 'kafka-chaos/run/1';

export const runSchema = z
  .object({
    schema: z.literal(runSchemaVersion).describe('Format and version of this file'),
    experiment: z.string().describe('Name of the experiment'),
    mode: z.enum(modes).describe('How the cluster is coordinated'),
    kafkaVersion: z.string().describe('Version of the brokers'),
    client: z.string().describe('The client library that the probe used'),
    workload: workload.describe('What was produced, and how'),
    seed: z.int().describe('Seed of every random choice of the run'),
    startedAt: z.iso.datetime().describe('When the run began, UTC'),
    durationMs: ms('From the begin of the run to its end'),
    outcome: outcome.describe('The worst of the expectations; unknown if the run itself was disturbed'),
    cluster: z.object({
      bootMs: msOrNull('From nothing to a cluster that answers'),
      nodes: z.array(
        z
          .looseObject({ name: z.string(), id: z.int(), roles: z.array(z.string()) })
          .describe('One container'),
      ),
      images: z
        .record(z.string(), z.string())
        .describe('The images that the containers ran, by what they are for'),
      effectiveConfig: z
        .record(z.string(), z.record(z.string(), z.string().nullable()))
        .describe(
          'By node, the configuration that it really used, as the node itself reported it; of a ZooKeeper session, what was granted',
        ),
    }),
    phases: z.array(phase).default([]).describe('The steps of the run, in order'),
    faults: z.array(fault).describe('What was injected, in order'),
    actions: z.array(action).default([]).describe('What the method did beside its faults, in order'),
    produce: availability.describe('Availability for the probe, which sends raw attempts'),
    consume: availability
      .nullable()
      .describe('Availability for the running consumer; null if there was none'),
    admin: availability.nullable().describe('Availability for administration; null if it was not probed'),
    newcomers: availability
      .nullable()
      .default(null)
      .describe('Availability for clients that knew only the bootstrap servers; null if none came'),
    errors: z
      .record(z.string(), z.int().nonnegative())
      .describe("Produce attempts that did not end ok, by Kafka's own name of the error"),
    latencyMs: latencies.describe('Latency of acknowledged produce operations'),
    recovery: z.object({
      detectedMs: recoveryStep('The cluster gave the node up (fencing, session expiry)'),
      electedMs: recoveryStep('A new leader was elected'),
      clientMs: recoveryStep("Attempts of the probe's client had come back from the new leaders"),
      firstAckMs: recoveryStep('Every partition had acknowledged again'),
      steadyMs: recoveryStep('Service was as before for three seconds on end').default(null),
      fullIsrMs: recoveryStep('Every partition had all its replicas in sync again'),
      lagDrainedMs: recoveryStep('The consumer had caught up'),
    }),
    controllers: controllers
      .default({ changes: null, electedMs: null, servesMs: null, loadingMs: null, epochs: [] })
      .describe('How the active controller changed'),
    replication: replication
      .default({
        ...{ isrShrinks: null, leaderChanges: null },
        ...{ tellingElections: null, electedFirstInList: null, electedSmallestId: null },
      })
      .describe('How replicas and leaders changed'),
    processes: processes
      .default({ endedByThemselves: null, leftEnsemble: null, away: null, ends: [] })
      .describe('Which nodes gave up by themselves'),
    heap: heap
      .nullable()
      .default(null)
      .describe('What the heap of the active controller needed; null if it was not measured'),
    ensemble: ensemble
      .nullable()
      .default(null)
      .describe('What the ZooKeeper servers had to do; null if the method did not look twice'),
    inventory: inventory
      .nullable()
      .default(null)
      .describe('Whether what is in the cluster was as before; null if it was not compared'),
    trials: trials
      .nullable()
      .default(null)
      .describe('What was tried out, and whether it works; null if nothing was'),
    clients: z
      .record(
        z.string(),
        z.object({
          produce: availability.describe('Availability as its own acknowledgements show it'),
          errors: z
            .record(z.string(), z.int().nonnegative())
            .describe("Sends that failed when the client's own retries were over"),
          latencyMs: latencies.describe('Latency of its acknowledged sends'),
          longestSendMs: msOrNull('Its longest send, answered or given up, from its scheduled time'),
          recovery: z.object({
            clientMs: recoveryStep('It had heard from the new leaders'),
            firstAckMs: recoveryStep('Every partition had acknowledged to it again'),
            steadyMs: recoveryStep('It was served as before for three seconds on end'),
          }),
          safety: z.object({
            lost: findings('Its acknowledged records that are not in the log'),
            duplicates: findings('Further copies of its records in the log'),
          }),
        }),
      )
      .default({})
      .describe('What applications felt that used a client library with its own retries, by library'),
    safety: z.object({
      acknowledged: count('Writes that were acknowledged'),
      lost: findings('Acknowledged writes that are not in the log'),
      unseen: findings('Acknowledged writes in the log that were never delivered to the running consumer'),
      duplicates: findings('Further copies of a record in the log'),
      redelivered: findings('Repeated deliveries to the running consumer, which are allowed'),
      reordered: findings('Writes that are behind one that was invoked after their acknowledgement'),
      phantom: findings('Writes that certainly failed and are in the log all the same'),
      corrupted: findings('Records whose checksum does not fit their value'),
      disagreeing: findings('Offsets at which the replicas of a partition differ').default(null),
      committedBack: findings("Steps back of the consumer group's committed offsets").default(null),
      skipped: findings('Records that the running consumer passed over').default(null),
    }),
    verdicts: z
      .array(
        z.object({
          name: z.string().describe('The guarantee'),
          outcome,
          count: count('Findings; null if that there are none cannot be said').nullable(),
          witnesses: z.array(witness).describe('The first findings'),
        }),
      )
      .describe('What each checker found'),
    predicted: z
      .object({
        atMostMs: ms('The longest outage that the effective configuration allows for'),
        because: z.string().describe('What the bound is made up of'),
      })
      .nullable()
      .describe('null if the experiment predicts nothing'),
    expectations: z.array(
      z.object({
        name: z.string(),
        bound: z.string().describe('The bound, as text'),
        measured: z.number().nullable().describe('In the unit of the measure; null if unknown'),
        outcome,
      }),
    ),
    healed: z
      .object({
        atMs: ms('When it was seen, since the run began'),
        evidence: z.record(z.string(), fact).describe('What was seen'),
      })
      .nullable()
      .describe('What proves that the cluster was well again after the last healing; null if it was not'),
    harness: z.object({
      troubles: z
        .array(z.object({ atMs: ms('When'), what: z.string() }))
        .describe('What the run was to do and could not, which makes it unknown'),
      notes: z
        .array(z.object({ atMs: ms('When'), what: z.string() }))
        .describe('What the run itself did or left out'),
      stalls: z
        .array(z.object({ fromMs: ms('Begin'), toMs: ms('End') }))
        .describe('When the harness itself could not run'),
      noiseBeforeFault: z
        .array(window)
        .describe(
          'Windows before the first injection: the disturbance of the run itself, which makes it unknown',
        ),
      version: z.string().describe('Version of kafka-chaos'),
      node: z.string().describe('Version of Node.js'),
    }),
  })
  .describe('What one run of kafka-chaos came to');

export type Run = z.infer<typeof runSchema>;

/** The published JSON Schema, as text. Fields that a later version adds are allowed. */
export function runJsonSchema(): string {
  const schema = z.toJSONSchema(runSchema, { io: 'input', target: 'draft-2020-12' });
  return `${JSON.stringify({ ...schema, title: 'kafka-chaos run.json' }, null, 2)}\n`;
}

/** The parts of run.json that are computed from the history, as they are written there. */
export function measuredParts(measured: Measured) {
  const { stalls, noiseBeforeFault, troubles, isWhole: _, notes, ...parts } = measured;
  return { ...parts, harness: { troubles, notes, stalls, noiseBeforeFault } } satisfies Partial<
    Omit<Run, 'harness'>
  > & { harness: Partial<Run['harness']> };
}

/** Writes a run down as `run.json`; one that breaks the contract is a defect of this program. */
export function runJson(run: Run): string {
  return `${JSON.stringify(runSchema.parse(run), null, 2)}\n`;
}
