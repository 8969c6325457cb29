/**
 * What an application felt that uses one client library as it comes, with the library's own retries: for how long nothing
 * of its own was acknowledged, how long its longest send took, which errors were left when the retries were over.
 */
import type { Entry } from '../history/entry.ts';
import { availability } from './availability.ts';
import { type ErrorCounts, errors } from './errors.ts';
import type { Fold } from './fold.ts';
import { type Latency, latency } from './latency.ts';
import { type Recovery, recovery } from './recovery.ts';
import { steady } from './steady.ts';
import { ceilMs } from './time.ts';
import type { Availability } from './windows.ts';
import { only } from './workload.ts';

export interface ClientExperience {
  produce: Availability;
  errors: ErrorCounts;
  latencyMs: Latency;
  /** From the scheduled time to the answer, or to giving up, in ms; null if nothing was sent. */
  longestSendMs: number | null;
  /** When it knew of the new leader, had acknowledgements on every partition, and was served as before. */
  recovery: Pick<Recovery, 'clientMs' | 'firstAckMs' | 'steadyMs'>;
}

export interface ClientOptions {
  /** The name of its workload. */
  name: string;
  /** How often it sends to each partition, in ms. */
  intervalMs: number;
  partitions: readonly number[];
  brokerIds: Readonly<Record<string, number>>;
}

export function client(options: ClientOptions): Fold<ClientExperience> {
  const { name, intervalMs, partitions, brokerIds } = options;
  const produce = availability({ kind: 'produce', intervalMs, partitions });
  const pace = steady();
  const folds = {
    produce,
    pace,
    errors: errors(),
    latencyMs: latency({ disturbedUntilNs: produce.disturbedUntilNs }),
    recovery: recovery({
      brokerIds,
      partitions: () => produce.result().partitions,
      steady: () => pace.result(),
    }),
  };
  let longestNs: number | undefined;
  return only(name, {
    add(entry: Entry) {
      for (const each of Object.values<Fold<unknown>>(folds)) each.add(entry);
      if (entry.type !== 'operation' || entry.kind !== 'produce') return;
      longestNs = Math.max(longestNs ?? 0, entry.completedNs - entry.scheduledNs);
    },
    result() {
      const { clientMs, firstAckMs, steadyMs } = folds.recovery.result();
      return {
        produce: produce.result(),
        errors: folds.errors.result(),
        latencyMs: folds.latencyMs.result(),
        longestSendMs: longestNs === undefined ? null : ceilMs(longestNs),
        recovery: { clientMs, firstAckMs, steadyMs },
      };
    },
  });
}
