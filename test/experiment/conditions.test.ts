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

interface Course {
  writes?: Span[];
  deliveries?: Span[];
  /** Since when a partition keeps the pace, in seconds; null if it never does. */
  pacedFrom?: number | null;
}

/** How many seconds were waited for a cluster whose writes and deliveries pause so. */
async function waitedFor(
  { writes = [], deliveries = [], pacedFrom = 0 }: Course,
  wait: (probe: Probe, consumer: RunningConsumer) => Promise<boolean>,
): Promise<[boolean, number]> {
  const beganMs = performance.now();
  const paced = (fromS: number | null) => {
    const fromMs = fromS === null ? Infinity : beganMs + fromS * 1_000;
    return performance.now() >= fromMs ? fromMs * 1e6 : null;
  };
  const probe = {
    status: () => [
      { lastOkNs: clock.now(), pacedSinceNs: paced(-10) },
      { lastOkNs: but(writes, beganMs), pacedSinceNs: paced(pacedFrom) },
    ],
  } as unknown as Probe;
  const consumer = { lastDeliveryNs: () => but(deliveries, beganMs) } as unknown as RunningConsumer;
  const done = await wait(probe, consumer);
  return [done, Math.round((performance.now() - beganMs) / 100) / 10];
}

describe('a cluster is warm', () => {
  const warm = (course: Course, atMostMs = 20_000) =>
    waitedFor(course, (probe, consumer) => untilWarm(probe, consumer, clock, atMostMs, going));

  test('when every partition has kept the pace for a second', async () => {
    expect(await warm({})).toEqual([true, 1]);
    expect(await warm({ pacedFrom: 3 })).toEqual([true, 4]);
    // It had kept the pace before anybody waited for that.
    expect(await warm({ pacedFrom: -5 })).toEqual([true, 0.3]);
  });

  test('not while a partition is silent, of which it is not known yet that it does not keep the pace', async () => {
    expect(await warm({ writes: [[0.5, 2.5]] })).toEqual([true, 2.5]);
  });

  test('when the consumer has got what is written for a quarter of a second', async () => {
    expect(await warm({ deliveries: [[0, 4]] })).toEqual([true, 4.3]);
    expect(
      await warm({
        pacedFrom: 3,
        deliveries: [
          [0, 2],
          [3.5, 5],
        ],
      }),
    ).toEqual([true, 5.3]);
  });

  test('or not, after as long as is waited at most', async () => {
    expect(await warm({ deliveries: [[0, 100]] }, 7_000)).toEqual([false, 7]);
    expect(await warm({ pacedFrom: null }, 7_000)).toEqual([false, 7]);
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
