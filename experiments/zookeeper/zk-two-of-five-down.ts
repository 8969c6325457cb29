import { defineExperiment, intact } from '../../src/index.ts';

export default defineExperiment({
  name: 'zk-two-of-five-down',
  shows:
    'Two of five ZooKeeper servers are killed, a follower and then the leader: the three that are left elect another one, and what waits for it waits no longer than that takes.',
  decides: ['quorum-size'],
  modes: ['zk'],
  sizes: { zookeepers: 5 },
  // Once a second, because each creation that waits for ZooKeeper holds one of the eight request handlers of its broker.
  workload: { administer: { intervalMs: 1_000 } },
  method: [
    { do: 'inject', fault: 'kill', target: 'zookeeper-follower' },
    { do: 'inject', fault: 'kill', target: 'zookeeper-leader' },
    { do: 'hold', durationMs: 10_000 },
    { do: 'heal' },
    { do: 'await-writable', atMostMs: 30_000 },
  ],
  expectations: [
    // An election takes a second or two, and brokers come back to the ensemble within as many; a session lasts 18 s.
    { name: 'administration waits for an election at most', measure: 'admin.longestMs', atMost: 12_000 },
    { name: 'topics are made and deleted', measure: 'admin.ok', atLeast: 40 },
    { name: 'writes go on', measure: 'produce.longestMs', atMost: 1_000 },
    { name: 'reads go on', measure: 'consume.longestMs', atMost: 1_000 },
    { name: 'the controller stays', measure: 'controllers.changes', equals: 0 },
    { name: 'no partition changes its leader', measure: 'replication.leaderChanges', equals: 0 },
    { name: 'no replica falls out of sync', measure: 'replication.isrShrinks', equals: 0 },
    ...intact,
  ],
});
