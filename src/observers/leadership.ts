/**
 * Watches who leads each partition and which replicas are in sync, as the cluster's metadata has it.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { openAdmin, type PartitionState } from '../clients/admin.ts';
import type { RunClock } from '../history/clock.ts';
import type { Event } from '../history/entry.ts';

/** How often metadata is asked for: the resolution of every time that is told from leadership events. */
const pollIntervalMs = 100;

/** Writes an event whenever a partition's leadership has changed, until `signal` aborts. */
export async function watchLeadership(
  bootstrapServers: readonly string[],
  topic: string,
  clock: RunClock,
  emit: (event: Event) => void,
  signal: AbortSignal,
): Promise<void> {
  const admin = openAdmin(bootstrapServers, 'kafka-chaos-observer');
  const last = new Map<number, string>();
  try {
    while (!signal.aborted) {
      // No answer is no news: the brokers that are asked may be the ones that are being broken.
      const state = await admin.topicState(topic).catch(() => undefined);
      for (const each of state?.partitions ?? []) {
        const text = describe(each);
        if (last.get(each.partition) === text) continue;
        last.set(each.partition, text);
        const { partition, leader, leaderEpoch, isr } = each;
        emit({ type: 'event', timeNs: clock.now(), kind: 'leadership', partition, leader, leaderEpoch, isr });
      }
      await sleep(pollIntervalMs, undefined, { signal }).catch(() => {});
    }
  } finally {
    await admin.close();
  }
}

function describe({ leader, leaderEpoch, isr }: PartitionState): string {
  return `${leader} ${leaderEpoch} ${[...isr].sort()}`;
}
