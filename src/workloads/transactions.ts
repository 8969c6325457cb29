/**
 * Transactions of one record to each partition, one after the other under one transactional id, every so-many-th of them
 * aborted on purpose. The records of a transaction have the same number: `transactions-0/7` and `transactions-1/7`
 * are there both, or neither.
 *
 * Each has its time on a schedule, from which its latency counts. One that finds its predecessor still under way begins
 * when that has ended: a producer can have no two transactions at once. So nothing that the cluster delays is left out.
 */
import type { Attempt } from '../clients/attempt.ts';
import type { TransactionalProducer, TransactionalRecord } from '../clients/kafkajs-transactions.ts';
import type { RunClock } from '../history/clock.ts';
import type { Operation } from '../history/entry.ts';
import { closeWithin } from './probe.ts';

export interface TransactionsOptions {
  partitions: readonly number[];
  /** How often a transaction is scheduled. */
  intervalMs: number;
  /** The last of every so many transactions is aborted on purpose. */
  abortEvery: number;
  connect(): Promise<TransactionalProducer>;
  /** Kafka's id of the broker that clients find at an address; undefined if none is known to be there. */
  brokerAt(server: string): number | undefined;
  record(operation: Operation): void;
}

export interface Transactions {
  /** Ends the schedule, grants the one under way a last moment, and records it as UNANSWERED after that. */
  stop(): Promise<void>;
}

/** How long the transaction under way may still take when the workload is stopped. */
const lastMomentMs = 2_000;
const closeWithinMs = 1_000;

/** A transaction under way. */
interface Begun {
  records: readonly TransactionalRecord[];
  scheduledNs: number;
  invokedNs: number;
}

export async function startTransactions(
  clock: RunClock,
  options: TransactionsOptions,
): Promise<Transactions> {
  const { partitions, intervalMs, abortEvery } = options;
  const producer = await options.connect();
  const beganNs = clock.now();
  const stop = Promise.withResolvers<void>();
  let isStopped = false;
  let underWay: Begun | undefined;

  const complete = (begun: Begun, attempts: readonly Attempt[]) => {
    underWay = undefined;
    const completedNs = clock.now();
    begun.records.forEach((each, index) => {
      options.record(operation(each, begun, completedNs, attempts[index]!, options.brokerAt));
    });
  };

  const perform = async (number: number, scheduledNs: number) => {
    const records = partitions.map((partition) => ({
      partition,
      value: `transactions-${partition}/${number}`,
    }));
    const begun = { records, scheduledNs, invokedNs: clock.now() };
    underWay = begun;
    const attempts = await producer.run(records, (number + 1) % abortEvery === 0 ? 'abort' : 'commit');
    // Given up before: what comes later belongs to no measuring any more.
    if (underWay === begun) complete(begun, attempts);
  };

  const schedule = async () => {
    for (let number = 0; ; number++) {
      const scheduledNs = beganNs + number * intervalMs * 1e6;
      await Promise.race([stop.promise, until(clock, scheduledNs)]);
      if (isStopped) return;
      await perform(number, scheduledNs);
    }
  };
  const ended = schedule();

  return {
    async stop() {
      isStopped = true;
      stop.resolve();
      await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, lastMomentMs))]);
      if (underWay !== undefined) {
        complete(
          underWay,
          partitions.map(() => ({ outcome: 'unknown', error: { name: 'UNANSWERED' } })),
        );
      }
      await closeWithin(producer, closeWithinMs);
    },
  };
}

function operation(
  { partition, value }: TransactionalRecord,
  { scheduledNs, invokedNs }: Begun,
  completedNs: number,
  { server, ...result }: Attempt,
  brokerAt: TransactionsOptions['brokerAt'],
): Operation {
  const broker = server === undefined ? undefined : brokerAt(server);
  return {
    type: 'operation',
    kind: 'produce',
    process: `transactions-${partition}`,
    partition,
    scheduledNs,
    invokedNs,
    completedNs,
    value,
    ...(broker !== undefined && { broker }),
    ...result,
  };
}

function until(clock: RunClock, timeNs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, (timeNs - clock.now()) / 1e6)));
}
