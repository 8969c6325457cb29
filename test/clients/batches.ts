/** Record batches as a broker sends them, byte for byte, and answers made of them. */
import {
  type Connection,
  crc32c,
  createRecordsBatch,
  IS_CONTROL,
  IS_TRANSACTIONAL,
  Reader,
  Writer,
} from '@platformatic/kafka';
import type { BrokerConnections } from '../../src/clients/broker-connections.ts';
import { encodePayload } from '../../src/clients/payload.ts';

export interface BatchFields {
  leaderEpoch?: number;
  producerId?: bigint;
  transactional?: boolean;
  control?: boolean;
  compression?: 'gzip' | 'none';
}

/** A batch of these values from `firstOffset` on. */
export function batch(firstOffset: number, values: readonly string[], fields: BatchFields = {}): Buffer {
  const { leaderEpoch = 0, producerId = -1n, transactional = false, control = false, compression } = fields;
  const messages = values.map((value) => ({ topic: 't', value: encodePayload(value), timestamp: 1_000n }));
  const bytes = Buffer.from(
    createRecordsBatch(messages, { producerId, compression: compression ?? 'none' }).buffer,
  );
  bytes.writeBigInt64BE(BigInt(firstOffset), 0);
  bytes.writeInt32BE(leaderEpoch, 12);
  const attributes =
    bytes.readInt16BE(21) | (transactional ? IS_TRANSACTIONAL : 0) | (control ? IS_CONTROL : 0);
  bytes.writeInt16BE(attributes, 21);
  return signed(bytes);
}

/** The same with a checksum that fits. */
export function signed(bytes: Buffer): Buffer {
  bytes.writeUInt32BE(crc32c(bytes.subarray(21)), 17);
  return bytes;
}

export interface Answer {
  errorCode?: number;
  highWatermark: number;
  aborted?: { producerId: bigint; firstOffset: number }[];
  bytes: Buffer;
}

/** Connections to brokers that answer a fetch from an offset as told. */
export function brokers(answer: (offset: number, server: string) => Answer): BrokerConnections {
  return {
    ask: (server, request) => request(connection((offset) => answer(offset, server))),
    askAny: () => Promise.reject(new Error('nobody in particular')),
    close: async () => {},
  };
}

const fetchOffsetAt = 51;

function connection(answer: (offset: number) => Answer): Connection {
  type Parser = (correlationId: number, key: number, version: number, reader: Reader) => unknown;
  type Done = (error: unknown, result?: unknown) => void;
  const send = (key: number, version: number, create: () => Writer, parse: Parser, ...rest: unknown[]) => {
    const done = rest.at(-1) as Done;
    const request = create().buffer;
    const offset = Number(request.readBigInt64BE(fetchOffsetAt));
    try {
      done(null, parse(1, key, version, Reader.from(response(answer(offset)))));
    } catch (error) {
      done(error);
    }
  };
  return { send } as unknown as Connection;
}

/** FetchResponse, version 13, behind its header. */
export function response({ errorCode = 0, highWatermark, aborted = [], bytes }: Answer): Buffer {
  const writer = Writer.create().appendInt32(0).appendInt16(0).appendInt32(0);
  writer
    .appendArray([0], (topic) => {
      topic.appendUUID('00000000-0000-0000-0000-000000000001').appendArray([0], (partition) => {
        partition
          .appendInt32(0)
          .appendInt16(errorCode)
          .appendInt64(BigInt(highWatermark))
          .appendInt64(BigInt(highWatermark))
          .appendInt64(0n)
          .appendArray(aborted, (w, each) => {
            w.appendInt64(each.producerId).appendInt64(BigInt(each.firstOffset));
          })
          .appendInt32(-1)
          .appendUnsignedVarInt(bytes.length + 1)
          .append(bytes);
      });
    })
    .appendTaggedFields();
  return writer.buffer;
}
