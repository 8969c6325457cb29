import { defineExperiment, intact } from '../../src/index.ts';

export default defineExperiment({
  name: 'active-controller-pauses',
  shows:
    'The active controller stands still for 1, 2 and 4 s, as in garbage collections, and nothing is dead: whether the others choose another.',
  modes: ['kraft'],
  suites: [],
  method: [
    { do: 'inject', fault: 'pause', target: 'active-controller' },
    { do: 'hold', durationMs: 1_000 },
    { do: 'heal' },
    { do: 'hold', durationMs: 5_000 },
    { do: 'inject', fault: 'pause', target: 'active-controller' },
    { do: 'hold', durationMs: 2_000 },
    { do: 'heal' },
    { do: 'hold', durationMs: 5_000 },
    { do: 'inject', fault: 'pause', target: 'active-controller' },
    { do: 'hold', durationMs: 4_000 },
    { do: 'heal' },
    { do: 'hold', durationMs: 5_000 },
  ],
  // How often it fails over depends on the timeouts that it is run with; what may never happen does not.
  expectations: [...intact],
});
