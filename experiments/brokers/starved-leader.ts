import { defineExperiment, intact } from '../../src/index.ts';

export default defineExperiment({
  name: 'starved-leader',
  shows:
    'The broker that leads partition 0 is left a twentieth of a processor for 15 s, as by a noisy neighbour: it is not dead, only slow, and whoever waits for it, as client or for its replica, is as slow.',
  method: [
    { do: 'inject', fault: 'cpu-starve', target: { leaderOf: 0 }, with: { cpus: 0.05 } },
    { do: 'hold', durationMs: 15_000 },
    { do: 'heal' },
    { do: 'await-writable', atMostMs: 60_000 },
  ],
  expectations: [
    // Ten times what is slow on a healthy cluster.
    { name: 'the want is felt', measure: 'latencyMs.during.p99', atLeast: 2_000 },
    // It may answer nothing at all for these 15 s, and then has all of them to catch up with.
    { name: 'and passes with its cause', measure: 'produce.longestMs', atMost: 15_000 },
    { name: 'every replica is in sync again', measure: 'recovery.fullIsrMs', atMost: 60_000 },
    ...intact,
  ],
});
