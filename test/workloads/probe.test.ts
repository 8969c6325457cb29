import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Attempt, Producer } from '../../src/clients/attempt.ts';
import type { RunClock } from '../../src/history/clock.ts';
import type { Operation } from '../../src/history/entry.ts';
import { type ProbeOptions, startProbe } from '../../src/workloads/probe.ts';

const clock: RunClock = { startedAt: new Date(0), now: () => performance.now() * 1e6, at: () => 0 };

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A probe whose producers answer as told. */
async function probing(
  send: Producer['send'],
  { maxInFlight = 1_000, partitions = [0, 1], options = {} as Partial<ProbeOptions> } = {},
) {
  const operations: Operation[] = [];
  const probe = await startProbe(clock, {
    partitions,
    intervalMs: 20,
    maxInFlight,
    connect: async () => ({ send, close: async () => {} }),
    brokerAt: (server) => Number(server.split(':')[1]),
    record: (operation) => operations.push(operation),
    ...options,
  });
  return {
    probe,
    operations,
    of: (partition: number) => operations.filter((each) => each.partition === partition),
  };
}

describe('the open-loop probe', () => {
  test('records to which broker an attempt was sent, and none for one that was not', async () => {
    const { of } = await probing(async (partition) =>
      partition === 0
        ? { outcome: 'ok', offset: 1, server: '127.0.0.1:3' }
        : { outcome: 'fail', error: { name: 'ECONNREFUSED' } },
    );
    await vi.advanceTimersByTimeAsync(100);
    expect(of(0)[0]).toMatchObject({ broker: 3 });
    expect(of(0)[0]).not.toHaveProperty('server');
    expect(of(1)[0]).not.toHaveProperty('broker');
  });

  test('sends on schedule, however the cluster fares', async () => {
    const { probe, of } = await probing(async () => ({ outcome: 'ok', offset: 1 }));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(of(0).length).toBeGreaterThanOrEqual(50);
    expect(of(0).length).toBeLessThanOrEqual(51);
    const gaps = of(0)
      .slice(1)
      .map((each, i) => each.scheduledNs - of(0)[i]!.scheduledNs);
    expect(gaps.every((gap) => Math.abs(gap - 20e6) < 1)).toBe(true);
    await probe.stop();
  });

  test('goes on sending while nothing is answered, and records what is left as unknown', async () => {
    const { probe, operations, of } = await probing(() => new Promise<Attempt>(() => {}));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(operations).toEqual([]);
    expect(probe.status()[0]!.inFlight).toBeGreaterThanOrEqual(50);
    const stopped = probe.stop();
    await vi.advanceTimersByTimeAsync(3_000);
    await stopped;
    expect(of(0).length).toBeGreaterThanOrEqual(50);
    expect(new Set(operations.map(({ outcome, error }) => `${outcome} ${error?.name}`))).toEqual(
      new Set(['unknown UNANSWERED']),
    );
  });

  test('says since when a partition is answered at its pace', async () => {
    let answerMs = 0;
    const send = async (): Promise<Attempt> => {
      await new Promise((resolve) => setTimeout(resolve, answerMs));
      return { outcome: answerMs < 1_000 ? 'ok' : 'fail', offset: 1 };
    };
    const { probe } = await probing(send);
    const beganMs = performance.now();
    const paced = () => {
      const { pacedSinceNs } = probe.status()[0]!;
      return pacedSinceNs === null ? null : Math.round(pacedSinceNs / 1e6 - beganMs);
    };
    expect(paced()).toBeNull();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(paced()).toBeLessThanOrEqual(20);
    // Six of them wait: it is seen when they are sent, and not only when they are answered.
    answerMs = 200;
    await vi.advanceTimersByTimeAsync(150);
    expect(paced()).toBeNull();
    // Slowly, but all of them: they queue up, so it is not its pace.
    await vi.advanceTimersByTimeAsync(1_000);
    expect(paced()).toBeNull();
    answerMs = 20;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(paced()).toBeGreaterThanOrEqual(2_150);
    expect(paced()).toBeLessThanOrEqual(2_400);
  });

  test('takes an answer after a pause for the begin of another pace', async () => {
    let refused = false;
    const { probe } = await probing(async () =>
      refused ? { outcome: 'fail', error: { name: 'NOT_ENOUGH_REPLICAS' } } : { outcome: 'ok', offset: 1 },
    );
    const beganMs = performance.now();
    await vi.advanceTimersByTimeAsync(1_000);
    refused = true;
    await vi.advanceTimersByTimeAsync(300);
    refused = false;
    await vi.advanceTimersByTimeAsync(1_000);
    const sinceMs = probe.status()[0]!.pacedSinceNs! / 1e6 - beganMs;
    expect(sinceMs).toBeGreaterThanOrEqual(1_280);
    expect(sinceMs).toBeLessThanOrEqual(1_330);
  });

  test('does not send beyond the cap, and says so', async () => {
    const { probe, of } = await probing(() => new Promise<Attempt>(() => {}), { maxInFlight: 10 });
    await vi.advanceTimersByTimeAsync(1_000);
    const unsent = of(0).filter((each) => each.error?.name === 'UNSENT');
    expect(unsent.length).toBeGreaterThanOrEqual(40);
    expect(unsent.every((each) => each.outcome === 'fail')).toBe(true);
    const stopped = probe.stop();
    await vi.advanceTimersByTimeAsync(3_000);
    await stopped;
  });

  test('never uses a value twice', async () => {
    const { probe, operations } = await probing(async () => ({ outcome: 'fail', error: { name: 'X' } }));
    await vi.advanceTimersByTimeAsync(2_000);
    await probe.stop();
    expect(new Set(operations.map((each) => each.value)).size).toBe(operations.length);
  });

  test('records nothing after it was stopped, even if an answer comes', async () => {
    let answer: (attempt: Attempt) => void = () => {};
    const { probe, operations } = await probing(
      () =>
        new Promise<Attempt>((resolve) => {
          answer = resolve;
        }),
      { partitions: [0] },
    );
    await vi.advanceTimersByTimeAsync(50);
    const stopped = probe.stop();
    await vi.advanceTimersByTimeAsync(3_000);
    await stopped;
    const count = operations.length;
    answer({ outcome: 'ok', offset: 1 });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(operations).toHaveLength(count);
  });

  test('goes by the name it is given', async () => {
    const { probe, of } = await probing(async () => ({ outcome: 'ok', offset: 1 }), {
      options: { name: 'kafkajs' },
    });
    await vi.advanceTimersByTimeAsync(30);
    expect(of(1)[0]).toMatchObject({ process: 'kafkajs-1', value: 'kafkajs-1/0' });
    await probe.stop();
  });

  test('closes a producer that several partitions share once, and is not held up by one that fails', async () => {
    const close = vi.fn(async () => {
      throw new Error('no');
    });
    const shared = { send: async () => ({ outcome: 'ok' }) as const, close };
    const { probe, operations } = await probing(shared.send, { options: { connect: async () => shared } });
    await vi.advanceTimersByTimeAsync(30);
    await probe.stop();
    expect(new Set(operations.map(({ partition }) => partition))).toEqual(new Set([0, 1]));
    expect(close).toHaveBeenCalledTimes(1);
  });
});
