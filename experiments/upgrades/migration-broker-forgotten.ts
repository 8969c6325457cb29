import { migration } from '../../src/index.ts';

export default migration({
  name: 'migration-broker-forgotten',
  shows:
    'A broker is forgotten when the others are restarted in migration mode: nothing is copied, the cluster is put back, and migrated again with all of them.',
  stuck: { phase: 'migration-mode', forgotten: ['broker-3'], withinMs: 20_000 },
  maxOutageMs: 10_000,
});
