import { defineExperiment, intact } from '../../src/index.ts';

export default defineExperiment({
  name: 'zk-gc-6s',
  shows:
    'The broker that is the controller is frozen for 1, 3 and 9 s, as by garbage collection, with sessions of 6 s: the two short ones change nothing, and the long one costs it its session and the office.',
  modes: ['zk'],
  settings: { broker: { 'zookeeper.session.timeout.ms': '6000' } },
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
    // The last ping is up to 2 s old, and ZooKeeper looks every 2 s: a session of 6 s outlives 4 s of silence, and not 8 s.
    { name: 'one pause of the three costs it the office', measure: 'controllers.changes', equals: 1 },
    // Before the third pause lie the two others, and three calm seconds after each.
    { name: 'and that is the longest', measure: 'controllers.electedMs', atLeast: 14_000 },
    { name: 'the outage is felt', measure: 'produce.longestMs', atLeast: 8_500 },
    // What was sent to the frozen broker is answered when it is back, and has been told that it leads no more.
    { name: 'and not for much longer than the pause', measure: 'produce.longestMs', atMost: 20_000 },
    { name: 'every replica is in sync again', measure: 'recovery.fullIsrMs', atMost: 60_000 },
    ...intact,
  ],
});
