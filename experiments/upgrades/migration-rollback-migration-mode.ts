import { migration } from '../../src/index.ts';

export default migration({
  name: 'migration-rollback-migration-mode',
  shows:
    'A migration goes back to ZooKeeper from the phase migration-mode, finds everything as before, and then goes all the way.',
  decides: ['migration-way-back'],
  rollbackAfter: 'migration-mode',
  maxOutageMs: 5_000,
});
