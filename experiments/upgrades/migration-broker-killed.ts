import { type MigrationInput, migration } from '../../src/index.ts';

const killed: NonNullable<MigrationInput['meanwhile']>['copied'] = [
  { do: 'inject', fault: 'kill', target: { any: 1, of: 'broker' } },
  { do: 'hold', durationMs: 20_000 },
  { do: 'heal' },
];

export default migration({
  name: 'migration-broker-killed',
  shows:
    'In every phase of a migration a broker is killed, and started again after 20 s: nothing that was acknowledged is lost.',
  meanwhile: {
    controllers: killed,
    'migration-mode': killed,
    copied: killed,
    'dual-write': killed,
    'kraft-brokers': killed,
    finalized: killed,
  },
  maxOutageMs: 30_000,
});
