import { defineExperiment, intact } from '../../src/index.ts';

export default defineExperiment({
  name: 'two-of-five-controllers-down',
  shows:
    'Two of five controllers are killed, a standby and then the active one: the three that are left elect another one, and what waits for it waits no longer than that takes.',
  modes: ['kraft'],
  sizes: { controllers: 5 },
  workload: { administer: { intervalMs: 200 } },
  method: [
    { do: 'inject', fault: 'kill', target: 'standby-controller' },
    { do: 'inject', fault: 'kill', target: 'active-controller' },
    { do: 'hold', durationMs: 10_000 },
    { do: 'heal' },
    { do: 'await-writable', atMostMs: 30_000 },
  ],
  expectations: [
    // Followers notice that it is gone after controller.quorum.fetch.timeout.ms, 2 s less a fetch that was under way (0.5 s).
    { name: 'administration waits for the next controller', measure: 'admin.longestMs', atLeast: 1_000 },
    { name: 'and not for long', measure: 'admin.longestMs', atMost: 10_000 },
    { name: 'there is another controller', measure: 'controllers.changes', atLeast: 1 },
    { name: 'writes go on', measure: 'produce.longestMs', atMost: 1_000 },
    { name: 'reads go on', measure: 'consume.longestMs', atMost: 1_000 },
    { name: 'no partition changes its leader', measure: 'replication.leaderChanges', equals: 0 },
    { name: 'no replica falls out of sync', measure: 'replication.isrShrinks', equals: 0 },
    ...intact,
  ],
});
