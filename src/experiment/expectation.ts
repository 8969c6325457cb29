/**
 * What an experiment expects: bounds on its measures, everywhere or in some modes and versions only.
 */
import { z } from 'zod';
import type { Expectation } from '../checkers/expectations.ts';
import type { Measure } from '../checkers/measure.ts';
import { type Mode, modes } from '../topology/mode.ts';

/** A bound may be a number, or `predicted`: what the brokers' effective configuration allows for. */
const bound = z.union([z.number(), z.literal('predicted')]);

const release = z.string().regex(/^\d+\.\d+$/, 'is not a release of Kafka such as 4.1');

export const expectationSchema = z.strictObject({
  name: z.string().min(1),
  measure: z.string() as z.ZodType<Measure>,
  atMost: bound.optional(),
  atLeast: z.number().optional(),
  equals: z.number().optional(),
  /** In these modes only. */
  modes: z.array(z.enum(modes)).nonempty().optional(),
  /** From this release of Kafka on only. */
  since: release.optional(),
  /** Before this release of Kafka only. */
  before: release.optional(),
});
export type WrittenExpectation = z.output<typeof expectationSchema>;

/** Whether it is expected wherever the experiment runs. */
export function isGeneral({ modes, since, before }: WrittenExpectation): boolean {
  return modes === undefined && since === undefined && before === undefined;
}

/** Whether it is expected of a cluster. */
export function isExpected(
  { modes, since, before }: WrittenExpectation,
  { mode, kafkaVersion }: { mode: Mode; kafkaVersion: string },
): boolean {
  return (
    (modes?.includes(mode) ?? true) &&
    (since === undefined || !isOlder(kafkaVersion, since)) &&
    (before === undefined || isOlder(kafkaVersion, before))
  );
}

/** The expectation with numbers only: `predicted` replaced by what it came to for this cluster. */
export function withBound(
  { name, measure, atMost, atLeast, equals }: WrittenExpectation,
  predictedMs: number | undefined,
): Expectation {
  return { name, measure, atMost: atMost === 'predicted' ? predictedMs : atMost, atLeast, equals };
}

function isOlder(kafkaVersion: string, release: string): boolean {
  const [major = 0, minor = 0] = kafkaVersion.split('.').map(Number);
  const [ofMajor = 0, ofMinor = 0] = release.split('.').map(Number);
  return major < ofMajor || (major === ofMajor && minor < ofMinor);
}
