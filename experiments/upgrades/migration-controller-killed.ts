import { type MigrationInput, migration } from '../../src/index.ts';

const killed: NonNullable<MigrationInput['meanwhile']>['copied'] = [
  { do: 'inject', fault: 'kill', target: 'active-controller' },
  { do: 'hold', durationMs: 10_000 },
  { do: 'heal' },
];

export default migration({
  name: 'migration-controller-killed',
  shows:
    'In every phase of a migration the leader of the quorum is killed, and started again after 10 s: the next one goes on with it.',
  meanwhile: {
    controllers: killed,
    'migration-mode': killed,
    copied: killed,
    'dual-write': killed,
    'kraft-brokers': killed,
    finalized: killed,
  },
  maxOutageMs: 15_000,
});
