import { defineExperiment, intact } from '../../src/index.ts';

export default defineExperiment({
  name: 'kill-leader',
  shows:
    'The broker that leads partition 0 is killed, and started again later: how long until the cluster has given it up, and that the partitions of the other leaders wait for that too.',
  suites: ['smoke', 'nightly'],
  decides: ['detection-6-12-vs-1-3', 'recovery-minutes-vs-seconds', 'graceful-vs-kill'],
  method: [
    { do: 'inject', fault: 'kill', target: { leaderOf: 0 } },
    { do: 'await-writable', atMostMs: 90_000 },
    { do: 'heal' },
  ],
  prediction: 'broker-death',
  expectations: [
    { name: 'the outage is felt', measure: 'produce.longestMs', atLeast: 1_000 },
    { name: 'the outage is no longer than predicted', measure: 'produce.longestMs', atMost: 'predicted' },
    { name: 'a new leader is elected', measure: 'recovery.electedMs', atMost: 'predicted' },
    { name: 'every replica is in sync again', measure: 'recovery.fullIsrMs', atMost: 60_000 },
    ...intact,
  ],
});
