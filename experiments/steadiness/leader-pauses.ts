import { defineExperiment, intact } from '../../src/index.ts';

export default defineExperiment({
  name: 'leader-pauses',
  shows:
    'A broker that leads stands still for 3, 7 and 10 s, as in garbage collections, and nothing is dead: whether it is given up.',
  suites: [],
  method: [
    { do: 'inject', fault: 'pause', target: { leaderOf: 0 } },
    { do: 'hold', durationMs: 3_000 },
    { do: 'heal' },
    { do: 'await-writable', atMostMs: 60_000 },
    { do: 'inject', fault: 'pause', target: { leaderOf: 0 } },
    { do: 'hold', durationMs: 7_000 },
    { do: 'heal' },
    { do: 'await-writable', atMostMs: 60_000 },
    { do: 'inject', fault: 'pause', target: { leaderOf: 0 } },
    { do: 'hold', durationMs: 10_000 },
    { do: 'heal' },
    { do: 'await-writable', atMostMs: 60_000 },
  ],
  // How often it fails over depends on the timeouts that it is run with; what may never happen does not.
  expectations: [...intact],
});
