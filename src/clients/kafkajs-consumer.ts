/**
 * A consumer group of one member over kafkajs, with the client's own defaults: what an application would run.
 */
import './kafkajs-mend.ts';
import { Kafka, logLevel } from 'kafkajs';
import { decodePayload } from './payload.ts';

export interface Delivery {
  partition: number;
  offset: number;
  value: string;
  corrupted: boolean;
}

/** Returns when the group has been joined: from then on the consumer fetches. */
export async function kafkajsConsumer(options: {
  bootstrapServers: readonly string[];
  topic: string;
  groupId: string;
  onDelivery(delivery: Delivery): void;
}): Promise<{ close(): Promise<void> }> {
  const { bootstrapServers, topic, groupId, onDelivery } = options;
  const kafka = new Kafka({ clientId: groupId, brokers: [...bootstrapServers], logLevel: logLevel.NOTHING });
  const consumer = kafka.consumer({ groupId });
  const joined = new Promise<void>((resolve) => consumer.on(consumer.events.GROUP_JOIN, () => resolve()));
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({
    eachMessage: async ({ partition, message }) => {
      onDelivery({
        partition,
        offset: Number(message.offset),
        ...decodePayload(message.value ?? Buffer.of()),
      });
    },
  });
  await joined;
  return { close: () => consumer.disconnect() };
}
