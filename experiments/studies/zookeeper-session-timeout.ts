import { defineStudy } from '../../src/index.ts';

export default defineStudy({
  name: 'zookeeper-session-timeout',
  shows:
    'How long it takes until a dead broker is noticed at session timeouts of 6, 12, 15 and 18 s, and how often one that is alive is given up: because ZooKeeper is slow (120 ms on average, peaks of 500 ms), or because the controller stands still as in a garbage collection.',
  mode: 'zk',
  set: ['broker:zookeeper.session.timeout.ms=6000,12000,15000,18000'],
  defaults: ['broker:zookeeper.session.timeout.ms=18000'],
  speed: ['kill-leader'],
  steadiness: ['zk-jitter', 'controller-broker-pauses'],
});
