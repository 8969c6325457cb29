import { defineExperiment, intact } from '../../src/index.ts';

export default defineExperiment({
  name: 'one-of-three-controllers-down',
  shows:
    'One of three controllers is killed, one that is not active, while topics are created and deleted: the two that are left are a majority, and nothing stops.',
  modes: ['kraft'],
  workload: { administer: { intervalMs: 200 } },
  method: [
    { do: 'inject', fault: 'kill', target: 'standby-controller' },
    { do: 'hold', durationMs: 6_000 },
    { do: 'heal' },
    { do: 'await-writable', atMostMs: 30_000 },
  ],
  expectations: [
    // Nothing has to wait for anybody; but if its return leads to an election (see voter-returns), that takes a moment.
    { name: 'administration goes on', measure: 'admin.longestMs', atMost: 5_000 },
    { name: 'topics are made and deleted', measure: 'admin.ok', atLeast: 100 },
    { name: 'writes go on', measure: 'produce.longestMs', atMost: 1_000 },
    { name: 'reads go on', measure: 'consume.longestMs', atMost: 1_000 },
    { name: 'no partition changes its leader', measure: 'replication.leaderChanges', equals: 0 },
    { name: 'no replica falls out of sync', measure: 'replication.isrShrinks', equals: 0 },
    ...intact,
  ],
});
