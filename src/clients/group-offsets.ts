/**
 * What a consumer group has committed, asked of its coordinator, which is found first; without patience, for those who
 * ask again soon.
 */
import { type Connection, findCoordinatorV4, offsetFetchV8 } from '@platformatic/kafka';
import type { BrokerConnections } from './broker-connections.ts';

const keyTypeGroup = 0;

/** The address `host:port` of the group's coordinator. @throws ResponseError while there is none */
export async function groupCoordinator(connections: BrokerConnections, group: string): Promise<string> {
  const { coordinators } = await connections.askAny((connection) =>
    findCoordinatorV4.api.async(connection, keyTypeGroup, [group]),
  );
  const { host, port } = coordinators[0]!;
  return `${host}:${port}`;
}

/**
 * The offsets that a group has committed in a topic, by partition; those without one are left out. It does not wait for
 * offsets that a transaction has still to commit.
 * @throws ResponseError if whom it asks is not the coordinator, or not ready to be
 */
export async function committedOffsets(
  connection: Connection,
  group: string,
  topic: string,
): Promise<Map<number, number>> {
  // Without topics all are meant; a member's epoch is no part of this version.
  const asked = { groupId: group, memberEpoch: -1, topics: null };
  const { groups } = await offsetFetchV8.api.async(connection, [asked], false);
  const partitions = groups[0]!.topics.find(({ name }) => name === topic)?.partitions ?? [];
  return new Map(
    partitions
      .map(({ partitionIndex, committedOffset }) => [partitionIndex, Number(committedOffset)] as const)
      .filter(([, offset]) => offset >= 0),
  );
}

/**
 * Whether a group has a coordinator that answers for it. The first question ever makes Kafka create the topic behind it, and
 * whoever is chosen has to read its own partition of that first.
 */
export async function isCoordinated(
  connections: BrokerConnections,
  group: string,
  topic: string,
): Promise<boolean> {
  try {
    const coordinator = await groupCoordinator(connections, group);
    await connections.ask(coordinator, (connection) => committedOffsets(connection, group, topic));
    return true;
  } catch {
    return false;
  }
}
