import { defineExperiment, intact } from '../../src/index.ts';

export default defineExperiment({
  name: 'isolated-raft-leader',
  shows:
    'The leader of the quorum is cut from the other controllers, and brokers still reach it (KAFKA-15489): it must resign when nobody has fetched from it for a while, and brokers must find the next one.',
  modes: ['kraft'],
  workload: { administer: { intervalMs: 200 } },
  method: [
    {
      do: 'inject',
      fault: 'partition',
      target: { between: 'active-controller', and: { allOf: 'controller' } },
    },
    { do: 'hold', durationMs: 12_000 },
    { do: 'heal' },
    { do: 'await-writable', atMostMs: 30_000 },
  ],
  expectations: [
    // The others notice that it is gone after controller.quorum.fetch.timeout.ms, 2 s less a fetch that was under way; they elect within a
    // second or two, and it resigns after one and a half times that timeout: 3 s.
    { name: 'there is another controller', measure: 'controllers.electedMs', atLeast: 1_000, atMost: 10_000 },
    { name: 'administration waits for it', measure: 'admin.longestMs', atLeast: 1_000 },
    // And what clients had given up meanwhile (5 s) is over after some seconds more.
    { name: 'and not for long', measure: 'admin.longestMs', atMost: 12_000 },
    { name: 'writes go on', measure: 'produce.longestMs', atMost: 1_000 },
    { name: 'reads go on', measure: 'consume.longestMs', atMost: 1_000 },
    { name: 'no partition changes its leader', measure: 'replication.leaderChanges', equals: 0 },
    { name: 'no replica falls out of sync', measure: 'replication.isrShrinks', equals: 0 },
    ...intact,
  ],
});
