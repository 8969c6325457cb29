import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Attempt } from '../../src/clients/attempt.ts';
import type { RunClock } from '../../src/history/clock.ts';
import type { Operation } from '../../src/history/entry.ts';
import { startNewcomers } from '../../src/workloads/newcomers.ts';

const clock: RunClock = { startedAt: new Date(0), now: () => performance.now() * 1e6, at: () => 0 };

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const okAfter = (ms: number, attempt: Attempt = { outcome: 'ok' }) =>
  new Promise<Attempt>((resolve) => setTimeout(() => resolve(attempt), ms));
const never = () => new Promise<Attempt>(() => {});

/** Newcomers, one a second, that fare as told. */
function coming(arrive: (number: number) => Promise<Attempt>, maxInFlight = 20) {
  const operations: Operation[] = [];
  const came: number[] = [];
  const newcomers = startNewcomers(clock, {
    ...{ intervalMs: 1_000, maxInFlight },
    arrive(number) {
      came.push(number);
      return arrive(number);
    },
    record: (operation) => operations.push(operation),
  });
  const told = () =>
    operations.map(({ value, outcome, error }) => [value, outcome, error?.name].join(' ').trim());
  return { newcomers, operations, came, told };
}

describe('newcomers', () => {
  test('come one a second, each an operation from its scheduled time', async () => {
    const { operations, came } = coming(() => okAfter(30));
    await vi.advanceTimersByTimeAsync(2_500);
    expect(came).toEqual([0, 1, 2]);
    expect(operations.map(({ value }) => value)).toEqual(['newcomer/0', 'newcomer/1', 'newcomer/2']);
    expect(operations[1]).toMatchObject({
      ...{ kind: 'connect', process: 'newcomer', partition: 0, outcome: 'ok' },
    });
    expect(operations[1]!.scheduledNs - operations[0]!.scheduledNs).toBeCloseTo(1e9, 0);
    expect(operations[1]!.completedNs - operations[1]!.scheduledNs).toBeGreaterThanOrEqual(30e6);
  });

  test('come whatever becomes of those before, and each gives up in the end, for good', async () => {
    const { told, came } = coming((number) => (number === 0 ? okAfter(15_000) : never()));
    await vi.advanceTimersByTimeAsync(16_500);
    expect(came).toHaveLength(17);
    expect(told()).toEqual([0, 1, 2, 3, 4, 5, 6].map((n) => `newcomer/${n} unknown UNANSWERED`));
  });

  test('are no more at once than may be, those given up among them', async () => {
    const { told, came } = coming(never, 2);
    await vi.advanceTimersByTimeAsync(13_500);
    expect(came).toEqual([0, 1]);
    expect(told().filter((each) => each.endsWith('UNSENT'))).toHaveLength(12);
    expect(told()).toContain('newcomer/13 fail UNSENT');
  });

  test('are told why they were not let in', async () => {
    const { told } = coming(async () => ({ outcome: 'fail', error: { name: 'ECONNREFUSED' } }));
    await vi.advanceTimersByTimeAsync(500);
    expect(told()).toEqual(['newcomer/0 fail ECONNREFUSED']);
  });

  test('come no more after they were stopped; those on their way have a last moment', async () => {
    const { newcomers, told, came } = coming((number) => okAfter(number === 0 ? 5_000 : 700));
    await vi.advanceTimersByTimeAsync(1_200);
    const stopped = newcomers.stop();
    await vi.advanceTimersByTimeAsync(2_000);
    await stopped;
    expect(told()).toEqual(['newcomer/1 ok', 'newcomer/0 unknown UNANSWERED']);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(told()).toHaveLength(2);
    expect(came).toHaveLength(2);
  });
});
