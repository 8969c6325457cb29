/**
 * What produces, reads and administers while a run goes on, as an experiment writes it.
 */
import { z } from 'zod';

const milliseconds = z.int().positive();

/**
 * What a produce request waits for: every replica in sync, the leader alone, or nothing at all. With "0" nobody
 * acknowledges, so what counts as acknowledged then is the client's own word.
 */
const acks = z.enum(['all', '1', '0']);
export type Acks = z.output<typeof acks>;

/** The client libraries that can be put side by side: `java` is of the cluster's own Kafka version, `java4` of the newest Kafka. */
export const clientLibraries = ['kafkajs', 'platformatic', 'java', 'java4'] as const;
export type ClientLibrary = (typeof clientLibraries)[number];

/** An application that uses a client library as it comes: one client for everything, its own retries. */
const applicationSchema = z
  .strictObject({
    client: z.enum(clientLibraries),
    /** How often it sends to each partition. */
    intervalMs: milliseconds.default(100),
    acks: acks.default('all'),
    /** Missing: as the library has it by default. */
    idempotent: z.boolean().optional(),
  })
  .refine(({ acks, idempotent }) => acks === 'all' || idempotent !== true, {
    error: 'an idempotent producer needs acks "all"',
  });
export type Application = z.output<typeof applicationSchema>;

export const workloadSchema = z.strictObject({
  /** The probe, by which the cluster is measured: how often it sends to each partition, one raw attempt a record. */
  intervalMs: milliseconds.default(20),
  maxInFlight: z.int().positive().default(2_000),
  acks: acks.default('all'),
  /** Applications beside it, each library at most once. */
  applications: z
    .array(applicationSchema)
    .refine((all) => new Set(all.map(({ client }) => client)).size === all.length, {
      error: 'a client library is there twice',
    })
    .default([]),
  /** Transactions of one record a partition, every so-many-th aborted on purpose. */
  transactions: z
    .strictObject({
      intervalMs: milliseconds.default(200),
      abortEvery: z.int().min(2).default(4),
      /** All records of a transaction in one call of kafkajs, which loses some when a leader changes (clients/kafkajs-transactions.ts). */
      oneSend: z.boolean().default(false),
    })
    .optional(),
  /** A topic created, described and deleted, every so often. */
  administer: z.strictObject({ intervalMs: milliseconds.default(500) }).optional(),
  /** A client that knows nothing but the bootstrap servers connects and asks where the topic stands, every so often. */
  newcomers: z.strictObject({ intervalMs: milliseconds.default(1_000) }).optional(),
  /** Whether the consumer and the final read leave out what belongs to aborted transactions. */
  isolation: z.enum(['committed', 'uncommitted']).default('committed'),
});
export type Workload = z.output<typeof workloadSchema>;

/** The workload with applications added that the command line asks for, where the experiment has none of that library. */
export function withApplications(workload: Workload, libraries: readonly ClientLibrary[]): Workload {
  const has = new Set(workload.applications.map(({ client }) => client));
  const added = libraries
    .filter((client) => !has.has(client))
    .map((client) => applicationSchema.parse({ client }));
  return { ...workload, applications: [...workload.applications, ...added] };
}
