/**
 * Who the active controller is, as a single broker sees it, which may be wrong: for those who compare several.
 */
import { type Connection, describeClusterV0, describeQuorumV0, ResponseError } from '@platformatic/kafka';
import type { Mode } from '../topology/mode.ts';
import { namesOf } from './admin.ts';
import { passing } from './request.ts';

/**
 * The active controller as one broker tells it at this moment, or null if it knows none. The controller epoch is the
 * quorum's leader epoch; in ZooKeeper mode brokers do not tell it (null).
 */
export async function controllerAccordingTo(
  connection: Connection,
  mode: Mode,
): Promise<{ id: number; epoch: number | null } | null> {
  if (mode === 'zk') {
    const { controllerId } = await describeClusterV0.api.async(connection, false, 1);
    return controllerId < 0 ? null : { id: controllerId, epoch: null };
  }
  const log = { topicName: '__cluster_metadata', partitions: [{ partitionIndex: 0 }] };
  try {
    const { topics } = await describeQuorumV0.api.async(connection, [log]);
    const { leaderId, leaderEpoch } = topics[0]!.partitions[0]!;
    return leaderId < 0 ? null : { id: leaderId, epoch: leaderEpoch };
  } catch (error) {
    if (error instanceof ResponseError && namesOf(error).every((each) => passing.has(each))) return null;
    throw error;
  }
}
