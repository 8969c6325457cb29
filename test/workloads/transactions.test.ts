import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Attempt } from '../../src/clients/attempt.ts';
import type { TransactionalProducer } from '../../src/clients/kafkajs-transactions.ts';
import type { RunClock } from '../../src/history/clock.ts';
import type { Operation } from '../../src/history/entry.ts';
import { startTransactions } from '../../src/workloads/transactions.ts';

const clock: RunClock = { startedAt: new Date(0), now: () => performance.now() * 1e6, at: () => 0 };

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Transactions on two partitions every 100 ms, each of which ends as told. */
async function running(run: TransactionalProducer['run'], abortEvery = 3) {
  const operations: Operation[] = [];
  const close = vi.fn(async () => {});
  const transactions = await startTransactions(clock, {
    partitions: [0, 1],
    intervalMs: 100,
    abortEvery,
    connect: async () => ({ run, close }),
    brokerAt: (server) => Number(server.split(':')[1]),
    record: (operation) => operations.push(operation),
  });
  return { transactions, operations, close };
}

const ok: Attempt = { outcome: 'ok', offset: 5, server: '127.0.0.1:2' };

test('a transaction is one operation on each partition, with the same number and the same times', async () => {
  const { transactions, operations } = await running(async () => [ok, { ...ok, server: '127.0.0.1:3' }]);
  await vi.advanceTimersByTimeAsync(50);
  await transactions.stop();
  const { scheduledNs, invokedNs, completedNs } = operations[0]!;
  const common = { type: 'operation', kind: 'produce', scheduledNs, invokedNs, completedNs, outcome: 'ok' };
  expect(operations).toEqual([
    { ...common, process: 'transactions-0', partition: 0, value: 'transactions-0/0', offset: 5, broker: 2 },
    { ...common, process: 'transactions-1', partition: 1, value: 'transactions-1/0', offset: 5, broker: 3 },
  ]);
});

test('every so-many-th is aborted on purpose', async () => {
  const ends: string[] = [];
  const { transactions } = await running(async (_, end) => {
    ends.push(end);
    return [ok, ok];
  });
  await vi.advanceTimersByTimeAsync(650);
  await transactions.stop();
  expect(ends).toEqual(['commit', 'commit', 'abort', 'commit', 'commit', 'abort', 'commit']);
});

test('one that is delayed delays the next, which counts from its scheduled time all the same', async () => {
  let underWay = 0;
  let most = 0;
  const { transactions, operations } = await running(async (records) => {
    most = Math.max(most, ++underWay);
    await new Promise((resolve) => setTimeout(resolve, records[0]!.value.endsWith('/0') ? 350 : 10));
    underWay--;
    return [ok, ok];
  });
  await vi.advanceTimersByTimeAsync(700);
  const stopped = transactions.stop();
  await vi.advanceTimersByTimeAsync(5_000);
  await stopped;
  expect(most).toBe(1);
  const first = operations.filter(({ partition }) => partition === 0);
  const sinceBegin = (timeNs: number) => Math.round((timeNs - first[0]!.scheduledNs) / 1e6);
  expect(first.slice(0, 6).map(({ scheduledNs }) => sinceBegin(scheduledNs))).toEqual([
    0, 100, 200, 300, 400, 500,
  ]);
  const invoked = first.map(({ invokedNs }) => sinceBegin(invokedNs));
  expect(invoked[1]).toBeGreaterThanOrEqual(350);
  expect(invoked[3]).toBeLessThan(400);
  expect(invoked[5]).toBeGreaterThanOrEqual(500);
  expect(new Set(operations.map(({ value }) => value)).size).toBe(operations.length);
});

test('one that is under way at the end is given up, and not recorded again', async () => {
  let end: (attempts: Attempt[]) => void = () => {};
  const { transactions, operations, close } = await running(
    () =>
      new Promise((resolve) => {
        end = resolve;
      }),
  );
  await vi.advanceTimersByTimeAsync(50);
  const stopped = transactions.stop();
  await vi.advanceTimersByTimeAsync(5_000);
  await stopped;
  expect(close).toHaveBeenCalledTimes(1);
  const unanswered = { outcome: 'unknown', error: { name: 'UNANSWERED' } };
  expect(operations).toMatchObject([unanswered, unanswered]);
  end([ok, ok]);
  await vi.advanceTimersByTimeAsync(500);
  expect(operations).toHaveLength(2);
});
