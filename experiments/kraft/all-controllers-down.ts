import { defineExperiment, intact } from '../../src/index.ts';

export default defineExperiment({
  name: 'all-controllers-down',
  shows:
    'All controllers are killed, for longer than the session of a broker lasts, and start again from their disks: running clients go on writing and reading meanwhile.',
  decides: ['no-controller-no-topics'],
  modes: ['kraft'],
  workload: { administer: { intervalMs: 200 } },
  method: [
    { do: 'inject', fault: 'kill', target: { allOf: 'controller' } },
    // The session of a broker lasts 9 s, and an eighth of that.
    { do: 'hold', durationMs: 12_000 },
    { do: 'heal' },
    { do: 'await-writable', atMostMs: 60_000 },
  ],
  expectations: [
    { name: 'administration stops', measure: 'admin.longestMs', atLeast: 11_500 },
    // Until controllers have started (10 s) and elected (4 s), and what clients had given up meanwhile is over (10 s).
    { name: 'and goes on when the quorum is back', measure: 'admin.longestMs', atMost: 40_000 },
    { name: 'a controller is elected', measure: 'controllers.changes', atLeast: 1 },
    // Several JVMs that start at once can hold up two processors for longer than a second.
    { name: 'writes go on', measure: 'produce.longestMs', atMost: 2_000 },
    { name: 'reads go on', measure: 'consume.longestMs', atMost: 2_000 },
    // Who leads again gives every broker a new lease, so that nobody is fenced for its own silence.
    { name: 'no partition changes its leader', measure: 'replication.leaderChanges', equals: 0 },
    { name: 'no replica falls out of sync', measure: 'replication.isrShrinks', equals: 0 },
    ...intact,
  ],
});
