import { defineExperiment } from '../../src/index.ts';

export default defineExperiment({
  name: 'kafkajs-one-send',
  shows:
    'A transaction hands its records for several partitions to kafkajs in one call, and a leader is killed: kafkajs 2.2.4 commits without the record of the partition whose leader moved.',
  workload: { transactions: { oneSend: true } },
  // Whether a transaction is caught half sent is a matter of moments, so not every kill shows it.
  method: [
    {
      do: 'repeat',
      times: 4,
      steps: [
        { do: 'inject', fault: 'kill', target: { leaderOf: 0 } },
        { do: 'await-writable', atMostMs: 90_000 },
        { do: 'heal' },
        { do: 'await-writable', atMostMs: 90_000 },
      ],
    },
  ],
  expectations: [
    { name: 'a committed record was never sent', measure: 'safety.lost', atLeast: 1 },
    { name: 'the replicas agree, so it is not Kafka that lost it', measure: 'safety.disagreeing', equals: 0 },
    { name: 'nothing damaged', measure: 'safety.corrupted', equals: 0 },
  ],
});
