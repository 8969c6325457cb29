import { migration } from '../../src/index.ts';

export default migration({
  name: 'migration-disk-full',
  shows:
    'The disk of a broker becomes full in the dual write: it halts, comes back when there is room, and the migration goes on.',
  meanwhile: {
    'dual-write': [
      { do: 'inject', fault: 'disk-full', target: { any: 1, of: 'broker' } },
      { do: 'hold', durationMs: 20_000 },
      { do: 'heal' },
    ],
  },
  maxOutageMs: 30_000,
  endByThemselves: 1,
});
