import { defineExperiment, intact } from '../../src/index.ts';

export default defineExperiment({
  name: 'pause-leader-briefly',
  shows:
    'The broker that leads partition 0 stands still for 5 s, as in a garbage collection, which is shorter than any session: everybody waits, nobody is given up, and no attempt fails.',
  // With its proof and its end the pause comes to 5 s and a little. A session of 9 s (KRaft) has lasted for up to 2 s before it.
  method: [
    { do: 'inject', fault: 'pause', target: { leaderOf: 0 } },
    { do: 'hold', durationMs: 4_500 },
    { do: 'heal' },
    { do: 'await-writable', atMostMs: 30_000 },
  ],
  expectations: [
    { name: 'the pause is felt', measure: 'produce.longestMs', atLeast: 4_500 },
    { name: 'and is over when it ends', measure: 'produce.longestMs', atMost: 8_000 },
    { name: 'no attempt is refused', measure: 'produce.fail', equals: 0 },
    { name: 'no attempt is left open', measure: 'produce.unknown', equals: 0 },
    { name: 'nobody else leads', measure: 'replication.leaderChanges', equals: 0 },
    { name: 'every replica stays in sync', measure: 'replication.isrShrinks', equals: 0 },
    ...intact,
  ],
});
