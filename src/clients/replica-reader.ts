/**
 * Reads every replica of a topic on its own, straight from the broker that holds it: followers answer a consumer's
 * fetch too (fetch.ts says why), up to the high watermark that they know.
 */
import type { Admin } from './admin.ts';
import { endOffsets } from './final-reader.ts';
import { type Replica, replicasOf } from './log-ends.ts';
import { type LogRecord, type Progress, readLog } from './partition-reader.ts';

export interface ReplicaRecord extends LogRecord {
  /** Kafka's id of the broker whose replica it is. */
  broker: number;
}

/** How far a replica was read: `stopped` if it did not show all that its leader has, or could not be read on. */
export interface ReplicaRead extends Progress {
  broker: number;
  partition: number;
}

/**
 * Hands every record of every replica to `onRecord`, of each replica in order. Each is read to its leader's end, for which
 * it waits a while, because a follower learns of the high watermark only with its next fetch. What aborted transactions
 * wrote is among the records; control batches are not.
 *
 * A replica that cannot be read is told of, and keeps none of the others from being read.
 * @throws Error if a partition has no leader
 */
export async function readReplicas(
  admin: Admin,
  topic: string,
  onRecord: (record: ReplicaRecord) => void,
): Promise<ReplicaRead[]> {
  const ends = await endOffsets(admin, topic, 'read_uncommitted');
  const replicas = replicasOf(topic, await admin.topicState(topic));
  return await Promise.all(
    replicas.map((replica) => readReplica(admin, replica, ends.get(replica.partition)!, onRecord)),
  );
}

async function readReplica(
  admin: Admin,
  { server, broker, ...where }: Replica,
  end: number,
  onRecord: (record: ReplicaRecord) => void,
): Promise<ReplicaRead> {
  const { partition } = where;
  if (server === undefined) {
    const stopped = `broker ${broker} is not in the cluster's metadata`;
    return { broker, partition, nextOffset: 0, stopped, isSilent: true };
  }
  const read = { end, isolation: 'read_uncommitted' } as const;
  const progress = await readLog(admin.connections, { ...where, server }, read, (record) =>
    onRecord({ broker, ...record }),
  );
  return { broker, partition, ...progress };
}
