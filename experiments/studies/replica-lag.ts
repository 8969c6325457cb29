import { defineStudy } from '../../src/index.ts';

export default defineStudy({
  name: 'replica-lag',
  shows:
    'How long acks=all waits for a follower that fetches no more, at replica.lag.time.max.ms of 5, 10 and 30 s, and how often one that only stood still for a while is put out of the ISR.',
  mode: 'kraft',
  set: ['broker:replica.lag.time.max.ms=5000,10000,30000'],
  defaults: ['broker:replica.lag.time.max.ms=30000'],
  speed: ['follower-cut'],
  steadiness: ['follower-pauses'],
  alarms: ['replication.isrShrinks'],
});
