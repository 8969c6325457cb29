import { defineExperiment, intact } from '../../src/index.ts';

export default defineExperiment({
  name: 'quorum-lost-for-good',
  shows:
    'Two of three controllers die, and their metadata logs are gone for good: no topic can be made until they are given a copy of the one log that is left, and are started. Then the quorum elects, and knows all that it knew.',
  decides: ['metadata-copy-newest'],
  modes: ['kraft'],
  workload: { administer: { intervalMs: 200 } },
  method: [
    {
      do: 'inject',
      fault: 'lose-metadata',
      target: { majorityOf: 'controller' },
      with: { healedBy: 'copy' },
    },
    // The session of a broker lasts 9 s, and an eighth of that.
    { do: 'hold', durationMs: 12_000 },
    { do: 'heal' },
    { do: 'await-writable', atMostMs: 60_000 },
  ],
  expectations: [
    { name: 'administration stops', measure: 'admin.longestMs', atLeast: 11_500 },
    // Until controllers have started (10 s) and elected (4 s), and what clients had given up meanwhile is over (10 s).
    { name: 'and goes on when the quorum is back', measure: 'admin.longestMs', atMost: 40_000 },
    { name: 'a controller is elected', measure: 'controllers.changes', atLeast: 1 },
    // Several JVMs that start at once can hold up two processors for longer than a second.
    { name: 'writes go on', measure: 'produce.longestMs', atMost: 2_000 },
    { name: 'reads go on', measure: 'consume.longestMs', atMost: 2_000 },
    // Who starts with a copied log starts as with its own.
    { name: 'nobody ends by itself', measure: 'processes.endedByThemselves', equals: 0 },
    { name: 'everybody is back', measure: 'processes.away', equals: 0 },
    // The copied log knows the leaders, and who leads again gives every broker a new lease.
    { name: 'no partition changes its leader', measure: 'replication.leaderChanges', equals: 0 },
    { name: 'no replica falls out of sync', measure: 'replication.isrShrinks', equals: 0 },
    ...intact,
  ],
});
