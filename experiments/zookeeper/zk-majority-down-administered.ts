import { defineExperiment, intact } from '../../src/index.ts';

export default defineExperiment({
  name: 'zk-majority-down-administered',
  shows:
    'Two of three ZooKeeper servers are killed while topics are being created twice a second: each creation waits in a request handler of the controller, and when all eight wait, that broker answers nobody, and the partitions that it leads stand still.',
  modes: ['zk'],
  workload: { administer: { intervalMs: 500 } },
  method: [
    { do: 'inject', fault: 'kill', target: { majorityOf: 'zookeeper' } },
    // Eight creations are under way after 4 s.
    { do: 'hold', durationMs: 15_000 },
    { do: 'heal' },
    { do: 'await-writable', atMostMs: 60_000 },
  ],
  expectations: [
    { name: 'administration stops', measure: 'admin.longestMs', atLeast: 14_000 },
    { name: "and so do the controller's partitions", measure: 'produce.longestMs', atLeast: 9_000 },
    // Until the ensemble is up and has elected (10 s), brokers are back (7 s), and what had piled up is done.
    { name: 'until the ensemble is back', measure: 'produce.longestMs', atMost: 40_000 },
    { name: 'the controller stays', measure: 'controllers.changes', equals: 0 },
    { name: 'every replica is in sync again', measure: 'recovery.fullIsrMs', atMost: 120_000 },
    ...intact,
  ],
});
