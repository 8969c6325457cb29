/**
 * A producer as an application has it over kafkajs: one client for all partitions, with kafkajs's own retries, time limits
 * and sockets. Several sends may be under way at once.
 *
 * Idempotent, kafkajs (2.2.4) sends to each broker one request at a time, and tries again without end. Its sequence
 * numbers are those of requests, not of records: when a request fails it takes the number back, and another record that
 * waited for the same broker gets it while the first one pauses before its retry. If the failed request had been
 * written after all, the broker takes the other record for a copy and acknowledges it without writing it, and the
 * first one is written twice. A record that has waited 65.5 s for its turn is given up (KafkaJSLockTimeout).
 */
import './kafkajs-mend.ts';
import { Kafka, logLevel, Partitioners } from 'kafkajs';
import type { ApplicationOptions } from './application-options.ts';
import type { Producer } from './attempt.ts';
import { kafkajsSettings } from './client-settings.ts';
import { kafkajsSend } from './kafkajs-send.ts';
import { requestLog } from './request-log.ts';

/** How kafkajs opens its connections when nobody says otherwise. */
export const kafkajsOwnSockets = { keepAlive: true, keepAliveInitialDelay: 60_000 };

export async function kafkajsApplication(options: ApplicationOptions): Promise<Producer> {
  const { bootstrapServers, clientId, topic, acks, idempotent = false, settings = {} } = options;
  const { client, own } = kafkajsSettings('producer', settings);
  const requests = requestLog();
  const kafka = new Kafka({
    clientId,
    brokers: [...bootstrapServers],
    logLevel: logLevel.NOTHING,
    socketFactory: requests.sockets(kafkajsOwnSockets),
    ...client,
  });
  const producer = kafka.producer({
    idempotent,
    // As kafkajs's documentation asks of whoever wants idempotence.
    ...(idempotent && { maxInFlightRequests: 1 }),
    allowAutoTopicCreation: false,
    createPartitioner: Partitioners.DefaultPartitioner,
    ...own,
  });
  await producer.connect();
  return {
    send: kafkajsSend(producer, requests, { topic, acks }),
    close: () => producer.disconnect(),
  };
}
