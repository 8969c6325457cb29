import { defineExperiment, intact } from '../../src/index.ts';

export default defineExperiment({
  name: 'zk-disk-full',
  shows:
    'The disk of a ZooKeeper follower is full while topics are being created: it drops out of the ensemble and tries to come back over and over, the two others go on, and it is a member again when there is space.',
  decides: ['zk-disk-full'],
  modes: ['zk'],
  // Once a second, because each creation that waits for ZooKeeper holds one of the eight request handlers of its broker.
  workload: { administer: { intervalMs: 1_000 } },
  method: [
    { do: 'inject', fault: 'disk-full', target: 'zookeeper-follower' },
    { do: 'hold', durationMs: 12_000 },
    { do: 'heal' },
    { do: 'await-writable', atMostMs: 30_000 },
  ],
  expectations: [
    { name: 'the follower leaves the ensemble', measure: 'processes.leftEnsemble', atLeast: 1 },
    { name: 'and is back when there is space', measure: 'processes.away', equals: 0 },
    // A broker that was connected to the follower is sent away, maybe more than once: it comes back now and then.
    { name: 'administration goes on', measure: 'admin.longestMs', atMost: 12_000 },
    { name: 'topics are made and deleted', measure: 'admin.ok', atLeast: 40 },
    { name: 'writes go on', measure: 'produce.longestMs', atMost: 1_000 },
    { name: 'reads go on', measure: 'consume.longestMs', atMost: 1_000 },
    { name: 'the controller stays', measure: 'controllers.changes', equals: 0 },
    { name: 'no partition changes its leader', measure: 'replication.leaderChanges', equals: 0 },
    { name: 'no replica falls out of sync', measure: 'replication.isrShrinks', equals: 0 },
    ...intact,
  ],
});
