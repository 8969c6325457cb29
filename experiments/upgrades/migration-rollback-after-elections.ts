import { migration } from '../../src/index.ts';

// A controller that sees no other asks for votes again and again until Kafka 4, and each time raises the quorum's epoch; ZooKeeper's
// counts only those who came to lead the cluster (KAFKA-20488).
export default migration({
  name: 'migration-rollback-after-elections',
  shows:
    'The quorum has had more elections than ZooKeeper has counted controllers when the migration goes back: leaders are elected all the same.',
  rollbackAfter: 'kraft-brokers',
  meanwhileFirst: {
    'migration-mode': [
      { do: 'inject', fault: 'pause', target: { any: 2, of: 'controller' } },
      { do: 'hold', durationMs: 20_000 },
      { do: 'heal' },
    ],
  },
  maxOutageMs: 5_000,
});
