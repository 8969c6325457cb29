/**
 * A raw producer over kafkajs: one attempt a record, without retries, on connections of its own.
 */
import './kafkajs-mend.ts';
import { Kafka, logLevel, Partitioners } from 'kafkajs';
import type { Acks, Producer } from './attempt.ts';
import { kafkajsSend } from './kafkajs-send.ts';
import { requestLog } from './request-log.ts';

export interface RawProducerOptions {
  bootstrapServers: readonly string[];
  clientId: string;
  topic: string;
  acks?: Acks;
  /** How long an attempt may stay unanswered; kafkajs's own default, and that of the Java client. */
  requestTimeoutMs?: number;
}

export async function kafkajsRawProducer(options: RawProducerOptions): Promise<Producer> {
  const { bootstrapServers, clientId, topic, acks = -1, requestTimeoutMs = 30_000 } = options;
  const requests = requestLog();
  const retry = { retries: 0 };
  const kafka = new Kafka({
    clientId,
    brokers: [...bootstrapServers],
    requestTimeout: requestTimeoutMs,
    retry,
    logLevel: logLevel.NOTHING,
    socketFactory: requests.sockets({ noDelay: true, keepAlive: true }),
  });
  const producer = kafka.producer({
    retry,
    allowAutoTopicCreation: false,
    createPartitioner: Partitioners.DefaultPartitioner,
  });
  await producer.connect();
  // Without messages nothing is written; but the first attempt finds the topic's metadata loaded.
  await producer.send({ topic, messages: [] });
  return {
    send: kafkajsSend(producer, requests, { topic, acks, timeout: requestTimeoutMs }),
    close: () => producer.disconnect(),
  };
}
