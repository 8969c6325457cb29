/**
 * As much of a broker as a producer needs, on one connection after the other: it leads every partition, coordinates every
 * transaction, and answers as it is told.
 */
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { Reader, Writer } from '@platformatic/kafka';

/** An error code of Kafka's, or what happens instead of an answer. */
export type Reply = number | 'silence' | 'cut';

export interface FakeBroker {
  server: string;
  /** How the next requests to produce are answered; 0 when there are no more. */
  produceReplies: Reply[];
  /** How the next requests to end a transaction are answered; 0 when there are no more. */
  endReplies: Reply[];
  /** What was asked of it: `produce`, `commit`, `abort`, `init` (a producer's id). */
  asked: string[];
  close(): void;
}

const apiKeys = {
  produce: 0,
  metadata: 3,
  coordinator: 10,
  versions: 18,
  init: 22,
  addPartitions: 24,
  end: 26,
};

export async function fakeBroker(
  topic: string,
  partitions: number,
  produceVersion: number,
): Promise<FakeBroker> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    let rest: Buffer = Buffer.alloc(0);
    socket.on('data', (chunk) => {
      rest = Buffer.concat([rest, chunk as Buffer]);
      while (rest.length >= 4 && rest.length >= 4 + rest.readInt32BE(0)) {
        const request = rest.subarray(4, 4 + rest.readInt32BE(0));
        rest = rest.subarray(4 + request.length);
        answer(socket, request);
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const offsets = new Map<number, number>();
  const broker: FakeBroker = {
    server: `127.0.0.1:${port}`,
    produceReplies: [],
    endReplies: [],
    asked: [],
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };

  const answer = (socket: Socket, request: Buffer) => {
    const apiVersion = request.readInt16BE(2);
    const body = Reader.from(request.subarray(8));
    const writer = Writer.create().appendInt32(request.readInt32BE(4));
    const clientId = body.readNullableString(false);
    if (clientId === null) throw new Error('a client without an id');
    const send = (reply: Reply = 0) => {
      if (reply === 'cut') socket.destroy();
      else if (reply !== 'silence') socket.write(writer.prependLength().buffer);
    };
    const codeOf = (reply: Reply = 0) => (typeof reply === 'number' ? reply : 0);
    switch (request.readInt16BE(0)) {
      case apiKeys.versions: {
        const isFlexible = apiVersion >= 3;
        const versions = Object.entries({ produce: produceVersion, metadata: 5, coordinator: 1 });
        const all = [...versions, ['versions', apiVersion], ['init', 0], ['addPartitions', 0], ['end', 0]];
        const write = (w: Writer, [name, version]: (typeof all)[number]) =>
          w
            .appendInt16(apiKeys[name as keyof typeof apiKeys])
            .appendInt16(Number(version))
            .appendInt16(Number(version));
        writer.appendInt16(0).appendArray(all, write, isFlexible, isFlexible).appendInt32(0);
        if (isFlexible) writer.appendTaggedFields();
        return send();
      }
      case apiKeys.metadata: {
        const ids = Array.from({ length: partitions }, (_, partition) => partition);
        const own = (w: Writer) =>
          w
            .appendArray([1], (x, id) => x.appendInt32(id), false, false)
            .appendArray([1], (x, id) => x.appendInt32(id), false, false)
            .appendArray([], () => {}, false, false);
        writer
          .appendInt32(0)
          .appendArray(
            [1],
            (w, id) =>
              w.appendInt32(id).appendString('127.0.0.1', false).appendInt32(port).appendString(null, false),
            false,
            false,
          )
          .appendString('fake', false)
          .appendInt32(1)
          .appendArray(
            [topic],
            (w, name) =>
              w
                .appendInt16(0)
                .appendString(name, false)
                .appendBoolean(false)
                .appendArray(
                  ids,
                  (x, id) => own(x.appendInt16(0).appendInt32(id).appendInt32(1)),
                  false,
                  false,
                ),
            false,
            false,
          );
        return send();
      }
      case apiKeys.coordinator:
        writer
          .appendInt32(0)
          .appendInt16(0)
          .appendString(null, false)
          .appendInt32(1)
          .appendString('127.0.0.1', false)
          .appendInt32(port);
        return send();
      case apiKeys.init:
        broker.asked.push('init');
        writer.appendInt32(0).appendInt16(0).appendInt64(77n).appendInt16(0);
        return send();
      case apiKeys.addPartitions: {
        body.readString(false);
        body.readInt64();
        body.readInt16();
        const topics = body.readArray(
          (r) => ({ name: r.readString(false), ids: r.readArray((x) => x.readInt32(), false, false) }),
          false,
          false,
        );
        writer
          .appendInt32(0)
          .appendArray(
            topics,
            (w, { name, ids }) =>
              w
                .appendString(name, false)
                .appendArray(ids, (x, id) => x.appendInt32(id).appendInt16(0), false, false),
            false,
            false,
          );
        return send();
      }
      case apiKeys.end: {
        body.readString(false);
        body.readInt64();
        body.readInt16();
        broker.asked.push(body.readBoolean() ? 'commit' : 'abort');
        const reply = broker.endReplies.shift();
        writer.appendInt32(0).appendInt16(codeOf(reply));
        return send(reply);
      }
      case apiKeys.produce: {
        broker.asked.push('produce');
        const isFlexible = apiVersion >= 9;
        if (isFlexible) body.readTaggedFields();
        body.readNullableString(isFlexible);
        const acks = body.readInt16();
        body.readInt32();
        const ids = body
          .readArray(
            (r) => {
              r.readString(isFlexible);
              return r.readArray(
                (x) => {
                  const id = x.readInt32();
                  x.readBytes(isFlexible);
                  return id;
                },
                isFlexible,
                isFlexible,
              );
            },
            isFlexible,
            isFlexible,
          )
          .flat();
        const reply = broker.produceReplies.shift();
        const code = codeOf(reply);
        if (isFlexible) writer.appendTaggedFields();
        writer
          .appendArray(
            [topic],
            (w, name) =>
              w.appendString(name, isFlexible).appendArray(
                ids,
                (x, id) => {
                  const offset = offsets.get(id) ?? 0;
                  if (code === 0) offsets.set(id, offset + 1);
                  x.appendInt32(id)
                    .appendInt16(code)
                    .appendInt64(BigInt(code === 0 ? offset : -1))
                    .appendInt64(-1n)
                    .appendInt64(0n);
                  if (isFlexible) x.appendArray([], () => {}).appendString(null);
                },
                isFlexible,
                isFlexible,
              ),
            isFlexible,
            isFlexible,
          )
          .appendInt32(0);
        if (isFlexible) writer.appendTaggedFields();
        return acks === 0 ? undefined : send(reply);
      }
      default:
        throw new Error(`API key ${request.readInt16BE(0)} is not known here`);
    }
  };
  return broker;
}
