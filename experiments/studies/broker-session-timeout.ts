import { defineStudy } from '../../src/index.ts';

export default defineStudy({
  name: 'broker-session-timeout',
  shows:
    'How long it takes until a dead broker is noticed in KRaft at session timeouts of 3, 6, 9 and 18 s, and how often one that is alive is given up: because its heartbeats are slow (120 ms on average, peaks of 500 ms), or because it stands still as in a garbage collection.',
  mode: 'kraft',
  // The controllers decide by it; brokers only send their heartbeats.
  set: ['controller:broker.session.timeout.ms=3000,6000,9000,18000'],
  defaults: ['controller:broker.session.timeout.ms=9000'],
  speed: ['kill-leader'],
  steadiness: ['heartbeat-jitter', 'leader-pauses'],
});
