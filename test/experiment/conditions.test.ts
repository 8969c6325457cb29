import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { untilWarm, untilWritable } from '../../src/experiment/conditions.ts';
import type { RunningConsumer } from '../../src/workloads/consumer.ts';
import type { Probe } from '../../src/workloads/probe.ts';
import { useWorldTime } from '../faults/world.ts';

beforeEach(useWorldTime);
afterEach(() => {
  vi.useRealTimers();
});

const clock = { startedAt: new Date(), now: () => performance.now() * 1e6, at: () => 0 };
const going = new AbortController().signal;

/** A span of time in seconds since the test began. */
type Span = readonly [from: number, to: number];

/** What was last seen of something that happens all the time but in these spans. */
function but(pauses: readonly Span[], beganMs: number): number | null {
  const nowS = (performance.now() - beganMs) / 1_000;
  const pause = pauses.find(([from, to]) => from <= nowS && nowS < to);
  if (pause === undefined) return clock.now();
  return pause[0] === 0 ? null : (beganMs + pause[0] * 1_000) * 1e6;
}

/** How many seconds were waited for a cluster whose writes and deliveries pause so. */
async function waitedFor(
  { writes = [], deliveries = [], queued = [] }: Partial<Record<'writes' | 'deliveries' | 'queued', Span[]>>,
  wait: (probe: Probe, consumer: RunningConsumer) => Promise<boolean>,
): Promise<[boolean, number]> {
  const beganMs = performance.now();
  const probe = {
    status: () => [
      { lastOkNs: clock.now(), inFlight: 1 },
      { lastOkNs: but(writes, beganMs), inFlight: but(queued, beganMs) === clock.now() ? 1 : 40 },
    ],
  } as unknown as Probe;
  const consumer = { lastDeliveryNs: () => but(deliveries, beganMs) } as unknown as RunningConsumer;
  const done = await wait(probe, consumer);
  return [done, Math.round((performance.now() - beganMs) / 100) / 10];
}

describe('a cluster is warm', () => {
  const warm = (pauses: Parameters<typeof waitedFor>[0], atMostMs = 20_000) =>
    waitedFor(pauses, (probe, consumer) => untilWarm(probe, consumer, clock, atMostMs, going));

  test('when writes have gone on for two seconds', async () => {
    expect(await warm({})).toEqual([true, 2]);
    expect(await warm({ writes: [[0, 3]] })).toEqual([true, 5]);
    expect(
      await warm({
        writes: [
          [0, 1],
          [2.5, 3],
        ],
      }),
    ).toEqual([true, 5]);
  });

  test('not before what had queued up is done', async () => {
    expect(await warm({ queued: [[0, 4]] })).toEqual([true, 6]);
  });

  test('when the consumer has got what is written for a second, at the same time', async () => {
    expect(await warm({ deliveries: [[0, 4]] })).toEqual([true, 5]);
    expect(
      await warm({
        writes: [[0, 3]],
        deliveries: [
          [0, 2],
          [4.5, 5.5],
        ],
      }),
    ).toEqual([true, 6.5]);
  });

  test('or not, after as long as is waited at most', async () => {
    expect(await warm({ deliveries: [[0, 100]] }, 7_000)).toEqual([false, 7]);
  });
});

test('partitions are written again when none has paused for three seconds; a pause that no window has is none', async () => {
  const written = (writes: Span[]) =>
    waitedFor({ writes }, (probe) => untilWritable(probe, clock, 20_000, going));
  expect(await written([[0, 2]])).toEqual([true, 5]);
  expect(
    await written([
      [0, 2],
      [4, 4.2],
    ]),
  ).toEqual([true, 5]);
  expect(
    await written([
      [0, 2],
      [4, 4.5],
    ]),
  ).toEqual([true, 7.5]);
});
