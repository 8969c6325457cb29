import { defineExperiment, intact } from '../../src/index.ts';

export default defineExperiment({
  name: 'metadata-disk-full',
  shows:
    'The disk of the active controller is full while topics are being created: it halts at a write, another one takes over, and it is a voter again when there is space.',
  modes: ['kraft'],
  workload: { administer: { intervalMs: 200 } },
  method: [
    { do: 'inject', fault: 'disk-full', target: 'active-controller' },
    // Nothing fails before it needs another page of its disk: at this rate that takes some seconds.
    { do: 'hold', durationMs: 18_000 },
    { do: 'heal' },
    { do: 'await-writable', atMostMs: 30_000 },
  ],
  expectations: [
    { name: 'another controller takes over', measure: 'controllers.electedMs', atMost: 18_000 },
    // Followers notice that it is gone after controller.quorum.fetch.timeout.ms, 2 s less a fetch that was under way (0.5 s).
    { name: 'administration waits for the next controller', measure: 'admin.longestMs', atLeast: 1_000 },
    { name: 'and not for long', measure: 'admin.longestMs', atMost: 10_000 },
    { name: 'writes go on', measure: 'produce.longestMs', atMost: 1_000 },
    { name: 'reads go on', measure: 'consume.longestMs', atMost: 1_000 },
    { name: 'no partition changes its leader', measure: 'replication.leaderChanges', equals: 0 },
    { name: 'no replica falls out of sync', measure: 'replication.isrShrinks', equals: 0 },
    ...intact,
  ],
});
