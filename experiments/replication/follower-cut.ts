import { defineExperiment, intact } from '../../src/index.ts';

export default defineExperiment({
  name: 'follower-cut',
  shows:
    'A follower of partition 0 cannot fetch from the other brokers, and nobody gives it up for that: acks=all waits until it is out of the ISR.',
  suites: [],
  method: [
    {
      do: 'inject',
      fault: 'partition',
      target: { from: { followerOf: 0 }, to: 'others', service: 'replication' },
    },
    { do: 'await-writable', atMostMs: 90_000 },
    { do: 'heal' },
  ],
  // How long that takes is what replica.lag.time.max.ms is for; it is run with several.
  expectations: [
    { name: 'it falls out of the ISR', measure: 'replication.isrShrinks', atLeast: 1 },
    { name: 'writes wait for that', measure: 'produce.longestMs', atLeast: 2_000 },
    { name: 'nobody else leads', measure: 'replication.leaderChanges', equals: 0 },
    ...intact,
  ],
});
