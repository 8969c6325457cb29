/**
 * After healing, every replica of a partition holds the same records at the same offsets, appended in the same leader
 * epochs. Each offset at which replicas differ that have come as far is a finding; and so is each replica that ends
 * before the final read did, unless its broker did not answer.
 *
 * Replicas are compared with each other, and with the final read in their ends only: it may leave out what a transaction
 * aborted, which replicas hold. With fewer than two replicas of a partition, or without one that is in the ISR, nobody
 * knows that they agree.
 */
import type { Operation } from '../history/entry.ts';
import { checker } from './checker.ts';
import { isReplicaRecord } from './held-records.ts';
import { type ReplicaComparison, replicaComparison } from './replica-comparison.ts';

interface Partition {
  replicas: ReplicaComparison;
  isr: readonly number[];
  /** Brokers that did not answer before their replica was read to its end. */
  unread: Set<number>;
  /** The last record of the final read, and its offset. */
  lastRead: Operation | undefined;
  lastOffset: number;
}

export const replicasAgree = checker('replicas-agree', ({ writes, found }) => {
  const partitions = new Map<number, Partition>();
  /** Those of which a replica was read. */
  const brokers = new Set<number>();
  const of = (partition: number): Partition => {
    const known = partitions.get(partition);
    if (known !== undefined) return known;
    const replicas = replicaComparison(writes, (finding, proof) => found.add(finding, () => proof));
    const created = { replicas, isr: [], unread: new Set<number>(), lastRead: undefined, lastOffset: -1 };
    partitions.set(partition, created);
    return created;
  };
  return {
    seeEvent(event) {
      if (event.kind === 'leadership') of(event.partition).isr = event.isr;
      if (event.kind === 'replica-unread') of(event.partition).unread.add(event.broker);
    },
    see(operation) {
      const { kind, partition, offset } = operation;
      if (isReplicaRecord(operation)) {
        brokers.add(operation.broker);
        of(partition).replicas.add(operation);
      } else if (kind === 'read' && offset !== undefined && offset > of(partition).lastOffset) {
        Object.assign(of(partition), { lastRead: operation, lastOffset: offset });
      }
    },
    conclude(all) {
      for (const { replicas, isr, unread, lastRead, lastOffset } of partitions.values()) {
        // A replica that gave nothing was read all the same, if others of its broker were.
        const read = new Set([...replicas.last.keys(), ...isr.filter((broker) => brokers.has(broker))]);
        for (const broker of [...read].filter((each) => !unread.has(each))) {
          const last = replicas.last.get(broker);
          if (lastRead === undefined || (last?.offset ?? -1) >= lastOffset) continue;
          const ends = last === undefined ? 'is empty' : `ends with offset ${last.offset}`;
          all.add(`the replica of broker ${broker} ${ends}, the final read with ${lastOffset}`, () =>
            last === undefined ? [lastRead] : [last, lastRead],
          );
        }
      }
    },
    sawEnough() {
      const withRecords = [...partitions.values()].filter((each) => each.lastOffset >= 0);
      return (
        withRecords.length > 0 &&
        withRecords.every(
          ({ replicas: { last }, isr, unread }) =>
            last.size > 1 && unread.size === 0 && isr.every((broker) => last.has(broker)),
        )
      );
    },
  };
});
