import { defineExperiment, intact } from '../../src/index.ts';

export default defineExperiment({
  name: 'controller-memory',
  shows:
    'Three thousand partitions are created: how much more of its heap the active controller cannot do without, as a full collection before and after shows. With ZooKeeper it is a broker besides, and a third of the partitions is its own.',
  suites: ['claims'],
  decides: ['controller-memory'],
  modes: ['zk', 'kraft'],
  method: [
    { do: 'measure-heap' },
    // One replica each, so that one machine bears them.
    { do: 'create-topics', count: 300, partitions: 10, replicationFactor: 1 },
    { do: 'await-writable', atMostMs: 60_000 },
    { do: 'measure-heap' },
  ],
  expectations: [
    { name: 'all partitions have a leader in time', measure: 'actions.createTopicsMs', atMost: 120_000 },
    // Less than a hundred bytes for each would be no knowledge of it at all.
    { name: 'they take memory', measure: 'heap.grownBytes', atLeast: 300_000 },
    // Some 24 MB with ZooKeeper, where the controller is a broker and has replicas of its own; 11 MB with KRaft.
    { name: 'and not much', measure: 'heap.grownBytes', atMost: 60_000_000 },
    // A JVM of Kafka that holds nothing yet has some ten megabytes; all that it may take is 1 GiB.
    { name: 'what is left is a heap of Kafka', measure: 'heap.liveBytes', atLeast: 10_000_000 },
    { name: 'the controller stays', measure: 'controllers.changes', equals: 0 },
    { name: 'no duplicates', measure: 'safety.duplicates', equals: 0 },
    ...intact,
  ],
});
