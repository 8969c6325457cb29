import { defineExperiment, intact } from '../../src/index.ts';

export default defineExperiment({
  name: 'zk-pause',
  shows:
    'The leader of the ZooKeeper ensemble is frozen: the others give it up when it has been silent for five ticks, and until then no topic can be made; no session ends, and reads and writes go on.',
  modes: ['zk'],
  // Each creation of a topic that waits for ZooKeeper holds a request handler of the controller's broker: they must not run out.
  settings: { broker: { 'num.io.threads': '32' } },
  workload: { administer: { intervalMs: 1_000 } },
  method: [
    { do: 'inject', fault: 'pause', target: 'zookeeper-leader' },
    { do: 'hold', durationMs: 25_000 },
    { do: 'heal' },
    { do: 'await-writable', atMostMs: 30_000 },
  ],
  expectations: [
    // syncLimit is 5 ticks of 2 s; the leader's last ping was up to a second ago.
    { name: 'administration waits for another leader', measure: 'admin.longestMs', atLeast: 8_000 },
    // A broker that is connected to the frozen server gives it up after 12 s, and may try it once more, for 6 s.
    { name: 'and not for long', measure: 'admin.longestMs', atMost: 35_000 },
    { name: 'writes go on', measure: 'produce.longestMs', atMost: 1_000 },
    { name: 'reads go on', measure: 'consume.longestMs', atMost: 1_000 },
    { name: 'the controller stays', measure: 'controllers.changes', equals: 0 },
    { name: 'no partition changes its leader', measure: 'replication.leaderChanges', equals: 0 },
    { name: 'no replica falls out of sync', measure: 'replication.isrShrinks', equals: 0 },
    ...intact,
  ],
});
