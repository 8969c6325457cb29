import { defineExperiment, intact } from '../../src/index.ts';

export default defineExperiment({
  name: 'pause-controller',
  shows:
    'The active controller of the quorum stands still for 10 s, while topics are created, described and deleted: another one is elected, brokers go on asking the frozen one until their requests time out or it wakes, and reads and writes go on.',
  // In the other modes a controller is a broker, and its pause is one of a leader or a follower as well.
  modes: ['kraft'],
  workload: { administer: { intervalMs: 200 } },
  method: [
    { do: 'inject', fault: 'pause', target: 'active-controller' },
    { do: 'hold', durationMs: 10_000 },
    { do: 'heal' },
    { do: 'await-writable', atMostMs: 30_000 },
  ],
  expectations: [
    // controller.quorum.fetch.timeout.ms 2 s, an election of 1 s and a back-off of 1 s; 2 s for a busy machine.
    { name: 'another controller is elected', measure: 'recovery.electedMs', atMost: 6_000 },
    { name: 'administration waits until the frozen one wakes', measure: 'admin.longestMs', atLeast: 8_000 },
    // Brokers would wait for the frozen one for 30 s (controller.socket.timeout.ms); once awake it sends them away.
    { name: 'and goes on then', measure: 'admin.longestMs', atMost: 15_000 },
    // A busy machine may hold one up for a moment; what waited for a controller would wait for seconds.
    { name: 'writes go on', measure: 'produce.longestMs', atMost: 1_000 },
    { name: 'reads go on', measure: 'consume.longestMs', atMost: 1_000 },
    { name: 'every replica stays in sync', measure: 'replication.isrShrinks', equals: 0 },
    ...intact,
  ],
});
