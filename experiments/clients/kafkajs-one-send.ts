import { defineExperiment } from '../../src/index.ts';

export default defineExperiment({
  name: 'kafkajs-one-send',
  shows:
    'A transaction hands its records for several partitions to kafkajs in one call, and a leader is stopped in order: kafkajs 2.2.4 commits without the record of the partition whose leader moved.',
  workload: { transactions: { oneSend: true } },
  // The first transaction after the move finds out by being refused there, when the others have answered: unless kafkajs has had to
  // ask for metadata before, as where the broker coordinated the transaction as well. A leader that is killed holds up the others' answers
  // too, and then it is a matter of moments.
  method: [
    {
      do: 'repeat',
      times: 4,
      steps: [
        { do: 'inject', fault: 'stop', target: { leaderOf: 0 } },
        { do: 'await-writable', atMostMs: 30_000 },
        { do: 'heal' },
        { do: 'await-writable', atMostMs: 30_000 },
      ],
    },
  ],
  expectations: [
    { name: 'a committed record was never sent', measure: 'safety.lost', atLeast: 1 },
    { name: 'the replicas agree, so it is not Kafka that lost it', measure: 'safety.disagreeing', equals: 0 },
    { name: 'nothing damaged', measure: 'safety.corrupted', equals: 0 },
  ],
});
