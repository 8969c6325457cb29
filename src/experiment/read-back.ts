/**
 * Reads everything that was written: once as a consumer would, from the leaders, and once each replica on its own.
 */
import type { Admin } from '../clients/admin.ts';
import { readAll } from '../clients/final-reader.ts';
import { readReplicas } from '../clients/replica-reader.ts';
import type { RunClock } from '../history/clock.ts';
import type { Entry } from '../history/entry.ts';
import { arrival } from '../workloads/consumer.ts';
import type { Workload } from './workload.ts';

interface Scene {
  admin: Admin;
  topic: string;
  clock: RunClock;
  record(entry: Entry): void;
}

/** @returns what stood in the way of reading everything, in words; what is missing then is not lost for certain */
export async function readBack(
  { admin, topic, clock, record }: Scene,
  { isolation }: Workload,
): Promise<string[]> {
  const partitions = await readAll(
    admin,
    topic,
    (each) => record(arrival(clock.now(), 'read', 'final-reader', each)),
    `read_${isolation}`,
  );
  const replicas = await readReplicas(admin, topic, (each) =>
    record(arrival(clock.now(), 'replica-read', `replica-${each.broker}`, each)),
  );
  for (const { broker, partition } of replicas.filter(({ isSilent }) => isSilent)) {
    record({ type: 'event', timeNs: clock.now(), kind: 'replica-unread', broker, partition });
  }
  return [
    ...partitions
      .filter(({ hasHangingTransaction }) => hasHangingTransaction)
      .map(
        ({ partition, endOffset }) =>
          `a transaction hangs in partition ${partition}, open since ${endOffset}`,
      ),
    ...replicas
      .filter(({ stopped }) => stopped !== null)
      .map(
        ({ broker, partition, stopped }) => `partition ${partition} on broker ${broker} was read ${stopped}`,
      ),
  ];
}
