import { defineExperiment, intact } from '../../src/index.ts';

export default defineExperiment({
  name: 'broker-cut-from-zookeeper',
  shows:
    'The leader of partition 0 is cut from ZooKeeper only: it goes on leading until its session ends, then another broker leads, and those who still ask the old one wait, because it has not heard of that. It cannot acknowledge what the others do not get.',
  modes: ['zk'],
  method: [
    {
      do: 'inject',
      fault: 'partition',
      target: { from: { leaderOf: 0 }, to: { allOf: 'zookeeper' } },
    },
    // Longer than a session: 18 s, rounded up to ZooKeeper's next tick.
    { do: 'hold', durationMs: 26_000 },
    { do: 'heal' },
    { do: 'await-writable', atMostMs: 90_000 },
  ],
  expectations: [
    // The last ping was up to 6 s, a third of the session, before the cut.
    { name: 'its session ends', measure: 'recovery.detectedMs', atLeast: 10_000, atMost: 22_000 },
    // As metadata shows it. A broker that is cut off keeps naming the old one, so whoever asks it knows when the cut is healed.
    { name: 'a new leader is elected then', measure: 'recovery.electedMs', atLeast: 10_000, atMost: 32_000 },
    // The cut goes on for 6 s and more after that.
    { name: 'the outage is felt', measure: 'produce.longestMs', atLeast: 5_000 },
    // What was sent to the old leader fails when that is back in the cluster, or after the client's own 30 s.
    {
      name: 'and ends with the cut, or with the patience of clients',
      measure: 'produce.longestMs',
      atMost: 40_000,
    },
    { name: 'the controller, which is another broker, stays', measure: 'controllers.changes', equals: 0 },
    { name: 'every replica is in sync again', measure: 'recovery.fullIsrMs', atMost: 60_000 },
    ...intact,
  ],
});
