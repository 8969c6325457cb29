import { migration } from '../../src/index.ts';

export default migration({
  name: 'migration-clients',
  shows:
    'The Java client and two of JavaScript, with their own retries, write all the while: what applications feel of a migration.',
  workload: {
    applications: [{ client: 'java' }, { client: 'kafkajs' }, { client: 'platformatic' }],
  },
  maxOutageMs: 10_000,
});
