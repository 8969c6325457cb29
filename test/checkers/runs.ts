/**
 * Runs in which nothing is wrong, made at random, for property tests to plant something in: several clients write, requests
 * overlap, attempts fail, transactions leave markers, leaders change, the consumer goes back once.
 */
import fc from 'fast-check';
import type { Entry, Event, Operation } from '../../src/history/entry.ts';
import { consume, event, inTime, leadership, operation, phase, read } from '../history/literals.ts';
import { administer, committed, replicaRead } from './literals.ts';

export const brokers = [1, 2, 3];
export const partitions = [0, 1, 2];

/** When what happens, in ms. Deliveries that are planted come before the consumer goes back. */
export const at = { lateDelivery: 5_000, goingBack: 6_000, finalRead: 10_000, replicas: 12_000, end: 30_000 };

export interface Run {
  writes: Operation[];
  deliveries: Operation[];
  reads: Operation[];
  replicaReads: Operation[];
  commits: Event[];
  /** What is none of the checkers' business. */
  others: Entry[];
}

export function historyOf({ writes, deliveries, reads, replicaReads, commits, others }: Run): Entry[] {
  const phases = [phase(at.finalRead, 'final-read'), phase(at.end, 'end')];
  return inTime(others, phases, writes, deliveries, commits, reads, replicaReads);
}

const attempt = fc.record({
  partition: fc.constantFrom(...partitions),
  // Values of java are none that count up.
  writer: fc.constantFrom('probe', 'probe', 'kafkajs', 'java', 'transactions'),
  tookMs: fc.integer({ min: 1, max: 100 }),
  outcome: fc.constantFrom('ok', 'ok', 'ok', 'fail', 'unknown') satisfies fc.Arbitrary<Operation['outcome']>,
  /** Whether it was written, if nobody knows. */
  written: fc.boolean(),
  /** A transaction's marker comes before it. */
  marker: fc.constantFrom(false, false, true),
  newLeader: fc.constantFrom(false, false, false, true),
});

interface Place {
  partition: number;
  offset: number;
  value: string;
  leaderEpoch: number;
  writtenMs: number;
}

export const runs: fc.Arbitrary<Run> = fc
  .record({
    attempts: fc.array(attempt, { minLength: 1, maxLength: 50 }),
    goesBackBy: fc.nat(3),
    interleaved: fc.boolean(),
  })
  .map(({ attempts, goesBackBy, interleaved }) => {
    const writes: Operation[] = [];
    const places: Place[] = [];
    const ends = partitions.map(() => 0);
    const epochs = partitions.map(() => 0);
    const others: Entry[] = partitions.map((partition) => leadership(0, 1, 0, brokers, partition));
    for (const [
      i,
      { partition, writer, tookMs, outcome, written, marker, newLeader },
    ] of attempts.entries()) {
      const process = `${writer}-${partition}`;
      const value = writer === 'java' ? `${process} ${i}` : `${process}/${i}`;
      if (newLeader)
        others.push(leadership(20 * i, brokers[i % 3]!, ++epochs[partition]!, brokers, partition));
      if (marker) ends[partition]!++;
      const isThere = outcome === 'ok' || (outcome === 'unknown' && written);
      const offset = isThere ? ends[partition]!++ : ends[partition]!;
      const leaderEpoch = epochs[partition]!;
      if (isThere) places.push({ partition, offset, value, leaderEpoch, writtenMs: 20 * i + 3 });
      const error = { name: outcome === 'fail' && writer === 'transactions' ? 'ABORTED' : 'SOME_ERROR' };
      const answer = outcome === 'ok' ? { offset } : { error };
      writes.push(operation(20 * i, 20 * i + tookMs, { partition, process, outcome, value, ...answer }));
    }
    others.push(
      administer(400),
      administer(700, { outcome: 'fail', error: { name: 'REQUEST_TIMED_OUT' } }),
      event(500, { kind: 'controller', node: 'broker-1', epoch: 3 }),
      event(at.goingBack, { kind: 'group', group: 'readers', what: 'rebalancing', error: null }),
    );
    places.sort((a, b) => a.partition - b.partition || a.offset - b.offset);
    const of = (partition: number) => places.filter((place) => place.partition === partition);
    const deliver = (ms: number, { value, offset, partition }: Place) =>
      consume(ms, value, offset, { partition });
    return {
      writes,
      others,
      deliveries: [
        ...places.map((place) => deliver(place.writtenMs, place)),
        ...partitions.flatMap((partition) =>
          (goesBackBy === 0 ? [] : of(partition).slice(-goesBackBy)).map((place, i) =>
            deliver(at.goingBack + i, place),
          ),
        ),
      ],
      commits: partitions.flatMap((partition) => {
        const end = of(partition).at(-1)?.offset ?? 0;
        return [0, Math.floor(end / 2), end].map((offset, i) => committed(2_000 + i, offset, partition));
      }),
      reads: places.map(({ value, offset, partition, leaderEpoch }, i) =>
        read(at.finalRead + 1 + i, value, offset, { partition, leaderEpoch }),
      ),
      replicaReads: brokers.flatMap((broker, nth) =>
        places.map(({ value, offset, partition, leaderEpoch }, i) => {
          const ms = at.replicas + (interleaved ? 3 * i + nth : 1_000 * nth + i);
          return replicaRead(ms, broker, value, offset, { partition, leaderEpoch });
        }),
      ),
    };
  })
  .filter(({ writes }) => writes.some(({ outcome }) => outcome === 'ok'));

/** The run with one more record at the end of a partition, delivered, read and on every replica. */
export function withRecordAtEnd(run: Run, partition: number, value: string): Run {
  const offset =
    1 + Math.max(-1, ...run.reads.filter((each) => each.partition === partition).map((each) => each.offset!));
  const later = run.reads.length;
  return {
    ...run,
    deliveries: [...run.deliveries, consume(at.lateDelivery + later, value, offset, { partition })],
    reads: [...run.reads, read(at.finalRead + 1_000 + later, value, offset, { partition })],
    replicaReads: [
      ...run.replicaReads,
      ...brokers.map((broker) =>
        replicaRead(at.replicas + 10_000 + later, broker, value, offset, { partition }),
      ),
    ],
  };
}
