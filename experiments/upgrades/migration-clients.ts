import { migration } from '../../src/index.ts';

const whatClientsFeel = migration({
  name: 'migration-clients',
  shows:
    'The Java clients of Kafka 3.9 and of Kafka 4 and two of JavaScript, with their own retries, write all the while: what applications feel of a migration. Of kafkajs it is not expected that it loses nothing (docs/findings.md).',
  workload: {
    applications: [
      { client: 'java' },
      { client: 'java4' },
      { client: 'kafkajs' },
      { client: 'platformatic' },
    ],
  },
  maxOutageMs: 10_000,
});

export default {
  ...whatClientsFeel,
  expectations: [
    ...whatClientsFeel.expectations.filter(({ measure }) => measure !== 'safety.lost'),
    {
      name: 'the Java client of the old Kafka loses nothing',
      measure: 'clients.java.safety.lost',
      equals: 0,
    },
    {
      name: 'the Java client of the new Kafka loses nothing',
      measure: 'clients.java4.safety.lost',
      equals: 0,
    },
    { name: 'platformatic loses nothing', measure: 'clients.platformatic.safety.lost', equals: 0 },
  ],
};
