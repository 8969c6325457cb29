import { defineExperiment, intact } from '../../src/index.ts';

export default defineExperiment({
  name: 'create-1000-topics',
  shows:
    'A thousand topics of one partition on three replicas are created, a hundred in a request: how long until the last of them has a leader, and whether those who write meanwhile feel it.',
  suites: ['claims'],
  decides: ['create-1000-topics'],
  modes: ['zk', 'kraft'],
  method: [{ do: 'create-topics', count: 1_000, partitions: 1, replicationFactor: 3 }],
  expectations: [
    { name: 'all have a leader in time', measure: 'actions.createTopicsMs', atMost: 120_000 },
    { name: 'soon with KRaft', measure: 'actions.createTopicsMs', atMost: 30_000, modes: ['kraft'] },
    // Three thousand replicas make work for few processors, with which writes compete.
    { name: 'writes go on', measure: 'produce.longestMs', atMost: 5_000 },
    { name: 'the controller bears it', measure: 'controllers.changes', equals: 0 },
    { name: 'no duplicates', measure: 'safety.duplicates', equals: 0 },
    ...intact,
  ],
});
