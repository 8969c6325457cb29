import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ConsumerOptions } from '../../src/clients/kafkajs-consumer.ts';
import { EnvironmentError } from '../../src/errors.ts';
import type { RunClock } from '../../src/history/clock.ts';
import { startConsumer } from '../../src/workloads/consumer.ts';

const client = vi.hoisted(() => ({
  joins: true,
  closed: 0,
  close: async () => {},
  options: undefined as ConsumerOptions | undefined,
}));

vi.mock('../../src/clients/kafkajs-consumer.ts', () => ({
  async kafkajsConsumer(options: ConsumerOptions) {
    client.options = options;
    if (!client.joins) {
      options.signal!.throwIfAborted();
      await new Promise((_, reject) => {
        options.signal!.addEventListener('abort', () => reject(options.signal!.reason));
      });
    }
    return {
      close() {
        client.closed += 1;
        return client.close();
      },
    };
  },
}));

beforeEach(() => {
  vi.useFakeTimers();
  Object.assign(client, { joins: true, closed: 0, close: async () => {} });
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const clock: RunClock = { startedAt: new Date(0), now: () => 0, at: () => 0 };

function starting(signal = new AbortController().signal) {
  const delivered: string[] = [];
  const record = ({ value }: { value: string }) => delivered.push(value);
  const options = { bootstrapServers: [], topic: 't', signal, record, onGroup() {} };
  return { delivered, consumer: startConsumer(clock, options) };
}

test('ends once, with its connections, and delivers nothing after that', async () => {
  const { consumer: starts, delivered } = starting();
  const consumer = await starts;
  const deliver = (value: string) =>
    client.options!.onDelivery({ partition: 0, offset: 0, value, corrupted: false });
  deliver('before');
  await Promise.all([consumer.stop(), consumer.stop()]);
  deliver('after');
  expect(client.closed).toBe(1);
  expect(delivered).toEqual(['before']);
  const refused = consumer.gate.sockets({ host: '127.0.0.1', port: 1, ssl: {} as never, onConnect() {} });
  refused.on('error', () => {});
  expect(consumer.gate.refused()).toBe(1);
});

test.each([
  ['hangs', () => new Promise<void>(() => {})],
  ['fails', () => Promise.reject(new Error('no connection'))],
])('ends also where leaving the group %s', async (_, close) => {
  client.close = close;
  const consumer = await starting().consumer;
  const stopped = consumer.stop();
  await vi.advanceTimersByTimeAsync(3_000);
  await expect(stopped).resolves.toBeUndefined();
});

test('gives up a group that it cannot join, or is told not to wait for', async () => {
  client.joins = false;
  const late = new AbortController();
  // Node's own timers are not faked.
  vi.spyOn(AbortSignal, 'timeout').mockReturnValue(late.signal);
  const [slow, interrupted] = [starting(), starting(AbortSignal.abort(new Error('Ctrl-C')))];
  await expect(interrupted.consumer).rejects.toThrow('Ctrl-C');
  const refused = expect(slow.consumer).rejects.toThrow(EnvironmentError);
  late.abort(new Error('time is over'));
  await refused;
});
