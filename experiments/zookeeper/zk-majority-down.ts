import { defineExperiment, intact } from '../../src/index.ts';

export default defineExperiment({
  name: 'zk-majority-down',
  shows:
    'Two of three ZooKeeper servers are killed, for longer than a session lasts: no topic can be made, and what there is goes on being written and read, because nobody is left to end a session.',
  decides: ['quorum-size', 'zk-majority-total-outage', 'zk-majority-cached'],
  modes: ['zk'],
  // Each creation of a topic that waits for ZooKeeper holds a request handler of the controller's broker. With Kafka's eight
  // that broker would soon answer nobody: see zk-majority-down-administered. Here they must not run out.
  settings: { broker: { 'num.io.threads': '32' } },
  workload: { administer: { intervalMs: 2_000 } },
  method: [
    { do: 'inject', fault: 'kill', target: { majorityOf: 'zookeeper' } },
    // A session lasts 18 s, rounded up to ZooKeeper's next tick: 20 s.
    { do: 'hold', durationMs: 25_000 },
    { do: 'heal' },
    { do: 'await-writable', atMostMs: 60_000 },
  ],
  expectations: [
    { name: 'administration stops', measure: 'admin.longestMs', atLeast: 24_000 },
    // Until the ensemble is up and has elected (10 s), brokers are back (7 s), and a round that had failed is over (5 s).
    { name: 'and goes on when the ensemble is back', measure: 'admin.longestMs', atMost: 50_000 },
    // Several JVMs that start at once can hold up two processors for longer than a second.
    { name: 'writes go on', measure: 'produce.longestMs', atMost: 2_000 },
    { name: 'reads go on', measure: 'consume.longestMs', atMost: 2_000 },
    { name: 'the controller stays', measure: 'controllers.changes', equals: 0 },
    { name: 'no partition changes its leader', measure: 'replication.leaderChanges', equals: 0 },
    { name: 'no replica falls out of sync', measure: 'replication.isrShrinks', equals: 0 },
    ...intact,
  ],
});
