import { defineExperiment } from '../../src/index.ts';

export default defineExperiment({
  name: 'aborted-is-read',
  shows:
    'Transactions are aborted and read without isolation: what they wrote is in the log all the same, and has to be found as phantoms.',
  suites: ['controls'],
  workload: { transactions: { intervalMs: 200, abortEvery: 3 }, isolation: 'uncommitted' },
  method: [{ do: 'hold', durationMs: 10_000 }],
  expectations: [
    { name: 'what was aborted is read', measure: 'safety.phantom', atLeast: 10 },
    { name: 'nothing acknowledged is lost', measure: 'safety.lost', equals: 0 },
    { name: 'no duplicates', measure: 'safety.duplicates', equals: 0 },
    { name: 'the replicas agree', measure: 'safety.disagreeing', equals: 0 },
  ],
});
