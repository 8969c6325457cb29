import { expect, test } from 'vitest';
import type { RunClock } from '../../src/history/clock.ts';
import { signOf } from '../../src/observers/node-logs.ts';

const startedMs = Date.parse('2026-11-24T10:00:00.000Z');
const clock: RunClock = { startedAt: new Date(startedMs), now: () => 0, at: (ms) => (ms - startedMs) * 1e6 };

const at = (text: string) => `[2026-11-24T10:00:01,250] INFO ${text}`;

test.each([
  [
    'fenced',
    'Fencing broker 2 because its session has timed out. (org.apache.kafka.controller.ReplicationControlManager)',
  ],
  ['fenced', '[QuorumController id=101] Fencing broker 2 at epoch 17 because … (org.apache…)'],
  [
    'session-expired',
    'Expiring session 0x1000a, timeout of 18000ms exceeded (org.apache.zookeeper.server.ZooKeeperServer)',
  ],
  [
    'isr-shrunk',
    '[Partition kafka-chaos-0 broker=1] Shrinking ISR from 1,2,3 to 1,3. (kafka.cluster.Partition)',
  ],
  ['controller-elected', 'Becoming the active controller at epoch 3, next write offset 1. (org.apache…)'],
  [
    'controller-elected',
    '1 successfully elected as the controller. Epoch incremented to 2 (kafka.controller.KafkaController)',
  ],
  ['ensemble-left', 'Peer state changed: looking (org.apache.zookeeper.server.quorum.QuorumPeer)'],
  ['ensemble-joined', 'Peer state changed: following - broadcast (org.apache.zookeeper…)'],
  ['ensemble-joined', 'Peer state changed: leading - broadcast (org.apache.zookeeper…)'],
])('a sign of %s is read from "%s", with the node\'s own time', (what, text) => {
  expect(signOf('broker-1', at(text), clock)).toMatchObject({
    what,
    node: 'broker-1',
    timeNs: 1_250_000_000,
  });
});

test('other lines, lines without a time, and lines from before the run say nothing', () => {
  expect(signOf('broker-1', at('Loaded 0 logs'), clock)).toBeUndefined();
  expect(signOf('zookeeper-1', at('Peer state changed: looking - diff (org…)'), clock)).toBeUndefined();
  expect(signOf('broker-1', 'java.lang.Exception: Fencing broker 2', clock)).toBeUndefined();
  expect(signOf('broker-1', '[2026-11-24T09:59:59,999] INFO Fencing broker 2', clock)).toBeUndefined();
});
