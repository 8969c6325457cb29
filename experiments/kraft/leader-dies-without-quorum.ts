import { defineExperiment, intact } from '../../src/index.ts';

export default defineExperiment({
  name: 'leader-dies-without-quorum',
  shows:
    'All who coordinate are killed, ZooKeeper or controllers, and then the leader of partition 0: nobody elects another one, and writing stops until they are back.',
  decides: ['no-controller-no-topics'],
  modes: ['zk', 'kraft'],
  method: [
    { do: 'inject', fault: 'kill', target: { allOf: 'quorum' } },
    { do: 'inject', fault: 'kill', target: { leaderOf: 0 } },
    // Longer than it takes to give a broker up and to elect, if there were anybody to do so: 20 s with ZooKeeper.
    { do: 'hold', durationMs: 24_000 },
    { do: 'heal' },
    { do: 'await-writable', atMostMs: 90_000 },
  ],
  expectations: [
    { name: 'nobody leads while nobody coordinates', measure: 'produce.longestMs', atLeast: 24_000 },
    // They start (10 s); the session of the dead broker ends (20 s with ZooKeeper, where its name is taken until then), and it
    // starts as well (10 s), if nobody else has been elected before.
    { name: 'and then somebody does', measure: 'produce.longestMs', atMost: 75_000 },
    { name: 'every replica is in sync again', measure: 'recovery.fullIsrMs', atMost: 180_000 },
    ...intact,
  ],
});
