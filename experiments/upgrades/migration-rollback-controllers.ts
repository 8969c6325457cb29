import { migration } from '../../src/index.ts';

export default migration({
  name: 'migration-rollback-controllers',
  shows:
    'A migration goes back to ZooKeeper from the phase controllers, finds everything as before, and then goes all the way.',
  decides: ['migration-way-back'],
  rollbackAfter: 'controllers',
  maxOutageMs: 5_000,
});
