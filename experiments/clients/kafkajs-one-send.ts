import { defineExperiment } from '../../src/index.ts';

/** The leader of a partition is stopped, and comes back as a follower that leads nothing. */
const stopLeaderOf = (partition: number) =>
  [
    { do: 'inject', fault: 'stop', target: { leaderOf: partition } },
    { do: 'await-writable', atMostMs: 30_000 },
    { do: 'heal' },
    { do: 'await-writable', atMostMs: 30_000 },
  ] as const;

export default defineExperiment({
  name: 'kafkajs-one-send',
  shows:
    'A transaction hands its records for several partitions to kafkajs in one call, and a leader is stopped in order: kafkajs 2.2.4 commits without the record of the partition whose leader moved to a broker that had answered before.',
  // It is kafkajs that is shown, not a mode of Kafka. With ZooKeeper each of four moves showed it, in KRaft one of four.
  modes: ['zk'],
  // What an aborted transaction lacks nobody sees.
  workload: { transactions: { oneSend: true, abortEvery: 1_000 } },
  // Not every move shows it: the next leader has to lead another partition already, so the partitions take turns, on brokers as
  // Kafka has placed them. Leaders that are killed hold up the answers of the others, and then it is a matter of moments.
  coincidence: true,
  method: [0, 1, 2, 0].flatMap(stopLeaderOf),
  expectations: [
    { name: 'a committed record was never sent', measure: 'safety.lost', atLeast: 1 },
    { name: 'the replicas agree, so it is not Kafka that lost it', measure: 'safety.disagreeing', equals: 0 },
    { name: 'nothing damaged', measure: 'safety.corrupted', equals: 0 },
  ],
});
