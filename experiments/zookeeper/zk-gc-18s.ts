import { defineExperiment, intact } from '../../src/index.ts';

export default defineExperiment({
  name: 'zk-gc-18s',
  shows:
    'The broker that is the controller is frozen for 1, 3 and 9 s, as by garbage collection, with sessions of 18 s: it stays the controller through all of them.',
  modes: ['zk'],
  settings: { broker: { 'zookeeper.session.timeout.ms': '18000' } },
  method: [
    { do: 'inject', fault: 'pause', target: 'active-controller' },
    { do: 'hold', durationMs: 1_000 },
    { do: 'heal' },
    { do: 'await-writable', atMostMs: 30_000 },
    { do: 'inject', fault: 'pause', target: 'active-controller' },
    { do: 'hold', durationMs: 3_000 },
    { do: 'heal' },
    { do: 'await-writable', atMostMs: 30_000 },
    { do: 'inject', fault: 'pause', target: 'active-controller' },
    { do: 'hold', durationMs: 9_000 },
    { do: 'heal' },
    { do: 'await-writable', atMostMs: 60_000 },
  ],
  expectations: [
    // The last ping is up to 6 s old: that and the longest pause are less than a session.
    { name: 'the controller stays', measure: 'controllers.changes', equals: 0 },
    { name: 'no partition changes its leader', measure: 'replication.leaderChanges', equals: 0 },
    { name: 'no replica falls out of sync', measure: 'replication.isrShrinks', equals: 0 },
    { name: 'the outage is felt', measure: 'produce.longestMs', atLeast: 8_500 },
    { name: 'and lasts as long as the pause', measure: 'produce.longestMs', atMost: 12_000 },
    ...intact,
  ],
});
