import { migration } from '../../src/index.ts';

export default migration({
  name: 'migration-rollback-copied',
  shows:
    'A migration goes back to ZooKeeper from the phase copied, finds everything as before, and then goes all the way.',
  decides: ['migration-way-back'],
  rollbackAfter: 'copied',
  maxOutageMs: 5_000,
});
