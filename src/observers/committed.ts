/**
 * Watches which offsets a consumer group has committed, as its coordinator has them.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { brokerConnections } from '../clients/broker-connections.ts';
import { committedOffsets, groupCoordinator } from '../clients/group-offsets.ts';
import type { RunClock } from '../history/clock.ts';
import type { Event } from '../history/entry.ts';

const pollIntervalMs = 1_000;

/** Writes an event whenever a partition's committed offset has changed, until `signal` aborts. */
export async function watchCommitted(
  bootstrapServers: readonly string[],
  { topic, group }: { topic: string; group: string },
  clock: RunClock,
  emit: (event: Event) => void,
  signal: AbortSignal,
): Promise<void> {
  const connections = brokerConnections(bootstrapServers, { clientId: 'kafka-chaos-committed-observer' });
  const last = new Map<number, number>();
  let coordinator: string | undefined;
  try {
    while (!signal.aborted) {
      try {
        coordinator ??= await groupCoordinator(connections, group);
        const offsets = await connections.ask(coordinator, (connection) =>
          committedOffsets(connection, group, topic),
        );
        for (const [partition, offset] of signal.aborted ? [] : offsets) {
          if (last.get(partition) === offset) continue;
          last.set(partition, offset);
          emit({ type: 'event', timeNs: clock.now(), kind: 'committed', group, partition, offset });
        }
      } catch {
        // No answer is no news. The coordinator may have moved; while it does, nobody knows.
        coordinator = undefined;
      }
      await sleep(pollIntervalMs, undefined, { signal }).catch(() => {});
    }
  } finally {
    await connections.close();
  }
}
