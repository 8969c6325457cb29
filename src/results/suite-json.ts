/**
 * `suite.json`: what was planned, and what has become of it so far. It is written anew after every run, so that whatever
 * ends the program, what had been made can be reported.
 */
import { z } from 'zod';
import type { Measure } from '../checkers/measure.ts';
import { modes } from '../topology/mode.ts';
import type { Result, Results } from './results.ts';

const schema = 'kafka-chaos/suite/2';

const planned = z.object({
  index: z.int().nonnegative(),
  experiment: z.string(),
  mode: z.enum(modes),
  n: z.int().positive(),
  /** What was set for it on top of what its experiment has, each `role:key=value`. */
  set: z.array(z.string()).optional(),
});

const sweep = z.object({
  axes: z.array(z.object({ setting: z.string(), values: z.array(z.string()) })),
  gridSize: z.int().positive().optional(),
  speed: z.array(z.string()),
  measure: (z.string() as z.ZodType<Measure>).optional(),
  steadiness: z.array(z.string()),
  alarms: z.array(z.string() as z.ZodType<Measure>).optional(),
  defaults: z.array(z.string()).optional(),
});

export const suiteSchema = z.object({
  schema: z.literal(schema),
  what: z.string(),
  startedAt: z.iso.datetime(),
  seed: z.int(),
  parallel: z.int().positive(),
  kafkaVersion: z.string(),
  /** The runs that this machine was to make, each with its place in the whole plan. */
  planned: z.array(planned),
  /** Which part of the plan that is, where it was dealt out to several machines. */
  shard: z.object({ index: z.int().positive(), of: z.int().positive() }).optional(),
  sweep: sweep.optional(),
  runs: z.array(
    planned.extend({
      kafkaVersion: z.string(),
      attempt: z.int().positive(),
      outcome: z.enum(['pass', 'fail', 'unknown', 'not run']),
      reason: z.string().optional(),
      tookMs: z.number().nonnegative(),
      folder: z.string(),
    }),
  ),
});
export type SuiteJson = z.output<typeof suiteSchema>;

/** What a suite is, before anything of it has been run. */
export type SuiteHead = Omit<SuiteJson, 'schema' | 'runs'>;

export function suiteJson(head: SuiteHead, results: readonly Result[]): string {
  const runs = results.map(({ run: _, timeline: __, ...listed }) => listed);
  return `${JSON.stringify(suiteSchema.parse({ schema, ...head, runs }), null, 2)}\n`;
}

/** The results that a suite.json lists, those that it never came to among them, without what is in their folders. */
export function resultsOf({ what, startedAt, seed, parallel, shard, sweep, ...suite }: SuiteJson): Results {
  const reached = new Set(suite.runs.map(({ index }) => index));
  const left = suite.planned
    .filter(({ index }) => !reached.has(index))
    .map(
      (each): Result => ({
        ...each,
        kafkaVersion: suite.kafkaVersion,
        attempt: 1,
        outcome: 'not run',
        reason: 'the program ended before',
        tookMs: 0,
        folder: '',
      }),
    );
  const results = [...suite.runs, ...left].sort((a, b) => a.index - b.index || a.attempt - b.attempt);
  const part = { ...(shard !== undefined && { shard }), ...(sweep !== undefined && { sweep }) };
  return { what, startedAt, seed, parallel, ...part, results };
}
