import { defineExperiment, intact } from '../../src/index.ts';

export default defineExperiment({
  name: 'zk-broker-cannot-start',
  shows:
    'The leader of partition 0 is cut from ZooKeeper, ends, and is started anew with an empty disk: it gives up its start for want of ZooKeeper, and is there again only when the cut is healed.',
  decides: ['zk-broker-cannot-start'],
  modes: ['zk'],
  method: [
    {
      do: 'inject',
      fault: 'partition',
      target: { from: { leaderOf: 0 }, to: { allOf: 'zookeeper' } },
    },
    // It is started again when its old session is over: its name would be taken until then.
    { do: 'inject', fault: 'wipe', target: { leaderOf: 0 } },
    // It gives up after 18 s, zookeeper.connection.timeout.ms.
    { do: 'hold', durationMs: 25_000 },
    { do: 'heal' },
    { do: 'await-writable', atMostMs: 60_000 },
  ],
  expectations: [
    // The last ping was up to 6 s, a third of the session, before the cut.
    { name: 'its session ends', measure: 'recovery.detectedMs', atLeast: 10_000, atMost: 22_000 },
    { name: 'the outage is felt', measure: 'produce.longestMs', atLeast: 8_000 },
    { name: 'and ends without it', measure: 'produce.longestMs', atMost: 26_000 },
    // The old session (12 s and more) and the cut. A broker that did start would be in sync some 10 s after the first of these.
    { name: 'it does not start while it is cut off', measure: 'recovery.fullIsrMs', atLeast: 37_000 },
    { name: 'and is in sync when it is not', measure: 'recovery.fullIsrMs', atMost: 150_000 },
    { name: 'the controller, which is another broker, stays', measure: 'controllers.changes', equals: 0 },
    ...intact,
  ],
});
