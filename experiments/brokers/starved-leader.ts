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
    // What waits for it waits for most of these 15 s.
    { name: 'the want is felt', measure: 'latencyMs.during.p99', atLeast: 8_000 },
    // It answers seldom, but it does: of a dead one nothing would come for a session (kill-leader).
    { name: 'it answers now and then', measure: 'produce.longestMs', atMost: 6_000 },
    { name: 'and is given up by nobody', measure: 'replication.leaderChanges', equals: 0 },
    { name: 'nor are its replicas', measure: 'replication.isrShrinks', equals: 0 },
    { name: 'every replica is in sync again', measure: 'recovery.fullIsrMs', atMost: 60_000 },
    ...intact,
  ],
});
