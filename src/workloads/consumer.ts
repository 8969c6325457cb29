/**
 * The running consumer: each delivery is an operation of its own.
 */
import type { ClientSettings } from '../clients/client-settings.ts';
import { connectionGate, type Gate } from '../clients/gate.ts';
import { type Delivery, kafkajsConsumer } from '../clients/kafkajs-consumer.ts';
import { EnvironmentError } from '../errors.ts';
import type { RunClock } from '../history/clock.ts';
import type { Event, Operation } from '../history/entry.ts';

export interface RunningConsumer {
  groupId: string;
  /** Through which all its connections go. */
  gate: Gate;
  /** When the last record was delivered, in ns since the run began; null if none was. */
  lastDeliveryNs(): number | null;
  /**
   * Whether everything below these offsets (by partition) has been delivered, or is nothing to deliver, such as the
   * control batch that ends a transaction.
   */
  hasReached(offsets: ReadonlyMap<number, number>): boolean;
  /** Ends it, and its connections; once, however often it is called. */
  stop(): Promise<void>;
}

/** Enough for kafkajs to end where all is well. With its gate closed it can do no harm when it takes longer. */
const closeLimitMs = 500;
/** A group waits a minute (kafkajs's rebalance timeout) for members that it has lost. */
const joinLimitMs = 90_000;
export const consumerGroup = 'kafka-chaos-consumer';

/** @throws EnvironmentError if the group is not joined in time, as where brokers come and go without end */
export async function startConsumer(
  clock: RunClock,
  options: {
    bootstrapServers: readonly string[];
    topic: string;
    /** Deliver also records of transactions that are open or were aborted; kafkajs's default is not to. */
    readUncommitted?: boolean;
    settings?: ClientSettings | undefined;
    record(operation: Operation): void;
    signal: AbortSignal;
    /** Is told of rebalances, joins and failed commits, as `group` events. */
    onGroup(event: Event): void;
  },
): Promise<RunningConsumer> {
  const { bootstrapServers, topic, readUncommitted = false, settings, record, onGroup } = options;
  const { signal } = options;
  const late = AbortSignal.timeout(joinLimitMs);
  const next = new Map<number, number>();
  const gate = connectionGate();
  let lastDeliveryNs: number | null = null;
  let stopped = false;
  const consumer = await kafkajsConsumer({
    bootstrapServers,
    topic,
    groupId: consumerGroup,
    readUncommitted,
    settings,
    sockets: gate.sockets,
    signal: AbortSignal.any([signal, late]),
    onDelivery: (delivery) => {
      if (stopped) return;
      lastDeliveryNs = clock.now();
      record(arrival(lastDeliveryNs, 'consume', 'consumer', delivery));
    },
    onPosition: (partition, offset) => {
      if (!stopped) next.set(partition, Math.max(next.get(partition) ?? 0, offset));
    },
    onGroup: (change) => {
      if (stopped) return;
      onGroup({ type: 'event', timeNs: clock.now(), kind: 'group', group: consumerGroup, ...change });
    },
  }).catch((error: unknown) => {
    stopped = true;
    if (!late.aborted || signal.aborted) throw error;
    throw new EnvironmentError(`the consumer has not joined its group within ${joinLimitMs / 1_000} s`);
  });
  let ended: Promise<unknown> | undefined;
  const end = async () => {
    // What it says of connections that are cut under it tells nothing.
    const closing = consumer.close().catch(() => {});
    // kafkajs waits for what it has asked for, which a broker that has nothing new keeps for 5 s.
    await gate.close();
    // It may try for seconds all the same, to take its leave of a coordinator that it cannot reach any more.
    await Promise.race([closing, new Promise((resolve) => setTimeout(resolve, closeLimitMs).unref())]);
  };
  return {
    groupId: consumerGroup,
    gate,
    lastDeliveryNs: () => lastDeliveryNs,
    hasReached: (offsets) => [...offsets].every(([partition, end]) => (next.get(partition) ?? 0) >= end),
    async stop() {
      stopped = true;
      ended ??= end();
      await ended;
    },
  };
}

/** A record that arrived: by delivery to the running consumer, by the final read, or by that of a single replica. */
export function arrival(
  timeNs: number,
  kind: 'consume' | 'read' | 'replica-read',
  process: string,
  record: Delivery & Pick<Operation, 'leaderEpoch' | 'broker'>,
): Operation {
  const { partition, offset, value, corrupted, leaderEpoch, broker } = record;
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
    ...(broker !== undefined && { broker }),
    ...(leaderEpoch !== undefined && { leaderEpoch }),
    ...(corrupted && { corrupted }),
  };
}
