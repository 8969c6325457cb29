import { defineExperiment } from '../../src/index.ts';

export default defineExperiment({
  name: 'retries-duplicate',
  shows:
    'The connections of clients to a leader are reset when it has written and not yet answered: a producer that retries and is not idempotent writes again, and the duplicates have to be found.',
  suites: ['controls'],
  // Beside the probe, twice as often is more than two cores bear.
  workload: { applications: [{ client: 'kafkajs', intervalMs: 50, idempotent: false }] },
  method: [
    {
      do: 'repeat',
      times: 5,
      steps: [
        { do: 'inject', fault: 'reset', target: { from: 'clients', to: { leaderOf: 0 } } },
        { do: 'hold', durationMs: 500 },
        { do: 'heal' },
        { do: 'await-writable', atMostMs: 30_000 },
      ],
    },
  ],
  expectations: [
    { name: 'what was sent again is there twice', measure: 'safety.duplicates', atLeast: 1 },
    { name: 'nothing acknowledged is lost', measure: 'safety.lost', equals: 0 },
    { name: 'the replicas agree', measure: 'safety.disagreeing', equals: 0 },
    { name: 'nothing damaged', measure: 'safety.corrupted', equals: 0 },
  ],
});
