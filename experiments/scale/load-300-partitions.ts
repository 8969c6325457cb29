import { defineExperiment, intact } from '../../src/index.ts';

export default defineExperiment({
  name: 'load-300-partitions',
  shows:
    'Three hundred partitions are created, then the active controller is killed: how long administration waits for the next one, which has to know them all before it serves. Beside the other sizes, this gives the slope.',
  // The slope beside load-3000-partitions; a night can do without.
  suites: ['claims'],
  modes: ['zk', 'kraft'],
  workload: { administer: { intervalMs: 200 } },
  method: [
    // One replica each, so that one machine bears them.
    { do: 'create-topics', count: 30, partitions: 10, replicationFactor: 1 },
    { do: 'await-writable', atMostMs: 60_000 },
    { do: 'inject', fault: 'kill', target: 'active-controller' },
    // Longer than a ZooKeeper session (18 s, rounded up to 20), and what comes after its end.
    { do: 'hold', durationMs: 35_000 },
    { do: 'heal' },
  ],
  expectations: [
    { name: 'all partitions have a leader in time', measure: 'actions.createTopicsMs', atMost: 30_000 },
    { name: 'another controller is elected', measure: 'controllers.electedMs', atMost: 30_000 },
    { name: 'soon with KRaft', measure: 'controllers.electedMs', atMost: 8_000, modes: ['kraft'] },
    {
      name: 'administration is served before the old one is back',
      measure: 'controllers.servesMs',
      atMost: 35_000,
    },
    { name: 'no duplicates', measure: 'safety.duplicates', equals: 0 },
    ...intact,
  ],
});
