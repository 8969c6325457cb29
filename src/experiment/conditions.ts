/**
 * What a run waits for instead of sleeping.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Admin, PartitionState, TopicState } from '../clients/admin.ts';
import type { RunClock } from '../history/clock.ts';
import type { RunningConsumer } from '../workloads/consumer.ts';
import { type Probe, pauseNs } from '../workloads/probe.ts';

/** So long on end it has to be so after an outage, which may seem to be over for a moment. */
const calmForMs = 3_000;

/**
 * Waits until every partition has acknowledged without a pause for three seconds.
 * @returns whether it came to that within `atMostMs`
 */
export function untilWritable(
  probe: Probe,
  clock: RunClock,
  atMostMs: number,
  signal: AbortSignal,
): Promise<boolean> {
  const isCalm = lasting(calmForMs, (nowNs) =>
    probe.status().every(({ lastOkNs }) => isRecent(lastOkNs, nowNs)),
  );
  return until(atMostMs, signal, async () => isCalm(clock.now()));
}

function isRecent(atNs: number | null, nowNs: number): boolean {
  return atNs !== null && nowNs - atNs < pauseNs;
}

/** Tells whether something was so for `forMs` on end, whenever it was asked. */
function lasting(forMs: number, isSo: (nowNs: number) => boolean): (nowNs: number) => boolean {
  let sinceNs: number | undefined;
  return (nowNs) => {
    sinceNs = isSo(nowNs) ? (sinceNs ?? nowNs) : undefined;
    return sinceNs !== undefined && nowNs - sinceNs >= forMs * 1e6;
  };
}

/**
 * A cluster that has just booted is warm when writes have kept the pace for a second, and deliveries for a quarter of one. Of the
 * histories of 142 runs (two cores, one whole night among them) five had a pause, or an answer, of 250 ms in the six seconds after that
 * moment; with half a second and a quarter more it is the same five. With a queue of 12 attempts for a pace there would be two more.
 */
const warmForMs = { writes: 1_000, deliveries: 250 };

/**
 * Waits until the cluster keeps the probe's pace, with nothing queued up, and the consumer gets what is written.
 * @returns whether it came to that within `atMostMs`
 */
export function untilWarm(
  probe: Probe,
  consumer: RunningConsumer,
  clock: RunClock,
  atMostMs: number,
  signal: AbortSignal,
): Promise<boolean> {
  const arePaced = (nowNs: number) =>
    probe
      .status()
      .every(
        ({ lastOkNs, pacedSinceNs }) =>
          isRecent(lastOkNs, nowNs) &&
          pacedSinceNs !== null &&
          nowNs - pacedSinceNs >= warmForMs.writes * 1e6,
      );
  const areDelivered = lasting(warmForMs.deliveries, (nowNs) => isRecent(consumer.lastDeliveryNs(), nowNs));
  return until(atMostMs, signal, async () => {
    const nowNs = clock.now();
    // Asked each time, or it would not see what comes between.
    const isDelivered = areDelivered(nowNs);
    return isDelivered && arePaced(nowNs);
  });
}

/** Waits until every partition of the topic has a leader and all its replicas in sync. */
export function untilFullIsr(
  admin: Admin,
  topic: string,
  atMostMs: number,
  signal: AbortSignal,
): Promise<boolean> {
  return until(atMostMs, signal, async () => {
    const state = await admin.topicState(topic).catch(() => undefined);
    return state !== undefined && isInSync(state);
  });
}

/** Whether every partition of a topic has a leader and all its replicas in sync; one without partitions is not there. */
export function isInSync({ partitions }: TopicState): boolean {
  const whole = ({ leader, isr, replicas }: PartitionState) =>
    leader !== null && isr.length === replicas.length;
  return partitions.length > 0 && partitions.every(whole);
}

const pollMs = 50;

/** @returns whether the condition held within `atMostMs` */
export async function until(
  atMostMs: number,
  signal: AbortSignal,
  condition: () => Promise<boolean>,
): Promise<boolean> {
  const deadline = performance.now() + atMostMs;
  while (performance.now() < deadline) {
    signal.throwIfAborted();
    if (await condition()) return true;
    await sleep(pollMs, undefined, { signal });
  }
  return false;
}
