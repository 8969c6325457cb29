import { defineExperiment, intact } from '../../src/index.ts';

export default defineExperiment({
  name: 'partition-leader-from-followers',
  shows:
    'For 5 s nothing passes between the leader of partition 0 and its followers, too short for anybody to leave the ISR: acks=all waits that long, no attempt fails, and nobody else leads. (two-followers-cut is the same for longer.)',
  method: [
    {
      do: 'inject',
      fault: 'partition',
      target: { between: { leaderOf: 0 }, and: { followersOf: 0 }, service: 'replication' },
    },
    { do: 'hold', durationMs: 5_000 },
    { do: 'heal' },
    { do: 'await-writable', atMostMs: 30_000 },
  ],
  expectations: [
    { name: 'the silence is felt', measure: 'produce.longestMs', atLeast: 5_000 },
    // Up to a second each for its proof, for followers that ask again (replica.fetch.backoff.ms), and for a busy machine; 2 s to spare.
    { name: 'and is over when it ends', measure: 'produce.longestMs', atMost: 10_000 },
    { name: 'no attempt is refused', measure: 'produce.fail', equals: 0 },
    { name: 'no attempt is left open', measure: 'produce.unknown', equals: 0 },
    // replica.lag.time.max.ms is 30 s.
    { name: 'every replica stays in sync', measure: 'replication.isrShrinks', equals: 0 },
    { name: 'nobody else leads', measure: 'replication.leaderChanges', equals: 0 },
    ...intact,
  ],
});
