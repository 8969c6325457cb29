import { migration } from '../../src/index.ts';

export default migration({
  name: 'migration-rollback-dual-write',
  shows:
    'A migration goes back to ZooKeeper from the phase dual-write, finds everything as before, and then goes all the way.',
  decides: ['migration-way-back'],
  rollbackAfter: 'dual-write',
  maxOutageMs: 5_000,
});
