import { expect, test } from 'vitest';
import { brokerDeath } from '../../src/measures/prediction.ts';

const config = {
  'broker.session.timeout.ms': '9000',
  'zookeeper.session.timeout.ms': '18000',
  'replica.fetch.backoff.ms': '1000',
};
const probe = { intervalMs: 20, zookeeperTickMs: 2_000 };

test('KRaft: session, an eighth of it, back-off, a second to react, one interval', () => {
  expect(brokerDeath('kraft', config, probe).atMostMs).toBe(9_000 + 1_125 + 1_000 + 1_000 + 20);
});

test('ZooKeeper: session, a tick, back-off, a second to react, one interval', () => {
  expect(brokerDeath('zk', config, probe).atMostMs).toBe(18_000 + 2_000 + 1_000 + 1_000 + 20);
});

test('a shorter session makes a shorter bound, and the reasons say which settings it rests on', () => {
  const { atMostMs, because } = brokerDeath(
    'kraft',
    { ...config, 'broker.session.timeout.ms': '4000' },
    probe,
  );
  expect(atMostMs).toBe(4_000 + 500 + 2_020);
  expect(because).toContain('broker.session.timeout.ms 4000 ms');
});
