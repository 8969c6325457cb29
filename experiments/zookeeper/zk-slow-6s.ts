import { defineExperiment, intact } from '../../src/index.ts';

export default defineExperiment({
  name: 'zk-slow-6s',
  shows:
    'ZooKeeper answers brokers 120 ms late on average: 20 to 140 ms evenly spread, and 400 ms more for half a second in every five, so that peaks reach 420 to 540 ms. Whether sessions of 6 s end by that, and controllers change.',
  modes: ['zk'],
  settings: { broker: { 'zookeeper.session.timeout.ms': '6000' } },
  // Seldom, because the controller waits for several answers of ZooKeeper, one after the other, to make a topic.
  workload: { administer: { intervalMs: 5_000 } },
  method: [
    {
      do: 'inject',
      fault: 'latency',
      target: { from: { allOf: 'broker' }, to: { allOf: 'zookeeper' } },
      with: { latencyMs: 80, jitterMs: 60 },
    },
    {
      do: 'inject',
      fault: 'flap',
      target: { from: { allOf: 'broker' }, to: { allOf: 'zookeeper' } },
      with: { of: { fault: 'latency', with: { latencyMs: 400 } }, onMs: 500, offMs: 4_500 },
    },
    { do: 'hold', durationMs: 30_000 },
    { do: 'heal' },
  ],
  expectations: [
    // Sessions are kept by a ping every third of their length, and end when none has come for all of it: an answer
    // that is half a second late is far from that.
    { name: 'the controller stays', measure: 'controllers.changes', equals: 0 },
    { name: 'no partition changes its leader', measure: 'replication.leaderChanges', equals: 0 },
    { name: 'no replica falls out of sync', measure: 'replication.isrShrinks', equals: 0 },
    { name: 'topics are made and deleted', measure: 'admin.ok', atLeast: 10 },
    { name: 'writes go on', measure: 'produce.longestMs', atMost: 1_000 },
    { name: 'reads go on', measure: 'consume.longestMs', atMost: 1_000 },
    ...intact,
  ],
});
