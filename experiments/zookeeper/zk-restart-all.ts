import { defineExperiment, intact } from '../../src/index.ts';

export default defineExperiment({
  name: 'zk-restart-all',
  shows:
    'All ZooKeeper servers are restarted at once, and then the broker that is the controller: the next one reads all metadata anew, and nothing of it is missing.',
  decides: ['zk-restart-recovers'],
  modes: ['zk'],
  // Each creation of a topic that waits for ZooKeeper holds a request handler of the controller's broker: they must not run out.
  settings: { broker: { 'num.io.threads': '32' } },
  workload: { administer: { intervalMs: 500 } },
  method: [
    { do: 'inject', fault: 'restart', target: { allOf: 'zookeeper' } },
    { do: 'await-writable', atMostMs: 30_000 },
    { do: 'inject', fault: 'restart', target: 'active-controller' },
    { do: 'await-writable', atMostMs: 60_000 },
  ],
  expectations: [
    // Three JVMs start, elect a leader, and are found again by their clients, who wait up to a second between two tries.
    { name: 'administration waits for the ensemble', measure: 'admin.longestMs', atLeast: 2_500 },
    { name: 'and not for long', measure: 'admin.longestMs', atMost: 20_000 },
    { name: 'another broker is the controller', measure: 'controllers.changes', atLeast: 1 },
    // A broker that shuts down in order hands over what it leads; one whose session had to end first would take 12 s.
    { name: 'writes wait for a leader at most', measure: 'produce.longestMs', atMost: 5_000 },
    { name: 'every replica is in sync again', measure: 'recovery.fullIsrMs', atMost: 45_000 },
    ...intact,
  ],
});
