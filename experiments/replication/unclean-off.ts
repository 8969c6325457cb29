import { defineExperiment, intact } from '../../src/index.ts';

export default defineExperiment({
  name: 'unclean-off',
  shows:
    'The followers of partition 0 cannot fetch and leave the ISR, and then the leader dies, which is all there is in sync: without unclean elections nobody leads until it returns, and nothing is lost.',
  decides: ['unclean-trades-loss'],
  // With one partition its leader leads no other, that would go its own way.
  topic: { partitions: 1, config: { 'min.insync.replicas': '1', 'unclean.leader.election.enable': 'false' } },
  // The followers have to leave the ISR, which takes up to one and a half times this; by default that is 45 s.
  settings: { broker: { 'replica.lag.time.max.ms': '5000' } },
  method: [
    // The way back is open: with ZooKeeper the leader has to tell one of these brokers, the controller, who is in sync.
    {
      do: 'inject',
      fault: 'partition',
      target: { from: { followersOf: 0 }, to: { leaderOf: 0 }, service: 'replication' },
    },
    // From here on it acknowledges alone.
    { do: 'await-writable', atMostMs: 30_000 },
    { do: 'inject', fault: 'kill', target: { leaderOf: 0 } },
    // It is given up after 20 s at most (ZooKeeper); after that nobody may take its place.
    { do: 'hold', durationMs: 25_000 },
    { do: 'heal' },
    { do: 'await-writable', atMostMs: 60_000 },
  ],
  expectations: [
    { name: 'nobody takes its place', measure: 'replication.leaderChanges', equals: 0 },
    { name: 'nothing is written while it is down', measure: 'produce.longestMs', atLeast: 25_000 },
    // Its start, its election, and the way of clients to it.
    { name: 'it leads when it has returned', measure: 'produce.longestMs', atMost: 55_000 },
    // Up to 8 s until the followers have left the ISR, 3 s of calm, 25 s, and its start.
    { name: 'every replica is in sync again', measure: 'recovery.fullIsrMs', atMost: 90_000 },
    ...intact,
  ],
});
