import { defineExperiment, intact } from '../../src/index.ts';

export default defineExperiment({
  name: 'controller-latency',
  shows:
    'Controllers answer each other and the brokers 120 ms late on average: 20 to 140 ms evenly spread, and 400 ms more for half a second in every five, so that peaks reach 420 to 540 ms. Whether the quorum changes its leader by that, and brokers are fenced.',
  modes: ['kraft'],
  workload: { administer: { intervalMs: 500 } },
  method: [
    {
      do: 'inject',
      fault: 'latency',
      target: { from: { allOf: 'broker' }, to: { allOf: 'controller' } },
      with: { latencyMs: 80, jitterMs: 60 },
    },
    {
      do: 'inject',
      fault: 'latency',
      target: { between: { allOf: 'controller' }, and: { allOf: 'controller' } },
      with: { latencyMs: 80, jitterMs: 60 },
    },
    {
      do: 'inject',
      fault: 'flap',
      target: { from: { allOf: 'broker' }, to: { allOf: 'controller' } },
      with: { of: { fault: 'latency', with: { latencyMs: 400 } }, onMs: 500, offMs: 4_500 },
    },
    {
      do: 'inject',
      fault: 'flap',
      target: { between: { allOf: 'controller' }, and: { allOf: 'controller' } },
      with: { of: { fault: 'latency', with: { latencyMs: 400 } }, onMs: 500, offMs: 4_500 },
    },
    { do: 'hold', durationMs: 20_000 },
    { do: 'heal' },
  ],
  expectations: [
    // Followers give their leader up after 2 s without an answer (controller.quorum.fetch.timeout.ms); half a second, and
    // as much again for which a fetch waits by itself, are far from that.
    { name: 'the controller stays', measure: 'controllers.changes', equals: 0 },
    { name: 'no partition changes its leader', measure: 'replication.leaderChanges', equals: 0 },
    { name: 'no replica falls out of sync', measure: 'replication.isrShrinks', equals: 0 },
    { name: 'administration goes on', measure: 'admin.longestMs', atMost: 5_000 },
    { name: 'topics are made and deleted', measure: 'admin.ok', atLeast: 60 },
    { name: 'writes go on', measure: 'produce.longestMs', atMost: 1_000 },
    { name: 'reads go on', measure: 'consume.longestMs', atMost: 1_000 },
    ...intact,
  ],
});
