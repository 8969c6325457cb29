import { defineExperiment } from '../../src/index.ts';

export default defineExperiment({
  name: 'connection-resets',
  shows:
    "The connections of clients to a leader are reset five times, each time when it has written and not yet answered: what became of those records clients cannot know, and an idempotent producer (Java's) sends them again without writing them twice.",
  workload: { applications: [{ client: 'java', idempotent: true }] },
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
    { name: 'attempts are left open', measure: 'produce.unknown', atLeast: 1 },
    { name: 'the resets are felt', measure: 'produce.longestMs', atLeast: 500 },
    // 0.5 s; a second each for their proof, for connecting again, and for a busy machine; 0.5 s to spare.
    { name: 'and are over when they end', measure: 'produce.longestMs', atMost: 4_000 },
    { name: 'every replica stays in sync', measure: 'replication.isrShrinks', equals: 0 },
    { name: 'nothing is written twice', measure: 'safety.duplicates', equals: 0 },
    { name: 'nothing acknowledged is lost', measure: 'safety.lost', equals: 0 },
    { name: 'nothing that was never sent is written', measure: 'safety.phantom', equals: 0 },
    { name: 'nothing damaged', measure: 'safety.corrupted', equals: 0 },
    { name: 'the replicas agree', measure: 'safety.disagreeing', equals: 0 },
  ],
});
