/**
 * What has to be known of a run beside its history to measure and judge it. It stands in the history's first line, so
 * that a history alone tells the whole run again.
 */
import { z } from 'zod';
import { UsageError } from '../errors.ts';
import type { JournalHeader } from '../history/journal.ts';
import { runSchema } from './run-json.ts';

const run = runSchema.shape;

const expectation = z.object({
  name: z.string(),
  measure: z.string(),
  atMost: z.number().optional(),
  atLeast: z.number().optional(),
  equals: z.number().optional(),
});

export const runFactsSchema = z.object({
  mode: run.mode,
  kafkaVersion: run.kafkaVersion,
  client: run.client,
  seed: run.seed,
  cluster: run.cluster,
  workload: run.workload,
  predicted: run.predicted,
  /** With numbers only: what was predicted is written out. */
  expectations: z.array(expectation),
  harness: run.harness.pick({ version: true, node: true }),
});

export type RunFacts = z.output<typeof runFactsSchema>;

/** @throws UsageError if the header of a history lacks them */
export function runFactsIn(path: string, header: JournalHeader): RunFacts {
  const parsed = runFactsSchema.safeParse(header.facts);
  if (parsed.success) return parsed.data;
  const { path: where, message } = parsed.error.issues[0]!;
  throw new UsageError(`${path} is damaged at line 1 (byte 0): facts.${where.join('.')}: ${message}`);
}
