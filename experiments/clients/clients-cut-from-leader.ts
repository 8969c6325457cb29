import { defineExperiment } from '../../src/index.ts';

export default defineExperiment({
  name: 'clients-cut-from-leader',
  shows:
    'Clients cannot connect to the leader of partition 0, which the other brokers see as well as ever: nobody gives it up and nobody takes its place, so the partition is gone to clients as long as the cut lasts.',
  method: [
    { do: 'inject', fault: 'cut', target: { from: 'clients', to: { leaderOf: 0 } } },
    { do: 'hold', durationMs: 10_000 },
    { do: 'heal' },
    { do: 'await-writable', atMostMs: 30_000 },
  ],
  expectations: [
    { name: 'the cut is felt as long as it lasts', measure: 'produce.longestMs', atLeast: 10_000 },
    // A second each for its proof, for connecting again, and for a busy machine; 1 s to spare.
    { name: 'and no longer', measure: 'produce.longestMs', atMost: 14_000 },
    { name: 'nobody else leads', measure: 'replication.leaderChanges', equals: 0 },
    { name: 'every replica stays in sync', measure: 'replication.isrShrinks', equals: 0 },
    { name: 'nothing acknowledged is lost', measure: 'safety.lost', equals: 0 },
    { name: 'nothing that was never sent is written', measure: 'safety.phantom', equals: 0 },
    { name: 'nothing damaged', measure: 'safety.corrupted', equals: 0 },
    { name: 'the replicas agree', measure: 'safety.disagreeing', equals: 0 },
  ],
});
