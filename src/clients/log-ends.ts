/**
 * Who leads each partition of a topic, and how far a reader may read there.
 */
import { listOffsetsV7 } from '@platformatic/kafka';
import type { Admin, TopicState } from './admin.ts';
import { type Isolation, isolationLevels, type Source } from './fetch.ts';

/** Where each replica of each partition can be read: a broker without an address is not in the cluster's metadata. */
export interface Replica extends Omit<Source, 'server'> {
  broker: number;
  server: string | undefined;
  isLeader: boolean;
}

export function replicasOf(topic: string, { topicId, partitions, brokers }: TopicState): Replica[] {
  return partitions.flatMap(({ partition, replicas, leader }) =>
    replicas.map((broker) => ({
      ...{ topic, topicId, partition, broker },
      server: brokers.find(({ id }) => id === broker)?.server,
      isLeader: broker === leader,
    })),
  );
}

/** @throws Error if a partition has no leader that can be asked */
export async function leadersOf(admin: Admin, topic: string): Promise<Source[]> {
  const state = await admin.topicState(topic);
  const leaders = replicasOf(topic, state).filter(({ isLeader }) => isLeader);
  return state.partitions.map(({ partition }) => {
    const leader = leaders.find((each) => each.partition === partition);
    if (leader?.server === undefined) throw new Error(`partition ${partition} has no leader to read from`);
    return { server: leader.server, topic, topicId: state.topicId, partition };
  });
}

/**
 * The offset at which reading ends, asked of the leader: the high watermark, or for committed records the last stable
 * offset, which is where the first transaction began that is still open.
 */
export async function logEnd(
  admin: Admin,
  { server, topic, partition }: Source,
  isolation: Isolation,
): Promise<number> {
  const asked = { partitionIndex: partition, currentLeaderEpoch: -1, timestamp: latestOffset };
  const { topics } = await admin.connections.ask(server, (connection) =>
    listOffsetsV7.api.async(connection, consumerReplica, isolationLevels[isolation], [
      { name: topic, partitions: [asked] },
    ]),
  );
  return Number(topics[0]!.partitions[0]!.offset);
}

const latestOffset = -1n;
const consumerReplica = -1;
