import { defineExperiment, intact } from '../../src/index.ts';

export default defineExperiment({
  name: 'controller-wiped',
  shows:
    'A standby controller comes back with an empty disk, and gets all metadata from the others; afterwards it is as good a voter as before, which the death of the active controller shows.',
  modes: ['kraft'],
  workload: { administer: { intervalMs: 200 } },
  method: [
    { do: 'inject', fault: 'wipe', target: 'standby-controller' },
    { do: 'hold', durationMs: 6_000 },
    { do: 'heal' },
    // Now it is needed: without it the two others are no majority when one of them dies.
    { do: 'inject', fault: 'kill', target: 'active-controller' },
    { do: 'hold', durationMs: 10_000 },
    { do: 'heal' },
    { do: 'await-writable', atMostMs: 30_000 },
  ],
  expectations: [
    // The others go on without it. Followers notice a dead leader after controller.quorum.fetch.timeout.ms, 2 s less a
    // fetch that was under way (0.5 s).
    { name: 'administration waits for the next controller', measure: 'admin.longestMs', atLeast: 1_000 },
    // The dead one is away for 10 s and the start of its process: it did not have to be waited for.
    { name: 'and not for the dead one', measure: 'admin.longestMs', atMost: 10_000 },
    { name: 'there is another controller', measure: 'controllers.changes', atLeast: 1 },
    { name: 'writes go on', measure: 'produce.longestMs', atMost: 1_000 },
    { name: 'reads go on', measure: 'consume.longestMs', atMost: 1_000 },
    { name: 'no partition changes its leader', measure: 'replication.leaderChanges', equals: 0 },
    { name: 'no replica falls out of sync', measure: 'replication.isrShrinks', equals: 0 },
    ...intact,
  ],
});
