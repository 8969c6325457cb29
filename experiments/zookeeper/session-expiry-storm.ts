import { defineExperiment, intact } from '../../src/index.ts';

export default defineExperiment({
  name: 'session-expiry-storm',
  shows:
    'All brokers are cut from ZooKeeper for longer than a session, and come back to it at once: every session is over, the first broker to be back is the controller of a cluster without brokers, and all have to register again.',
  modes: ['zk'],
  // Each creation of a topic that waits for ZooKeeper holds a request handler of the controller's broker: they must not run out.
  settings: { broker: { 'num.io.threads': '32' } },
  workload: { administer: { intervalMs: 2_000 } },
  method: [
    {
      do: 'inject',
      fault: 'partition',
      target: { from: { allOf: 'broker' }, to: { allOf: 'zookeeper' } },
    },
    // Longer than a session: 18 s, rounded up to ZooKeeper's next tick.
    { do: 'hold', durationMs: 25_000 },
    { do: 'heal' },
    // The storm comes after that: brokers try one server after the other, for 6 s each.
    { do: 'hold', durationMs: 12_000 },
    { do: 'await-writable', atMostMs: 60_000 },
  ],
  expectations: [
    // The last pings were up to 6 s, a third of the session, before the cut.
    { name: 'sessions end', measure: 'recovery.detectedMs', atLeast: 10_000, atMost: 22_000 },
    { name: 'administration stops', measure: 'admin.longestMs', atLeast: 24_000 },
    { name: 'and goes on', measure: 'admin.longestMs', atMost: 60_000 },
    { name: 'a controller is elected', measure: 'controllers.changes', atLeast: 1 },
    // Between the first broker that is back and the last one lie up to 7 s; then replicas have to catch up.
    { name: 'the storm passes', measure: 'produce.longestMs', atMost: 15_000 },
    { name: 'every replica is in sync again', measure: 'recovery.fullIsrMs', atMost: 60_000 },
    ...intact,
  ],
});
