import { migration } from '../../src/index.ts';

export default migration({
  name: 'migration-rollback-kraft-brokers',
  shows:
    'A migration goes back to ZooKeeper from the phase kraft-brokers, finds everything as before, and then goes all the way.',
  decides: ['migration-no-way-back', 'migration-way-back'],
  rollbackAfter: 'kraft-brokers',
  maxOutageMs: 5_000,
});
