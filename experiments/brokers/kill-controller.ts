import { defineExperiment, intact } from '../../src/index.ts';

export default defineExperiment({
  name: 'kill-controller',
  shows:
    'The active controller of the quorum is killed, while topics are created, described and deleted: those wait for the next controller, and reads and writes go on.',
  suites: ['smoke', 'nightly'],
  decides: ['controller-loss-no-data-impact', 'failover-30-120-vs-1', 'failover-seconds-vs-ms'],
  modes: ['kraft'],
  workload: { administer: { intervalMs: 200 } },
  method: [
    { do: 'inject', fault: 'kill', target: 'active-controller' },
    { do: 'hold', durationMs: 10_000 },
    { do: 'heal' },
  ],
  expectations: [
    { name: 'administration waits for the next controller', measure: 'admin.longestMs', atLeast: 1_000 },
    { name: 'and not for long', measure: 'admin.longestMs', atMost: 10_000 },
    // A busy machine may hold one up for a moment; what waited for a controller would wait for seconds.
    { name: 'writes go on', measure: 'produce.longestMs', atMost: 1_000 },
    { name: 'reads go on', measure: 'consume.longestMs', atMost: 1_000 },
    ...intact,
  ],
});
