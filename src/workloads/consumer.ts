/**
 * The running consumer: each delivery is an operation of its own.
 */
import { type Delivery, kafkajsConsumer } from '../clients/kafkajs-consumer.ts';
import type { RunClock } from '../history/clock.ts';
import type { Operation } from '../history/entry.ts';

export interface RunningConsumer {
  groupId: string;
  /** When the last record was delivered, in ns since the run began; null if none was. */
  lastDeliveryNs(): number | null;
  /** Whether everything below these offsets (by partition) has been delivered. */
  hasReached(offsets: ReadonlyMap<number, number>): boolean;
  stop(): Promise<void>;
}

const closeLimitMs = 3_000;
const groupId = 'kafka-chaos-consumer';

export async function startConsumer(
  clock: RunClock,
  options: {
    bootstrapServers: readonly string[];
    topic: string;
    record(operation: Operation): void;
  },
): Promise<RunningConsumer> {
  const { bootstrapServers, topic, record } = options;
  const next = new Map<number, number>();
  let lastDeliveryNs: number | null = null;
  let stopped = false;
  const consumer = await kafkajsConsumer({
    bootstrapServers,
    topic,
    groupId,
    onDelivery: (delivery) => {
      if (stopped) return;
      next.set(delivery.partition, Math.max(next.get(delivery.partition) ?? 0, delivery.offset + 1));
      lastDeliveryNs = clock.now();
      record(arrival(lastDeliveryNs, 'consume', 'consumer', delivery));
    },
  });
  return {
    groupId,
    lastDeliveryNs: () => lastDeliveryNs,
    hasReached: (offsets) => [...offsets].every(([partition, end]) => (next.get(partition) ?? 0) >= end),
    async stop() {
      stopped = true;
      // kafkajs may hang on a coordinator that does not answer.
      await Promise.race([
        consumer.close(),
        new Promise((resolve) => setTimeout(resolve, closeLimitMs).unref()),
      ]);
    },
  };
}

/** A record that arrived: by delivery to the running consumer, or by the final read. */
export function arrival(
  timeNs: number,
  kind: 'consume' | 'read',
  process: string,
  { partition, offset, value, corrupted }: Delivery,
): Operation {
  return {
    type: 'operation',
    kind,
    process,
    partition,
    scheduledNs: timeNs,
    invokedNs: timeNs,
    completedNs: timeNs,
    outcome: 'ok',
    value,
    offset,
    ...(corrupted && { corrupted }),
  };
}
