/**
 * Reads everything that was written: once as a consumer would, from the leaders, and once each replica on its own.
 */
import type { Admin } from '../clients/admin.ts';
import { readAll } from '../clients/final-reader.ts';
import { readReplicas } from '../clients/replica-reader.ts';
import type { RunClock } from '../history/clock.ts';
import type { Entry, EventBody } from '../history/entry.ts';
import { arrival } from '../workloads/consumer.ts';
import type { Workload } from './workload.ts';

interface Scene {
  admin: Admin;
  topic: string;
  clock: RunClock;
  record(entry: Entry): void;
  tell(event: EventBody): void;
}

/** Tells what stood in the way of reading everything: what was not read then is not lost, it is not known. */
export async function readBack(scene: Scene, { isolation }: Workload): Promise<void> {
  const { admin, topic, clock, record, tell } = scene;
  const partitions = await readAll(
    admin,
    topic,
    (each) => record(arrival(clock.now(), 'read', 'final-reader', each)),
    `read_${isolation}`,
  );
  for (const { partition, endOffset, stopped, hasHangingTransaction } of partitions) {
    if (stopped !== null) {
      tell({ kind: 'trouble', what: `partition ${partition} could not be read from its leader ${stopped}` });
    } else if (hasHangingTransaction) {
      const what = `partition ${partition} could be read to offset ${endOffset} only, where a transaction hangs`;
      tell({ kind: 'trouble', what });
    }
  }
  const replicas = await readReplicas(admin, topic, (each) =>
    record(arrival(clock.now(), 'replica-read', `replica-${each.broker}`, each)),
  );
  for (const { broker, partition, stopped, isSilent } of replicas) {
    if (stopped === null) continue;
    if (isSilent) record({ type: 'event', timeNs: clock.now(), kind: 'replica-unread', broker, partition });
    tell({ kind: 'note', what: `partition ${partition} on broker ${broker} was read ${stopped}` });
  }
}
