import { migration } from '../../src/index.ts';

export default migration({
  name: 'migration',
  shows:
    'A cluster with ZooKeeper is migrated to KRaft, phase by phase, and nothing is in its way: whether that needs downtime.',
  decides: ['migration-downtime', 'migration-without-downtime'],
  maxOutageMs: 5_000,
});
