import { defineExperiment, intact } from '../../src/index.ts';

export default defineExperiment({
  name: 'one-way-partition',
  shows:
    'The leader of partition 0 can be reached by the other brokers and cannot reach them: it goes on leading what it leads, and holds up what it follows, until it has left the ISR there. Half of it works, so nobody gives it up.',
  // A follower leaves the ISR up to one and a half times this after its last fetch; by default that is 45 s.
  settings: { broker: { 'replica.lag.time.max.ms': '5000' } },
  method: [
    {
      do: 'inject',
      fault: 'partition',
      target: { from: { leaderOf: 0 }, to: { followersOf: 0 }, service: 'replication' },
    },
    { do: 'await-writable', atMostMs: 30_000 },
    { do: 'heal' },
  ],
  expectations: [
    { name: 'the partitions that it follows wait for it', measure: 'produce.longestMs', atLeast: 4_000 },
    // 7.5 s, and 2 s for the way of the news and a busy machine.
    { name: 'and no longer than until it has left', measure: 'produce.longestMs', atMost: 10_000 },
    { name: 'no attempt is refused', measure: 'produce.fail', equals: 0 },
    { name: 'no attempt is sent elsewhere or left open', measure: 'produce.unknown', equals: 0 },
    { name: 'it leaves their ISR', measure: 'replication.isrShrinks', atLeast: 1 },
    { name: 'nobody else leads', measure: 'replication.leaderChanges', equals: 0 },
    { name: 'every replica is in sync again', measure: 'recovery.fullIsrMs', atMost: 45_000 },
    ...intact,
  ],
});
