import { defineExperiment, intact } from '../../src/index.ts';

export default defineExperiment({
  name: 'voter-returns',
  shows:
    'A standby controller is cut off for a while and comes back: before Kafka 4 it stands for election in vain all that time, and returns with an epoch that deposes a leader who was well; with pre-vote (KIP-996) it deposes nobody.',
  modes: ['kraft'],
  workload: { administer: { intervalMs: 200 } },
  method: [
    { do: 'inject', fault: 'partition', target: { isolate: 'standby-controller', clients: false } },
    { do: 'hold', durationMs: 12_000 },
    { do: 'heal' },
    // What its return does comes after that.
    { do: 'hold', durationMs: 6_000 },
  ],
  expectations: [
    { name: 'its return deposes the leader', measure: 'controllers.changes', atLeast: 1, before: '4.0' },
    { name: 'at most a few elections', measure: 'controllers.changes', atMost: 4 },
    { name: 'its return deposes nobody', measure: 'controllers.changes', equals: 0, since: '4.0' },
    // Never, or not before it is back; what cannot reach anybody deposes nobody.
    { name: 'none while it is away', measure: 'controllers.electedMs', atLeast: 11_000 },
    { name: 'administration waits for an election at most', measure: 'admin.longestMs', atMost: 6_000 },
    { name: 'writes go on', measure: 'produce.longestMs', atMost: 1_000 },
    { name: 'reads go on', measure: 'consume.longestMs', atMost: 1_000 },
    { name: 'no partition changes its leader', measure: 'replication.leaderChanges', equals: 0 },
    { name: 'no replica falls out of sync', measure: 'replication.isrShrinks', equals: 0 },
    ...intact,
  ],
});
