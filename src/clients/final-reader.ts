/**
 * Reads all that a topic holds, from the first to the end offset of every partition, straight from the leaders.
 */
import { fetchV13, listOffsetsV7 } from '@platformatic/kafka';
import type { Admin } from './admin.ts';
import type { Delivery } from './kafkajs-consumer.ts';
import { decodePayload } from './payload.ts';

const latestOffset = -1n;
const readUncommitted = 0;
const consumerReplica = -1;
const fetchBytes = 1_048_576;

/** A partition, and where it can be read. */
interface Source {
  /** Address of the leader. */
  server: string;
  topic: string;
  topicId: string;
  partition: number;
}

export async function readAll(
  admin: Admin,
  topic: string,
  onRecord: (record: Delivery) => void,
): Promise<void> {
  await Promise.all((await sources(admin, topic)).map((source) => readPartition(admin, source, onRecord)));
}

/** The offset that the next record of each partition will get, by partition. */
export async function endOffsets(admin: Admin, topic: string): Promise<Map<number, number>> {
  const each = (await sources(admin, topic)).map(
    async (source) => [source.partition, await endOffset(admin, source)] as const,
  );
  return new Map(await Promise.all(each));
}

async function sources(admin: Admin, topic: string): Promise<Source[]> {
  const { topicId, partitions, brokers } = await admin.topicState(topic);
  return partitions.map(({ partition, leader }) => {
    const server = brokers.find((broker) => broker.id === leader)?.server;
    if (server === undefined) throw new Error(`partition ${partition} has no leader to read from`);
    return { server, topic, topicId, partition };
  });
}

async function endOffset(admin: Admin, { server, topic, partition }: Source): Promise<number> {
  const offsets = await admin.connections.ask(server, (connection) =>
    listOffsetsV7.api.async(connection, consumerReplica, readUncommitted, [
      {
        name: topic,
        partitions: [{ partitionIndex: partition, currentLeaderEpoch: -1, timestamp: latestOffset }],
      },
    ]),
  );
  return Number(offsets.topics[0]!.partitions[0]!.offset);
}

async function readPartition(
  admin: Admin,
  source: Source,
  onRecord: (record: Delivery) => void,
): Promise<void> {
  const { server, topicId, partition } = source;
  const end = await endOffset(admin, source);
  let next = 0;
  while (next < end) {
    const request = {
      topicId,
      partitions: [
        {
          partition,
          currentLeaderEpoch: -1,
          fetchOffset: BigInt(next),
          lastFetchedEpoch: -1,
          partitionMaxBytes: fetchBytes,
        },
      ],
    };
    const response = await admin.connections.ask(server, (connection) =>
      fetchV13.api.async(connection, 500, 1, fetchBytes, readUncommitted, 0, -1, [request], [], ''),
    );
    const before = next;
    for (const batch of response.responses[0]?.partitions[0]?.records ?? []) {
      for (const record of batch.records) {
        const offset = Number(batch.firstOffset) + record.offsetDelta;
        // A fetch begins with the whole batch that holds its offset.
        if (offset < before) continue;
        const payload = decodePayload(record.value ?? Buffer.of());
        onRecord({ partition, offset, ...payload });
      }
      next = Math.max(next, Number(batch.firstOffset) + batch.lastOffsetDelta + 1);
    }
    if (next === before) throw new Error(`partition ${partition} gave nothing at offset ${next} of ${end}`);
  }
}
