import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Admin, TopicState } from '../../src/clients/admin.ts';
import type { Isolation } from '../../src/clients/fetch.ts';
import { endOffsets, readAll } from '../../src/clients/final-reader.ts';
import { readReplicas } from '../../src/clients/replica-reader.ts';
import { batch, brokers } from './batches.ts';

/** What leaders tell as the ends of their logs. */
const ends = vi.hoisted(() => ({ read_uncommitted: 0, read_committed: 0 }));

vi.mock('../../src/clients/log-ends.ts', async (importActual) => ({
  ...(await importActual<typeof import('../../src/clients/log-ends.ts')>()),
  logEnd: async (_admin: Admin, _source: unknown, isolation: Isolation) => ends[isolation],
}));

/** One partition on three brokers, of which the third may be missing. */
function adminOf(logs: Record<string, Buffer>, leader: number | null = 1): Admin {
  const known = [1, 2, 3].filter((id) => `b:${id}` in logs).map((id) => ({ id, server: `b:${id}` }));
  const state: TopicState = {
    topicId: '00000000-0000-0000-0000-000000000001',
    brokers: known,
    partitions: [{ partition: 0, leader, leaderEpoch: 0, replicas: [1, 2, 3], isr: [1, 2, 3] }],
  };
  const connections = brokers((offset, server) => {
    const bytes = logs[server]!;
    return { highWatermark: ends.read_uncommitted, bytes: offset === 0 ? bytes : Buffer.of() };
  });
  return { connections, topicState: async () => state } as Partial<Admin> as Admin;
}

const log = batch(0, ['a', 'b', 'c']);

test('every replica is read on its own, and one that is not there keeps none from being read', async () => {
  ends.read_uncommitted = 3;
  const other = batch(0, ['a', 'x', 'c'], { leaderEpoch: 5 });
  const records: string[] = [];
  const replicas = await readReplicas(
    adminOf({ 'b:1': log, 'b:2': other }),
    't',
    ({ broker, partition, offset, value, leaderEpoch }) =>
      records.push(`${broker} ${partition}/${offset} ${value} ${leaderEpoch}`),
  );
  expect(records.toSorted()).toEqual([
    ...['1 0/0 a 0', '1 0/1 b 0', '1 0/2 c 0'],
    ...['2 0/0 a 5', '2 0/1 x 5', '2 0/2 c 5'],
  ]);
  expect(replicas).toEqual([
    { broker: 1, partition: 0, nextOffset: 3, stopped: null, isSilent: false },
    { broker: 2, partition: 0, nextOffset: 3, stopped: null, isSilent: false },
    {
      ...{ broker: 3, partition: 0, nextOffset: 0, isSilent: true },
      stopped: "broker 3 is not in the cluster's metadata",
    },
  ]);
});

test('a reader of everything reads to the high watermark, one of committed records to the last stable offset', async () => {
  Object.assign(ends, { read_uncommitted: 3, read_committed: 2 });
  const admin = adminOf({ 'b:1': log });
  const values: string[] = [];
  const note = ({ value }: { value: string }) => values.push(value);
  expect(await readAll(admin, 't', note)).toEqual([
    { partition: 0, endOffset: 3, highWatermark: 3, stopped: null, hasHangingTransaction: false },
  ]);
  expect(values.splice(0)).toEqual(['a', 'b', 'c']);
  expect(await readAll(admin, 't', note, 'read_committed', 0)).toEqual([
    { partition: 0, endOffset: 2, highWatermark: 3, stopped: null, hasHangingTransaction: true },
  ]);
  expect(values).toEqual(['a', 'b']);
  expect(await endOffsets(admin, 't')).toEqual(new Map([[0, 3]]));
  expect(await endOffsets(admin, 't', 'read_committed', 0)).toEqual(new Map([[0, 2]]));
});

test('a partition that cannot be read to its end says how far it was', async () => {
  ends.read_uncommitted = 3;
  const unreadable = Buffer.from(log);
  unreadable.writeInt8(0, 16);
  const [read] = await readAll(adminOf({ 'b:1': unreadable }), 't', () => {});
  expect(read).toMatchObject({ partition: 0, endOffset: 0, hasHangingTransaction: false });
  expect(read!.stopped).toContain('at offset 0 of 3');
});

test('a transaction that ends in time does not hang', async () => {
  Object.assign(ends, { read_uncommitted: 3, read_committed: 2 });
  setTimeout(() => Object.assign(ends, { read_committed: 3 }), 50);
  const read = await readAll(adminOf({ 'b:1': log }), 't', () => {}, 'read_committed');
  expect(read).toMatchObject([{ endOffset: 3, hasHangingTransaction: false }]);
});

test('the end is awaited that open transactions leave', async () => {
  Object.assign(ends, { read_uncommitted: 3, read_committed: 2 });
  setTimeout(() => Object.assign(ends, { read_committed: 3 }), 50);
  expect(await endOffsets(adminOf({ 'b:1': log }), 't', 'read_committed')).toEqual(new Map([[0, 3]]));
});

describe('a partition without a leader', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test('cannot be read', async () => {
    const admin = adminOf({ 'b:1': log }, null);
    const reading = expect(readAll(admin, 't', () => {})).rejects.toThrow('partition 0 has no leader');
    await vi.advanceTimersByTimeAsync(20_000);
    await reading;
  });

  test('is waited for a while', async () => {
    const [headless, led] = [adminOf({ 'b:1': log }, null), adminOf({ 'b:1': log })];
    Object.assign(ends, { read_uncommitted: 3 });
    let asked = 0;
    const topicState = async (topic: string) => await (asked++ < 2 ? headless : led).topicState(topic);
    const reading = endOffsets({ ...led, topicState }, 't');
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await reading).toEqual(new Map([[0, 3]]));
  });
});
