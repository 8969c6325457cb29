import { defineExperiment } from '../../src/index.ts';

export default defineExperiment({
  name: 'flapping-link',
  shows:
    'The link of clients to the leader of partition 0 is cut for a second and whole for a second, by turns, for 10 s: an outage in pieces, each of them as long as it takes to notice that the link is back.',
  method: [
    {
      do: 'inject',
      fault: 'flap',
      target: { from: 'clients', to: { leaderOf: 0 } },
      with: { of: { fault: 'cut' }, onMs: 1_000, offMs: 1_000 },
    },
    { do: 'hold', durationMs: 10_000 },
    { do: 'heal' },
    { do: 'await-writable', atMostMs: 30_000 },
  ],
  expectations: [
    { name: 'a cut is felt', measure: 'produce.longestMs', atLeast: 1_000 },
    // The first lasts a second longer, for its proof. A client that is late for one turn is back at the next; 2 s to spare.
    { name: 'clients come back between them', measure: 'produce.longestMs', atMost: 6_000 },
    // Five cuts of a second, at least.
    { name: 'there are several', measure: 'produce.unavailableMs', atLeast: 4_000 },
    { name: 'they end with the flapping', measure: 'produce.unavailableMs', atMost: 14_000 },
    { name: 'nobody else leads', measure: 'replication.leaderChanges', equals: 0 },
    { name: 'every replica stays in sync', measure: 'replication.isrShrinks', equals: 0 },
    { name: 'nothing acknowledged is lost', measure: 'safety.lost', equals: 0 },
    { name: 'nothing that was never sent is written', measure: 'safety.phantom', equals: 0 },
    { name: 'nothing damaged', measure: 'safety.corrupted', equals: 0 },
    { name: 'the replicas agree', measure: 'safety.disagreeing', equals: 0 },
  ],
});
