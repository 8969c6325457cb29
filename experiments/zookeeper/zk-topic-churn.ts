import { defineExperiment, intact } from '../../src/index.ts';

export default defineExperiment({
  name: 'zk-topic-churn',
  shows:
    'Topics of three partitions are created one after the other, and each deleted as soon as it is led: how many writes that makes in ZooKeeper, how many processors the ensemble keeps busy with them, and how many while no topic comes or goes.',
  suites: ['claims'],
  decides: ['topic-churn-load'],
  modes: ['zk'],
  method: [
    { do: 'measure-ensemble' },
    { do: 'hold', durationMs: 10_000 },
    { do: 'measure-ensemble' },
    { do: 'churn-topics', count: 100, partitions: 3 },
    { do: 'measure-ensemble' },
  ],
  expectations: [
    // Brokers' sessions are kept by pings, which are no writes.
    { name: 'a quiet cluster hardly writes', measure: 'ensemble.first.writesPerSecond', atMost: 1 },
    { name: 'and its ensemble is idle', measure: 'ensemble.first.processors', atMost: 0.1 },
    { name: 'topics are written to ZooKeeper', measure: 'ensemble.last.writesPerSecond', atLeast: 10 },
    { name: 'writes go on', measure: 'produce.longestMs', atMost: 2_000 },
    { name: 'the controller stays', measure: 'controllers.changes', equals: 0 },
    { name: 'no duplicates', measure: 'safety.duplicates', equals: 0 },
    ...intact,
  ],
});
