import { migration } from '../../src/index.ts';

export default migration({
  name: 'migration-then-upgrade',
  shows:
    'From ZooKeeper on Kafka 3.9 to Kafka 4.3 in one go: migrated to KRaft, then every node exchanged, then the features raised.',
  onTo: '4.3.1',
  maxOutageMs: 5_000,
});
