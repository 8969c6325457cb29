import { defineExperiment, intact } from '../../src/index.ts';

export default defineExperiment({
  name: 'zk-jitter',
  shows:
    'ZooKeeper answers brokers 120 ms late on average, with peaks of up to 540 ms, for 30 s, and nothing is dead: whatever is given up is given up for no reason.',
  decides: ['zk-slow-flaps', 'jitter-flaps-6s'],
  modes: ['zk'],
  suites: [],
  method: [
    {
      do: 'inject',
      fault: 'latency',
      target: { from: { allOf: 'broker' }, to: { allOf: 'zookeeper' } },
      with: { latencyMs: 80, jitterMs: 60 },
    },
    {
      do: 'inject',
      fault: 'flap',
      target: { from: { allOf: 'broker' }, to: { allOf: 'zookeeper' } },
      with: { of: { fault: 'latency', with: { latencyMs: 400 } }, onMs: 500, offMs: 4_500 },
    },
    { do: 'hold', durationMs: 30_000 },
    { do: 'heal' },
  ],
  // How often it fails over depends on the timeouts that it is run with; what may never happen does not.
  expectations: [...intact],
});
