import { defineExperiment, intact } from '../../src/index.ts';

export default defineExperiment({
  name: 'follower-slow',
  shows:
    'What one follower fetches from the leader of partition 0 arrives 8 s late: acks=all waits for it until it has been behind for too long and leaves the ISR; then writes go on with two replicas, and it catches up when it can.',
  // A follower leaves the ISR up to one and a half times this after it has last caught up; by default that is 45 s.
  settings: { broker: { 'replica.lag.time.max.ms': '5000' } },
  method: [
    {
      do: 'inject',
      fault: 'latency',
      target: { from: { followerOf: 0 }, to: { leaderOf: 0 }, service: 'replication' },
      with: { latencyMs: 8_000 },
    },
    { do: 'await-writable', atMostMs: 30_000 },
    { do: 'heal' },
  ],
  expectations: [
    // It has caught up with what there was a fetch ago, so it is 8 s behind at its second. What merely trickles stays in the ISR.
    { name: 'writes wait for the slow one', measure: 'produce.longestMs', atLeast: 2_000 },
    // 7.5 s, and 2 s for the way of the news and a busy machine.
    { name: 'until that has left the ISR', measure: 'produce.longestMs', atMost: 10_000 },
    { name: 'no attempt is refused', measure: 'produce.fail', equals: 0 },
    { name: 'no attempt is left open', measure: 'produce.unknown', equals: 0 },
    { name: 'the slow one leaves the ISR', measure: 'replication.isrShrinks', atLeast: 1 },
    { name: 'nobody else leads', measure: 'replication.leaderChanges', equals: 0 },
    { name: 'every replica is in sync again', measure: 'recovery.fullIsrMs', atMost: 20_000 },
    ...intact,
  ],
});
