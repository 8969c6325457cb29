import type { Consumer, EachBatchPayload } from 'kafkajs';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type GroupChange, kafkajsConsumer } from '../../src/clients/kafkajs-consumer.ts';
import { encodePayload } from '../../src/clients/payload.ts';

type Committed = { topic: string; partition: number; offset: string }[];

const client = vi.hoisted(() => ({
  listeners: new Map<string, (event: { payload: unknown }) => void>(),
  commits: [] as Committed[],
  answer: async () => {},
  options: {} as Record<string, unknown>,
  run: {} as Record<string, unknown>,
  joins: true,
  disconnected: 0,
}));

vi.mock('kafkajs', async (importActual) => {
  const actual = await importActual<typeof import('kafkajs')>();
  const events = { GROUP_JOIN: 'join', REBALANCING: 'rebalancing', CRASH: 'crash', END_BATCH_PROCESS: 'end' };
  class Kafka {
    consumer(options: Record<string, unknown>): Partial<Consumer> {
      client.options = options;
      return {
        events: events as never,
        on: ((name: string, listener: () => void) => client.listeners.set(name, listener)) as never,
        connect: async () => {},
        disconnect: async () => {
          client.disconnected += 1;
        },
        subscribe: async () => {},
        run: async (run) => {
          client.run = run as never;
          if (client.joins) client.listeners.get('join')?.({ payload: {} });
        },
        commitOffsets: (offsets) => {
          client.commits.push(offsets as Committed);
          return client.answer();
        },
      };
    }
  }
  return { ...actual, Kafka };
});

beforeEach(() => {
  vi.useFakeTimers();
  client.commits = [];
  client.answer = async () => {};
  client.joins = true;
  client.disconnected = 0;
});
afterEach(() => {
  vi.useRealTimers();
});

test('a topic that is gone is not made again by asking for it', async () => {
  await consuming();
  expect(client.options).toMatchObject({ groupId: 'g', allowAutoTopicCreation: false });
});

test.each(['before it began', 'while it waits'])('gives up joining when it is told to %s', async (when) => {
  client.joins = false;
  const told = new AbortController();
  if (when === 'before it began') told.abort(new Error('enough'));
  const joining = consuming(told.signal);
  const refused = expect(joining).rejects.toThrow('enough');
  await vi.advanceTimersByTimeAsync(60_000);
  told.abort(new Error('enough'));
  await refused;
  expect(client.disconnected).toBe(1);
});

async function consuming(signal?: AbortSignal) {
  const deliveries: string[] = [];
  const positions: string[] = [];
  const changes: GroupChange[] = [];
  const consumer = await kafkajsConsumer({
    bootstrapServers: ['127.0.0.1:1'],
    topic: 't',
    groupId: 'g',
    readUncommitted: false,
    signal,
    onDelivery: ({ partition, offset, value }) => deliveries.push(`${partition}/${offset} ${value}`),
    onPosition: (partition, offset) => positions.push(`${partition}/${offset}`),
    onGroup: (change) => changes.push(change),
  });
  /** A batch of kafkajs's; its last offset may be that of a control batch. */
  const batch = async (partition: number, offsets: number[], lastOffset = offsets.at(-1)!) => {
    const messages = offsets.map((offset) => ({
      offset: String(offset),
      value: encodePayload(`v${offset}`),
    }));
    const eachBatch = client.run.eachBatch as (payload: EachBatchPayload) => Promise<void>;
    await eachBatch({ batch: { partition, messages, lastOffset: () => String(lastOffset) } } as never);
  };
  const happens = (name: string, payload: unknown = {}) => client.listeners.get(name)!({ payload });
  const committed = () => client.commits.flat().map(({ partition, offset }) => `${partition}/${offset}`);
  return { consumer, deliveries, positions, changes, batch, happens, committed };
}

describe('the consumer over kafkajs', () => {
  test('delivers a batch without waiting for a commit, and leaves committing to nobody else', async () => {
    client.answer = () => new Promise(() => {});
    const { deliveries, batch } = await consuming();
    await batch(0, [0, 1]);
    await vi.advanceTimersByTimeAsync(1_500);
    await batch(0, [2]);
    expect(deliveries).toEqual(['0/0 v0', '0/1 v1', '0/2 v2']);
    expect(client.run.autoCommit).toBe(false);
  });

  test('commits once a second what was reached since, one commit at a time', async () => {
    const { committed, batch } = await consuming();
    await batch(0, [0, 1]);
    await batch(1, [7]);
    expect(committed()).toEqual([]);
    await vi.advanceTimersByTimeAsync(3_500);
    expect(committed()).toEqual(['0/2', '1/8']);
    let answered = () => {};
    client.answer = () =>
      new Promise((resolve) => {
        answered = resolve;
      });
    await batch(0, [2]);
    await vi.advanceTimersByTimeAsync(1_000);
    await batch(0, [3]);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(committed().slice(2)).toEqual(['0/3']);
    answered();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(committed().slice(2)).toEqual(['0/3', '0/4']);
  });

  test('reaches beyond control batches and aborted records', async () => {
    const { positions, batch, happens, committed } = await consuming();
    await batch(0, [0, 1], 2);
    happens('end', { partition: 1, batchSize: 0, lastOffset: '5' });
    happens('end', { partition: 2, batchSize: 3, lastOffset: '9' });
    expect(positions).toEqual(['0/3', '1/6']);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(committed()).toEqual(['0/3', '1/6']);
  });

  test('tells of a commit that failed, by its cause, and commits again', async () => {
    const { changes, batch, committed } = await consuming();
    client.answer = async () => {
      throw Object.assign(new Error('gave up'), {
        cause: Object.assign(new Error('moved'), { type: 'NOT_COORDINATOR_FOR_GROUP', code: 16 }),
      });
    };
    await batch(0, [0]);
    await vi.advanceTimersByTimeAsync(1_000);
    client.answer = async () => {};
    await vi.advanceTimersByTimeAsync(3_000);
    expect(changes.slice(1)).toEqual([{ what: 'commit-failed', error: 'NOT_COORDINATOR' }]);
    expect(committed()).toEqual(['0/1', '0/1']);
  });

  test('tells of rebalances, joins and crashes', async () => {
    const { changes, happens } = await consuming();
    happens('rebalancing');
    happens('crash', { error: Object.assign(new Error(), { name: 'KafkaJSConnectionClosedError' }) });
    happens('join');
    expect(changes).toEqual([
      { what: 'joined', error: null },
      { what: 'rebalancing', error: null },
      { what: 'rebalancing', error: 'CONNECTION_CLOSED' },
      { what: 'joined', error: null },
    ]);
  });

  test('never commits less than a commit that was under way when the group was joined again', async () => {
    const { happens, batch, committed } = await consuming();
    let answered = () => {};
    client.answer = () =>
      new Promise((resolve) => {
        answered = resolve;
      });
    await batch(0, [48, 49]);
    await vi.advanceTimersByTimeAsync(1_000);
    await batch(0, [50]);
    happens('join');
    answered();
    client.answer = async () => {};
    await batch(0, [40]);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(committed()).toEqual(['0/50']);
    await batch(0, [51]);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(committed()).toEqual(['0/50', '0/52']);
  });

  test('commits what it delivers anew after the group was joined again, and nothing from before', async () => {
    const { happens, batch, committed } = await consuming();
    await batch(0, [50]);
    happens('join');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(committed()).toEqual([]);
    await batch(0, [40]);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(committed()).toEqual(['0/41']);
  });

  test('commits nothing any more when it was closed', async () => {
    const { consumer, batch, committed } = await consuming();
    await batch(0, [0]);
    await consumer.close();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(committed()).toEqual([]);
  });
});
