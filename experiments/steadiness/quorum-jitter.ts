import { defineExperiment, intact } from '../../src/index.ts';

export default defineExperiment({
  name: 'quorum-jitter',
  shows:
    'Controllers answer each other 120 ms late on average, with peaks of up to 540 ms, for 30 s, and nothing is dead: whatever is given up is given up for no reason.',
  modes: ['kraft'],
  suites: [],
  method: [
    {
      do: 'inject',
      fault: 'latency',
      target: { between: { allOf: 'controller' }, and: { allOf: 'controller' } },
      with: { latencyMs: 80, jitterMs: 60 },
    },
    {
      do: 'inject',
      fault: 'flap',
      target: { between: { allOf: 'controller' }, and: { allOf: 'controller' } },
      with: { of: { fault: 'latency', with: { latencyMs: 400 } }, onMs: 500, offMs: 4_500 },
    },
    { do: 'hold', durationMs: 30_000 },
    { do: 'heal' },
  ],
  // How often it fails over depends on the timeouts that it is run with; what may never happen does not.
  expectations: [...intact],
});
