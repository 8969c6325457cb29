/**
 * A raw producer over kafkajs: one attempt a record, on connections of its own.
 */
import { connect, type Socket } from 'node:net';
import './kafkajs-mend.ts';
import { type ISocketFactory, Kafka, logLevel, Partitioners } from 'kafkajs';
import type { OperationError } from '../history/entry.ts';
import { type Attempt, failed, type RawProducer, type RequestState } from './attempt.ts';
import { decodePayload, encodePayload, payloadBytes } from './payload.ts';

export interface RawProducerOptions {
  bootstrapServers: readonly string[];
  clientId: string;
  topic: string;
  /** How long an attempt may stay unanswered; kafkajs's own default, and that of the Java client. */
  requestTimeoutMs?: number;
}

export async function kafkajsRawProducer(options: RawProducerOptions): Promise<RawProducer> {
  const { bootstrapServers, clientId, topic, requestTimeoutMs = 30_000 } = options;
  const requests = requestLog();
  const retry = { retries: 0 };
  const kafka = new Kafka({
    clientId,
    brokers: [...bootstrapServers],
    requestTimeout: requestTimeoutMs,
    retry,
    logLevel: logLevel.NOTHING,
    socketFactory: requests.socketFactory,
  });
  const producer = kafka.producer({
    retry,
    allowAutoTopicCreation: false,
    createPartitioner: Partitioners.DefaultPartitioner,
  });
  producer.on(producer.events.REQUEST, ({ payload }) =>
    requests.answered(payload.broker, payload.correlationId),
  );
  await producer.connect();
  // Without messages nothing is written; but the first attempt finds the topic's metadata loaded.
  await producer.send({ topic, messages: [] });
  return {
    async send(partition, value): Promise<Attempt> {
      try {
        const [written] = await producer.send({
          topic,
          acks: -1,
          timeout: requestTimeoutMs,
          messages: [{ partition, value: encodePayload(value) }],
        });
        return { outcome: 'ok', offset: Number(written!.baseOffset), ...requests.sentTo(value) };
      } catch (error) {
        return { ...failed(describe(error as Error), requests.stateOf(value)), ...requests.sentTo(value) };
      } finally {
        requests.forget(value);
      }
    },
    close: () => producer.disconnect(),
  };
}

const produceApiKey = 0;

/**
 * What became of each produce request, read off the wire.
 *
 * kafkajs cannot be asked: the error it throws may be that of a metadata refresh which followed the failed
 * request, so "connection refused" does not mean that nothing was sent, nor "unknown topic" that the leader has
 * answered. The request's bytes do not lie: after the size (4 bytes) come the API key (2), its version (2) and
 * the correlation id (4); the value of the only record is the end, but for the record's number of headers (1).
 */
function requestLog() {
  const states = new Map<string, RequestState>();
  const servers = new Map<string, string>();
  const values = new Map<string, string>();
  const socketFactory: ISocketFactory = ({ host, port, onConnect }) => {
    const socket: Socket = connect({ host, port, noDelay: true, keepAlive: true }, onConnect);
    const write = socket.write.bind(socket) as (...args: unknown[]) => boolean;
    socket.write = (bytes: unknown, ...rest: unknown[]) => {
      if (Buffer.isBuffer(bytes) && bytes.length > payloadBytes && bytes.readInt16BE(4) === produceApiKey) {
        const { value } = decodePayload(bytes.subarray(-1 - payloadBytes, -1));
        states.set(value, 'sent');
        servers.set(value, `${host}:${port}`);
        values.set(`${host}:${port} ${bytes.readInt32BE(8)}`, value);
      }
      return write(bytes, ...rest);
    };
    return socket;
  };
  return {
    socketFactory,
    answered(broker: string, correlationId: number) {
      const request = `${broker} ${correlationId}`;
      const value = values.get(request);
      values.delete(request);
      if (value !== undefined && states.has(value)) states.set(value, 'answered');
    },
    stateOf: (value: string): RequestState => states.get(value) ?? 'unsent',
    sentTo: (value: string): Pick<Attempt, 'server'> => {
      const server = servers.get(value);
      return server === undefined ? {} : { server };
    },
    forget(value: string) {
      states.delete(value);
      servers.delete(value);
    },
  };
}

/** kafkajs's errors in Kafka's words: with retries switched off the true error is the cause of the one thrown. */
function describe(thrown: Error): OperationError {
  const error = innermost(thrown) as Error & { type?: string; code?: number | string };
  if (error.type !== undefined && typeof error.code === 'number')
    return { name: error.type, code: error.code };
  return { name: nameOf(error) };
}

function nameOf(error: Error & { code?: number | string }): string {
  switch (error.name) {
    case 'KafkaJSRequestTimeoutError':
      return 'CLIENT_TIMEOUT';
    case 'KafkaJSConnectionClosedError':
      return 'CONNECTION_CLOSED';
    case 'KafkaJSConnectionError':
      return typeof error.code === 'string' ? error.code : 'CONNECTION_FAILED';
    case 'KafkaJSBrokerNotFound':
      return 'LEADER_UNKNOWN_TO_CLIENT';
    default:
      return error.name;
  }
}

function innermost(error: Error): Error {
  return error.cause instanceof Error ? innermost(error.cause) : error;
}
