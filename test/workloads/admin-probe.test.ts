import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Attempt } from '../../src/clients/attempt.ts';
import type { TopicRequests } from '../../src/clients/topic-requests.ts';
import type { RunClock } from '../../src/history/clock.ts';
import type { Operation } from '../../src/history/entry.ts';
import { startAdminProbe } from '../../src/workloads/admin-probe.ts';

const clock: RunClock = { startedAt: new Date(0), now: () => performance.now() * 1e6, at: () => 0 };

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const done: Attempt = { outcome: 'ok' };
const endingAfter = (ms: number, attempt: Attempt = done) =>
  new Promise<Attempt>((resolve) => setTimeout(() => resolve(attempt), ms));
const never = () => new Promise<Attempt>(() => {});

/** An admin probe whose requests end as told. */
function probing(answers: Partial<TopicRequests> = {}, maxInFlight = 10) {
  const operations: Operation[] = [];
  const asked: string[] = [];
  let connections = 0;
  const noting = (step: 'create' | 'describe' | 'delete') => (topic: string) => {
    asked.push(`${step} ${topic}`);
    return answers[step]?.(topic) ?? Promise.resolve(done);
  };
  const probe = startAdminProbe(clock, {
    maxInFlight,
    connect: () => {
      connections++;
      return {
        create: noting('create'),
        describe: noting('describe'),
        delete: noting('delete'),
        close: async () => {},
      };
    },
    record: (operation) => operations.push(operation),
  });
  return { probe, operations, asked, connections: () => connections };
}

describe('the administrator', () => {
  test('creates, describes and deletes a topic a second, each an operation of its own', async () => {
    const { operations, asked } = probing();
    await vi.advanceTimersByTimeAsync(1_500);
    expect(asked).toEqual([
      ...['create kafka-chaos-admin-0', 'describe kafka-chaos-admin-0', 'delete kafka-chaos-admin-0'],
      ...['create kafka-chaos-admin-1', 'describe kafka-chaos-admin-1', 'delete kafka-chaos-admin-1'],
    ]);
    expect(operations.map(({ value }) => value)).toEqual([0, 1, 2, 3, 4, 5].map((n) => `admin/${n}`));
    expect(operations[0]).toMatchObject({
      kind: 'administer',
      process: 'admin',
      partition: 0,
      outcome: 'ok',
    });
  });

  test('measures each request from when it was due: the first by the clock, the others by the one before', async () => {
    const { operations } = probing({ create: () => endingAfter(300), describe: () => endingAfter(100) });
    await vi.advanceTimersByTimeAsync(2_000);
    const [create, describing, deleting, next] = operations;
    expect(next!.scheduledNs - create!.scheduledNs).toBeCloseTo(1e9, 0);
    expect(create!.completedNs - create!.scheduledNs).toBeGreaterThanOrEqual(300e6);
    expect(describing!.scheduledNs).toBe(create!.completedNs);
    expect(deleting!.scheduledNs).toBe(describing!.completedNs);
  });

  test('goes on while nothing is answered, up to its cap, and records what is left as unknown', async () => {
    const { probe, operations, connections } = probing({ create: never }, 3);
    await vi.advanceTimersByTimeAsync(5_100);
    expect(connections()).toBe(3);
    expect(operations.map(({ value, error }) => `${value} ${error?.name}`)).toEqual([
      'admin/9 UNSENT',
      'admin/12 UNSENT',
      'admin/15 UNSENT',
    ]);
    const stopped = probe.stop();
    await vi.advanceTimersByTimeAsync(3_000);
    await stopped;
    const left = operations.slice(3);
    expect(left.map(({ value }) => value)).toEqual(['admin/0', 'admin/3', 'admin/6']);
    expect(left.every(({ outcome, error }) => outcome === 'unknown' && error?.name === 'UNANSWERED')).toBe(
      true,
    );
  });

  test('uses connections again', async () => {
    const { connections } = probing();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(connections()).toBe(1);
  });

  test('neither asks for nor deletes what was certainly not created, but deletes what may have been', async () => {
    const refused = probing({ create: async () => ({ outcome: 'fail', error: { name: 'ECONNREFUSED' } }) });
    const open = probing({ create: async () => ({ outcome: 'unknown', error: { name: 'CLIENT_TIMEOUT' } }) });
    await vi.advanceTimersByTimeAsync(500);
    expect(refused.asked).toEqual(['create kafka-chaos-admin-0']);
    expect(refused.operations).toMatchObject([{ outcome: 'fail', error: { name: 'ECONNREFUSED' } }]);
    expect(open.asked.at(-1)).toBe('delete kafka-chaos-admin-0');
  });

  test('asks and records nothing after it was stopped, even if an answer comes', async () => {
    const { probe, operations, asked } = probing({ create: () => endingAfter(4_000) });
    await vi.advanceTimersByTimeAsync(100);
    const stopped = probe.stop();
    await vi.advanceTimersByTimeAsync(3_000);
    await stopped;
    const counts = [operations.length, asked.length];
    await vi.advanceTimersByTimeAsync(5_000);
    expect([operations.length, asked.length]).toEqual(counts);
    expect(counts).toEqual([1, 1]);
  });
});
