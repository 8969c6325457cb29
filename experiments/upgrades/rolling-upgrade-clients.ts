import { rollingUpgrade } from '../../src/index.ts';

const upgrade = rollingUpgrade({ from: '3.9.2', to: '4.3.1', mode: 'kraft', maxOutageMs: 10_000 });

export default {
  ...upgrade,
  name: 'rolling-upgrade-clients',
  shows:
    'The Java clients of the old Kafka and of the new write all the while, with their own retries, whatever version the broker has that they meet: what applications feel of a rolling upgrade.',
  suites: ['upgrades'],
  workload: { ...upgrade.workload, applications: [{ client: 'java' }, { client: 'java4' }] },
  expectations: [
    ...upgrade.expectations,
    { name: 'the client of the old Kafka loses nothing', measure: 'clients.java.safety.lost', equals: 0 },
    { name: 'the client of the new Kafka loses nothing', measure: 'clients.java4.safety.lost', equals: 0 },
    {
      name: 'the client of the old Kafka writes nothing twice',
      measure: 'clients.java.safety.duplicates',
      equals: 0,
    },
    {
      name: 'the client of the new Kafka writes nothing twice',
      measure: 'clients.java4.safety.duplicates',
      equals: 0,
    },
  ],
};
