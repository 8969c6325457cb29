import { defineExperiment } from '../../src/index.ts';
import slow from './zk-slow-6s.ts';

export default defineExperiment({
  ...slow,
  name: 'zk-slow-18s',
  shows:
    'ZooKeeper answers brokers as late as in zk-slow-6s, 120 ms on average with peaks of half a second. Whether sessions of 18 s end by that, and controllers change.',
  settings: { broker: { 'zookeeper.session.timeout.ms': '18000' } },
});
