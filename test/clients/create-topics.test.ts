import { type Connection, NetworkError, ResponseError } from '@platformatic/kafka';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { BrokerConnections } from '../../src/clients/broker-connections.ts';
import { churnTopics, createTopics } from '../../src/clients/create-topics.ts';
import { useWorldTime } from '../faults/world.ts';

beforeEach(useWorldTime);
afterEach(() => {
  vi.useRealTimers();
});

const apiKeys = { metadata: 3, createTopics: 19, deleteTopics: 20 };
const accepted = { topics: [] };
const complaints = (...codes: number[]) =>
  new ResponseError(
    apiKeys.createTopics,
    7,
    Object.fromEntries(codes.map((code, index) => [`/topics/${index}`, [code, null]])),
    {},
  );

interface Led {
  name: string;
  partitions: { leaderId: number }[];
}

/** A cluster that answers as told, and counts what it was asked. */
function clusterOf(answers: {
  create?: (nth: number) => unknown;
  delete?: (nth: number) => unknown;
  /** What metadata shows, or throws. */
  topics: () => Led[];
}) {
  const asked = { create: 0, delete: 0, metadata: 0 };
  const answer = (apiKey: number): unknown => {
    if (apiKey === apiKeys.createTopics) return (answers.create ?? (() => accepted))(asked.create++);
    if (apiKey === apiKeys.deleteTopics) return (answers.delete ?? (() => accepted))(asked.delete++);
    const brokers = [{ nodeId: 1, host: 'b', port: 1 }];
    const metadata = { controllerId: 1, brokers, topics: answers.topics() };
    asked.metadata++;
    const unready = metadata.topics.some(({ partitions }) => partitions.length === 0);
    return unready ? new ResponseError(apiKeys.metadata, 12, { '/topics/0': [3, null] }, metadata) : metadata;
  };
  // As much of a connection as the library's functions for single requests use.
  const connection = {
    send(apiKey: number, ...rest: unknown[]) {
      const done = rest.at(-1) as (error: unknown, answer?: unknown) => void;
      const told = answer(apiKey);
      if (told instanceof Error) done(told);
      else done(null, told);
    },
  } as unknown as Connection;
  const connections: BrokerConnections = {
    ask: (_, request) => request(connection),
    askAny: (request) => request(connection),
    close: async () => {},
  };
  return { connections, asked };
}

const led = (count: number, partitions = 1, leaderId = 1): Led[] =>
  Array.from({ length: count }, (_, number) => ({
    name: `t-${number}`,
    partitions: Array.from({ length: partitions }, () => ({ leaderId })),
  }));
const shape = { prefix: 't', partitions: 1, replicationFactor: 1 };
const going = () => new AbortController().signal;

function creating(
  cluster: ReturnType<typeof clusterOf>,
  topics: { count: number; partitions?: number },
  signal = going(),
) {
  return createTopics(cluster.connections, { ...shape, ...topics }, signal);
}

describe('many topics', () => {
  test('are created a hundred in a request', async () => {
    const cluster = clusterOf({ topics: () => led(250) });
    expect(await creating(cluster, { count: 250 })).toMatchObject({ requests: 3 });
    expect(cluster.asked.create).toBe(3);
  });

  test('are there when every partition of each has a leader', async () => {
    const begun = performance.now();
    const stages = [
      [500, [...led(1, 2), { name: 't-1', partitions: [] }]],
      [900, [...led(1, 2), { name: 't-1', partitions: [{ leaderId: 1 }] }]],
      [1_500, [...led(1, 2), { name: 't-1', partitions: [{ leaderId: 1 }, { leaderId: -1 }] }]],
    ] as const;
    const topics = () =>
      structuredClone(
        stages.find(([untilMs]) => performance.now() - begun < untilMs)?.[1] ?? led(2, 2),
      ) as Led[];
    const { acceptedMs } = await creating(clusterOf({ topics }), { count: 2, partitions: 2 });
    expect(acceptedMs).toBeLessThan(100);
    expect(performance.now() - begun).toBeGreaterThanOrEqual(1_500);
    expect(performance.now() - begun).toBeLessThan(1_700);
  });

  test('are asked for again where there is no controller, or no answer, and may be there by then', async () => {
    const notController = complaints(41);
    const lost = new NetworkError('Connection closed');
    const exists = complaints(36, 36);
    const cluster = clusterOf({
      create: (nth) => [notController, lost, exists][nth],
      topics: () => led(2),
    });
    expect(await creating(cluster, { count: 2 })).toMatchObject({ requests: 1 });
    expect(cluster.asked.create).toBe(3);
  });

  test('that Kafka refuses are told with its reason, and not asked for again', async () => {
    const cluster = clusterOf({ create: () => complaints(38), topics: () => led(0) });
    await expect(creating(cluster, { count: 2 })).rejects.toThrow(
      'topics t-0 and following cannot be created: INVALID_REPLICATION_FACTOR',
    );
    expect(cluster.asked.create).toBe(1);
  });

  test('that get no leader are given up, and counted', async () => {
    const cluster = clusterOf({ topics: () => [...led(2), ...led(3, 1, -1).slice(2)] });
    await expect(creating(cluster, { count: 3 })).rejects.toThrow(
      '1 of 3 topics are not led after 300 s, such as t-2',
    );
  });

  test('are no longer waited for when the run is broken off', async () => {
    const end = new AbortController();
    setTimeout(() => end.abort(new Error('interrupted')), 1_000);
    await expect(
      creating(clusterOf({ topics: () => led(1, 1, -1) }), { count: 1 }, end.signal),
    ).rejects.toThrow();
    expect(end.signal.aborted).toBe(true);
  });
});

describe('topics that come and go', () => {
  const deletion = (code: number) =>
    new ResponseError(apiKeys.deleteTopics, 6, { '/responses/0': [code, null] }, {});
  /** Metadata shows whatever topic is asked for, led. */
  const any = () => Array.from({ length: 3 }, (_, number) => ({ ...led(1)[0]!, name: `t-${number}-0` }));
  const churning = (cluster: ReturnType<typeof clusterOf>) =>
    churnTopics(cluster.connections, { ...shape, count: 3 }, going());

  test('are each created, and deleted when it is led', async () => {
    const cluster = clusterOf({ topics: any });
    await churning(cluster);
    expect(cluster.asked).toMatchObject({ create: 3, delete: 3 });
  });

  test('that an earlier try deleted are deleted', async () => {
    const answers = [deletion(7), deletion(3), accepted, accepted];
    const cluster = clusterOf({ topics: any, delete: (nth) => answers[nth]! });
    await churning(cluster);
    expect(cluster.asked.delete).toBe(4);
  });

  test('that cannot be deleted are an error', async () => {
    const cluster = clusterOf({ topics: any, delete: () => deletion(73) });
    await expect(churning(cluster)).rejects.toThrow(/^topic t-0-0 cannot be deleted/);
  });
});
