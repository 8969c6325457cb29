import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import { produceV7, Writer } from '@platformatic/kafka';
import { beforeEach, describe, expect, test } from 'vitest';
import { encodePayload } from '../../src/clients/payload.ts';
import { type RequestLog, requestLog } from '../../src/clients/request-log.ts';

const server = '127.0.0.1:1';
const leaderNotHere = 6;
const notEnoughReplicas = 19;

let requests: RequestLog;
let socket: Socket;
beforeEach(() => {
  requests = requestLog();
  socket = connectionTo(server);
});

/** A connection that is watched. */
function connectionTo(address: string): Socket {
  const connection = Object.assign(new EventEmitter(), { write: () => true }) as unknown as Socket;
  requests.watch(connection, address);
  return connection;
}

function request(correlationId: number, ...records: [partition: number, value: string][]): Buffer {
  const messages = records.map(([partition, value]) => ({
    ...{ topic: 't', partition, key: Buffer.of(), value: encodePayload(value) },
  }));
  return Writer.create()
    .appendInt16(0)
    .appendInt16(7)
    .appendInt32(correlationId)
    .appendString('client', false)
    .appendFrom(produceV7.createRequest(-1, 1_000, messages))
    .prependLength().buffer;
}

function response(correlationId: number, ...errors: [partition: number, code: number][]): Buffer {
  return Writer.create()
    .appendInt32(correlationId)
    .appendArray(
      ['t'],
      (topic, name) =>
        topic
          .appendString(name, false)
          .appendArray(
            errors,
            (w, [partition, code]) =>
              w.appendInt32(partition).appendInt16(code).appendInt64(0n).appendInt64(-1n).appendInt64(0n),
            false,
            false,
          ),
      false,
      false,
    )
    .appendInt32(0)
    .prependLength().buffer;
}

describe('the log of requests', () => {
  test('knows nothing of what was never sent', () => {
    expect(requests.of(0, 'a/0')).toEqual([]);
  });

  test('knows what was sent, to whom, and what was answered', () => {
    socket.write(request(5, [1, 'a/0']));
    expect(requests.of(1, 'a/0')).toEqual([{ server }]);
    socket.emit('data', response(5, [1, notEnoughReplicas]));
    expect(requests.of(1, 'a/0')).toEqual([{ server, answer: 'NOT_ENOUGH_REPLICAS' }]);
  });

  test('keeps every try of a record apart, over all connections', () => {
    const other = connectionTo('127.0.0.1:2');
    socket.write(request(5, [0, 'a/0']));
    other.write(request(5, [0, 'a/0']));
    socket.write(request(6, [0, 'a/0']));
    other.emit('data', response(5, [0, 0]));
    socket.emit('data', response(6, [0, leaderNotHere]));
    expect(requests.of(0, 'a/0')).toEqual([
      { server },
      { server: '127.0.0.1:2', answer: 'NONE' },
      { server, answer: 'NOT_LEADER_OR_FOLLOWER' },
    ]);
  });

  test('tells the partitions of one request apart', () => {
    socket.write(request(5, [0, 'a/0'], [1, 'b/0']));
    socket.emit('data', response(5, [1, notEnoughReplicas], [0, 0]));
    expect(requests.of(0, 'a/0')).toEqual([{ server, answer: 'NONE' }]);
    expect(requests.of(1, 'b/0')).toEqual([{ server, answer: 'NOT_ENOUGH_REPLICAS' }]);
  });

  test('understands answers however the network cuts them', () => {
    for (const id of [1, 2, 3]) socket.write(request(id, [0, `a/${id}`]));
    const bytes = Buffer.concat([1, 2, 3].map((id) => response(id, [0, notEnoughReplicas])));
    const cuts = [0, 3, 10, 60, bytes.length];
    cuts.slice(1).forEach((end, index) => {
      socket.emit('data', bytes.subarray(cuts[index], end));
    });
    const answers = [1, 2, 3].map((id) => requests.of(0, `a/${id}`)[0]?.answer);
    expect(answers).toEqual(Array.from({ length: 3 }, () => 'NOT_ENOUGH_REPLICAS'));
  });

  test('forgets what it is told to, and is not irritated by an answer to it', () => {
    socket.write(request(5, [0, 'a/0']));
    requests.forget('a/0');
    socket.emit('data', response(5, [0, 0]));
    expect(requests.of(0, 'a/0')).toEqual([]);
  });

  test('looks at produce requests only', () => {
    const metadata = request(5, [0, 'a/0']);
    metadata.writeInt16BE(3, 4);
    socket.write(metadata);
    socket.write(Buffer.from('short'));
    socket.write('text');
    expect(requests.of(0, 'a/0')).toEqual([]);
  });
});
