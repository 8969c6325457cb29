/**
 * What became of each produce request, read off the wire.
 *
 * Clients cannot be asked: the error that kafkajs throws may be that of a metadata refresh which followed the failed
 * request, and after retries both libraries forget how earlier attempts ended. So "connection refused" does not mean that
 * nothing was sent, nor "unknown topic" that the leader has answered. The bytes do not lie.
 */
import { connect, type Socket, type SocketConstructorOpts } from 'node:net';
import {
  produceV3,
  produceV4,
  produceV5,
  produceV6,
  produceV7,
  produceV8,
  produceV9,
  produceV10,
  produceV11,
  protocolErrorsCodesById,
  Reader,
  ResponseError,
} from '@platformatic/kafka';
import type { ISocketFactory } from 'kafkajs';
import type { SentRequest } from './attempt.ts';
import { payloadsIn } from './payload.ts';

export interface RequestLog {
  /** Reads along on a connection; from before its first produce request. */
  watch(socket: Socket, server: string): void;
  /** Opens kafkajs's connections, with options of Node's own, and watches them. */
  sockets(
    options: Pick<SocketConstructorOpts, 'noDelay' | 'keepAlive' | 'keepAliveInitialDelay'>,
  ): ISocketFactory;
  /** The requests in which a record was sent so far, in order. */
  of(partition: number, value: string): SentRequest[];
  /** Drops what is known of a record. */
  forget(value: string): void;
}

/** A request on a connection, and what was answered, by partition. */
interface Sent {
  server: string;
  correlationId: number;
  apiVersion: number;
  answers?: Map<number, string>;
  /** Those of its connection that wait for an answer. */
  waiting: Map<number, Sent>;
}

const produceApiKey = 0;
/** Of a request and of a response: the length of what follows. */
const lengthBytes = 4;

export function requestLog(): RequestLog {
  const requests = new Map<string, Sent[]>();

  const watch = (socket: Socket, server: string) => {
    const waiting = new Map<number, Sent>();
    const write = socket.write.bind(socket) as (...args: unknown[]) => boolean;
    socket.write = (bytes: unknown, ...rest: unknown[]) => {
      const header = Buffer.isBuffer(bytes) ? produceHeader(bytes) : undefined;
      if (header !== undefined) {
        const sent: Sent = { ...header, server, waiting };
        waiting.set(header.correlationId, sent);
        for (const { value } of payloadsIn(bytes as Buffer)) {
          requests.set(value, [...(requests.get(value) ?? []), sent]);
        }
      }
      return write(bytes, ...rest);
    };
    // Before the client's own listener, which may end the call.
    socket.prependListener(
      'data',
      framed((response) => {
        const sent = waiting.get(response.readInt32BE(0));
        if (sent === undefined) return;
        waiting.delete(sent.correlationId);
        sent.answers = answersIn(response, sent.apiVersion);
      }),
    );
  };

  return {
    watch,
    sockets:
      (options) =>
      ({ host, port, onConnect }) => {
        const socket = connect({ ...options, host, port }, onConnect);
        watch(socket, `${host}:${port}`);
        return socket;
      },
    of: (partition, value) =>
      (requests.get(value) ?? []).map(({ server, answers }) => {
        const answer = answers?.get(partition);
        return { server, ...(answer !== undefined && { answer }) };
      }),
    forget(value) {
      // A request without an answer, as all are with acks=0, would wait for ever.
      for (const { waiting, correlationId } of requests.get(value) ?? []) waiting.delete(correlationId);
      requests.delete(value);
    },
  };
}

/** After the length come the API key (2 bytes), its version (2) and the correlation id (4). */
function produceHeader(bytes: Buffer): Pick<Sent, 'correlationId' | 'apiVersion'> | undefined {
  if (bytes.length < lengthBytes + 8 || bytes.readInt16BE(4) !== produceApiKey) return undefined;
  return { apiVersion: bytes.readInt16BE(6), correlationId: bytes.readInt32BE(8) };
}

/** A listener of a socket that calls back with each whole response, without its length. */
function framed(onResponse: (response: Buffer) => void): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  return (chunk) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    while (rest.length >= lengthBytes) {
      const end = lengthBytes + rest.readInt32BE(0);
      if (rest.length < end) return;
      onResponse(rest.subarray(lengthBytes, end));
      rest = rest.subarray(end);
    }
  };
}

const parsers = new Map(
  [produceV3, produceV4, produceV5, produceV6, produceV7, produceV8, produceV9, produceV10, produceV11].map(
    ({ api, parseResponse }) => [api.version, parseResponse],
  ),
);
/** From this version on there are tagged fields after the correlation id; nobody sends any. */
const firstFlexibleVersion = 9;

/** Kafka's names of the errors in a response, by partition; of one topic, for no client of ours writes to another. */
function answersIn(response: Buffer, apiVersion: number): Map<number, string> {
  const parse = parsers.get(apiVersion);
  if (parse === undefined) throw new Error(`produce requests of version ${apiVersion} cannot be followed`);
  const headerBytes = apiVersion < firstFlexibleVersion ? 4 : 5;
  const reader = Reader.from(response.subarray(headerBytes));
  const { responses } = answerOrErrors(() => parse(0, produceApiKey, apiVersion, reader));
  return new Map(
    responses.flatMap(({ partitionResponses }) =>
      partitionResponses.map(({ index, errorCode }) => [
        index,
        protocolErrorsCodesById[errorCode] ?? 'UNKNOWN',
      ]),
    ),
  );
}

type Answer = { responses: { partitionResponses: { index: number; errorCode: number }[] }[] };

/** An answer that holds errors is thrown. */
function answerOrErrors(parse: () => Answer): Answer {
  try {
    return parse();
  } catch (error) {
    if (error instanceof ResponseError) return error.response as Answer;
    throw error;
  }
}
