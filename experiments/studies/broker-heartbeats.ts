import { defineStudy } from '../../src/index.ts';

export default defineStudy({
  name: 'broker-heartbeats',
  shows:
    'How session timeout and heartbeat interval in KRaft work together: how long it takes until a dead broker is noticed, and how often one that is alive is given up.',
  mode: 'kraft',
  set: [
    'controller:broker.session.timeout.ms=3000,6000,9000',
    'broker:broker.heartbeat.interval.ms=500,2000',
  ],
  defaults: ['controller:broker.session.timeout.ms=9000', 'broker:broker.heartbeat.interval.ms=2000'],
  speed: ['kill-leader'],
  steadiness: ['heartbeat-jitter', 'leader-pauses'],
});
