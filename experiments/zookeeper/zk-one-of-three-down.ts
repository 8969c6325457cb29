import { defineExperiment, intact } from '../../src/index.ts';

export default defineExperiment({
  name: 'zk-one-of-three-down',
  shows:
    'One of three ZooKeeper servers is killed, a follower, while topics are created and deleted: the two that are left are a majority, and nothing stops.',
  decides: ['quorum-size', 'zk-minority-harmless'],
  modes: ['zk'],
  workload: { administer: { intervalMs: 200 } },
  method: [
    { do: 'inject', fault: 'kill', target: 'zookeeper-follower' },
    { do: 'hold', durationMs: 6_000 },
    { do: 'heal' },
    { do: 'await-writable', atMostMs: 30_000 },
  ],
  expectations: [
    // A broker that was connected to the dead server tries the next one within a second or two.
    { name: 'administration goes on', measure: 'admin.longestMs', atMost: 3_000 },
    { name: 'topics are made and deleted', measure: 'admin.ok', atLeast: 60 },
    { name: 'writes go on', measure: 'produce.longestMs', atMost: 1_000 },
    { name: 'reads go on', measure: 'consume.longestMs', atMost: 1_000 },
    { name: 'the controller stays', measure: 'controllers.changes', equals: 0 },
    { name: 'no partition changes its leader', measure: 'replication.leaderChanges', equals: 0 },
    { name: 'no replica falls out of sync', measure: 'replication.isrShrinks', equals: 0 },
    ...intact,
  ],
});
