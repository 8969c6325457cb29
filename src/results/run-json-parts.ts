/**
 * What `run.json` is made up of: the shape of each of its parts. Times are milliseconds since the run began.
 */
import { z } from 'zod';
import { migrationPhases } from '../topology/migration.ts';

export const ms = (description: string) => z.number().nonnegative().describe(`${description}, in ms`);
export const msOrNull = (description: string) =>
  z.number().nonnegative().nullable().describe(`${description}, in ms`);
export const count = (description: string) => z.int().nonnegative().describe(description);
export const outcome = z.enum(['pass', 'fail', 'unknown']);
export const fact = z.union([z.string(), z.number(), z.boolean(), z.null()]);

export const window = z
  .object({
    fromMs: ms('The last sign of service before the outage, since the run began'),
    toMs: msOrNull('The first sign of service after it, since the run began; null if there was none'),
    atLeastMs: ms('The outage cannot have been shorter'),
    atMostMs: ms(
      'The outage cannot have been longer; if censored, how long it had lasted at the end ("≥ x")',
    ),
    censored: z.boolean().describe('The window was still open when the measuring ended'),
  })
  .describe('One outage of one partition, with both bounds');

export const availability = z.object({
  thresholdMs: ms('Only gaps longer than this are windows'),
  partitions: z.array(
    z.object({
      partition: z.int().nonnegative(),
      windows: z.array(window),
      longestMs: msOrNull('The longest at-most bound; null if nothing was seen of this partition'),
      unavailableMs: msOrNull('The sum of the at-most bounds; null if nothing was seen of this partition'),
    }),
  ),
  longestMs: msOrNull('The longest window of any partition; null if any partition is unknown'),
  unavailableMs: msOrNull(
    'For how long at least one partition was unavailable (at-most bounds); null if any partition is unknown',
  ),
  unseenMs: ms(
    'The longest gap that is no window only because the harness stood still: an outage in it would not have been seen',
  ).default(0),
  unseenInAllMs: ms('How much of the time is in such gaps, of any partition').default(0),
  ok: count('Operations that succeeded'),
  fail: count('Operations that certainly were not done'),
  unknown: count('Operations that may have been done'),
});

const quantiles = z.object({
  count: count('Acknowledged operations'),
  p50: msOrNull('Median, from the scheduled time'),
  p99: msOrNull('99th percentile, from the scheduled time'),
  max: msOrNull('Longest, from the scheduled time'),
});

export const latencies = z.object({
  before: quantiles.describe('Scheduled before the first injection began'),
  during: quantiles.describe('From then to the last healing or the end of the last window'),
  after: quantiles.describe('Scheduled after that'),
});

const acks = z.enum(['all', '1', '0']);

export const workload = z.object({
  intervalMs: z.number().positive().describe('How often the probe sent to each partition, in ms'),
  partitions: z.int().positive(),
  acks: acks.default('all').describe('What the attempts of the probe waited for'),
  applications: z
    .array(
      z.object({
        client: z.string().describe('The client library, by which its results are found under "clients"'),
        intervalMs: z.number().positive().describe('How often it sent to each partition, in ms'),
        acks,
        idempotent: z.boolean().optional().describe('Missing: as the library has it by default'),
      }),
    )
    .default([]),
  transactions: z
    .object({
      intervalMs: z.number().positive().describe('How often one was begun, in ms'),
      abortEvery: z.int(),
      oneSend: z.boolean().default(false),
    })
    .optional(),
  administer: z
    .object({
      intervalMs: z.number().positive().describe('How often a topic was created and deleted, in ms'),
    })
    .optional(),
  newcomers: z
    .object({ intervalMs: z.number().positive().describe('How often a new client came, in ms') })
    .optional(),
  isolation: z.enum(['committed', 'uncommitted']).default('committed'),
});

export const recoveryStep = (description: string) =>
  msOrNull(`${description}, after the first fault took effect; null if never`);
export const findings = (description: string) =>
  z.int().nonnegative().nullable().describe(`${description}; null if that cannot be known`);

export const fault = z.object({
  kind: z.string().describe('Name of the fault'),
  nodes: z.array(z.string()).describe('Names of the nodes that it hit'),
  links: z.array(z.string()).describe('Names of the links that it hit, "source->destination"'),
  injectedAtMs: ms('When it took effect, since the run began'),
  healedAtMs: msOrNull('When it was healed, since the run began; null if never'),
  evidence: z.record(z.string(), fact).describe('What proves that it took effect'),
  healingEvidence: z.record(z.string(), fact).nullable().describe('What proves that the healing took effect'),
});

const afterInjection = (description: string) =>
  z
    .int()
    .nonnegative()
    .nullable()
    .describe(`${description} after the first injection began; null without one, or if it was not observed`);

export const phase = z.object({
  name: z.enum(['warm-up', 'steady', 'fault', 'healing', 'recovery', 'catch-up', 'final-read', 'end']),
  atMs: ms('When it began, since the run began'),
});

export const controllers = z.object({
  changes: afterInjection('How often the controller epoch rose'),
  electedMs: recoveryStep('A controller in a higher epoch was seen'),
  servesMs: recoveryStep('Administration was served again').default(null),
  loadingMs: msOrNull(
    'From electedMs to servesMs; null if either is, or if the election was seen only after that',
  ).default(null),
  epochs: z
    .array(
      z.object({
        atMs: ms('When it was first seen, since the run began'),
        node: z.string().nullable().describe('The controller; null if it is not known'),
        epoch: z.int(),
      }),
    )
    .describe('Every controller epoch that was seen, in order'),
});

export const replication = z.object({
  isrShrinks: afterInjection('How often the ISR of a partition got smaller'),
  leaderChanges: afterInjection('How often a partition got another leader'),
  tellingElections: afterInjection(
    'Elections in which the first in the list of replicas, of those in sync, was not the one with the smallest id',
  ).default(null),
  electedFirstInList: afterInjection('How many of these elected the first in the list').default(null),
  electedSmallestId: afterInjection('How many of these elected the smallest id').default(null),
});

export const processes = z.object({
  endedByThemselves: afterInjection('Processes of nodes that ended by themselves, by no signal'),
  leftEnsemble: afterInjection('How often a ZooKeeper server left its ensemble'),
  away: z
    .int()
    .nonnegative()
    .nullable()
    .describe(
      'Nodes without a process, or out of their ensemble, when the watching ended; null if it was not observed',
    ),
  ends: z
    .array(
      z.object({
        atMs: ms('When, since the run began'),
        node: z.string(),
        exitCode: z.int().describe('What the process ended with'),
      }),
    )
    .describe('Every process that ended by itself, in order'),
});

export const heap = z.object({
  node: z.string().describe('The node that was asked last'),
  liveBytes: count('What was left in its heap after a full collection, in bytes'),
  grownBytes: z
    .int()
    .nullable()
    .describe('How much more that is than the first time, in bytes; null if it was not asked before'),
});

const ensembleSpan = z.object({
  forMs: ms('How long it is'),
  writesPerSecond: z
    .number()
    .nonnegative()
    .nullable()
    .describe('Transactions that the leader counted; null if another server came to lead meanwhile'),
  processors: z
    .number()
    .nonnegative()
    .nullable()
    .describe(
      'How many processors all servers together kept busy, on average; null if one was seen to have begun anew',
    ),
});

export const ensemble = z.object({
  first: ensembleSpan.describe('Between the first two looks'),
  last: ensembleSpan.describe('Between the last two looks'),
});

export const inventory = z.object({
  comparisons: count(
    'How often topics, configurations, offsets and rights were compared with what they were',
  ),
  compared: z.string().describe('How much was compared the last time, in words'),
  differences: count('What was not as before, over all comparisons'),
  found: z
    .array(z.object({ atMs: ms('When it was seen, since the run began'), what: z.string() }))
    .describe('Each of them'),
});

export const trials = z.object({
  made: count('How many things that people say exist were tried: settings, programs, configurations'),
  failed: count('How many of them do not work'),
  tried: z
    .array(
      z.object({
        atMs: ms('When it was tried, since the run began'),
        what: z.string(),
        works: z.boolean(),
        found: z.string().describe('What Kafka said of it'),
      }),
    )
    .describe('Each of them'),
});

export const action = z.object({
  atMs: ms('When it was done, since the run began'),
  what: z.enum(['create-topics', 'churn-topics', 'roll', 'finalize', 'migrate', 'revert']),
  tookMs: ms('From its begin until it was done'),
  detail: z.string().describe('What was done, in words'),
  node: z.string().optional().describe('The node that was exchanged'),
  kafka: z.string().optional().describe('The version that it runs since'),
  phase: z
    .enum(migrationPhases)
    .optional()
    .describe('The phase of a migration in which it was done, or from which back'),
  outOfSync: z
    .string()
    .optional()
    .describe('Why it was gone on without everything being in sync; missing where everything was'),
});

const forensics = z.object({
  offset: z.int().nullable().describe('The offset that was acknowledged; null if the client was told none'),
  acknowledgedInEpoch: z.int().nullable().describe('The leader epoch in which it was acknowledged'),
  nextEpoch: z.int().nullable().describe('The next epoch that had a leader'),
  nextLeader: z.int().nullable().describe('The broker that led it'),
  nowThere: z
    .object({ value: z.string(), leaderEpoch: z.int().nullable() })
    .nullable()
    .describe('The record that stands at the offset now; null if there is none'),
  logEndsAt: z.int().describe('The offset behind the last record of the partition'),
  heldBy: z
    .array(z.int())
    .nullable()
    .describe('The brokers whose replica has the record, at whatever offset; null if no replica was read'),
});

export const witness = z.object({
  finding: z.string().describe('What is wrong, as a sentence'),
  value: z.string().nullable().describe('The value of the record; null where the finding is about none'),
  partition: z.int().nonnegative(),
  offsets: z.array(z.int()).describe('Where in the log'),
  leaderEpochs: z.array(z.int().nullable()).describe('The leader epoch at the completion of each operation'),
  operations: z.array(
    z.object({
      kind: z.string(),
      process: z.string(),
      invokedNs: z.number().describe('In ns since the run began'),
      completedNs: z.number().describe('In ns since the run began'),
      outcome: z.enum(['ok', 'fail', 'unknown']),
      offset: z.int().nullable(),
      broker: z
        .int()
        .optional()
        .describe('The broker that was written to, or whose replica was read; missing if it is not known'),
    }),
  ),
  forensics: forensics.optional().describe('Of a lost record: what became of its place in the log'),
});
