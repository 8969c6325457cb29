import { defineExperiment } from '../../src/index.ts';

export default defineExperiment({
  name: 'unclean-on',
  shows:
    'The same as in unclean-off, with unclean elections: a follower that was out of sync leads as soon as the leader is given up, and what only the dead leader had is lost, though it was acknowledged to acks=all.',
  decides: ['unclean-trades-loss'],
  // With one partition its leader leads no other, that would go its own way.
  topic: { partitions: 1, config: { 'min.insync.replicas': '1', 'unclean.leader.election.enable': 'true' } },
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
    { do: 'await-writable', atMostMs: 60_000 },
    { do: 'heal' },
    { do: 'await-writable', atMostMs: 60_000 },
  ],
  prediction: 'broker-death',
  expectations: [
    { name: 'another one takes its place', measure: 'replication.leaderChanges', atLeast: 1 },
    { name: 'the outage is felt', measure: 'produce.longestMs', atLeast: 6_000 },
    { name: 'it is over when the dead one is given up', measure: 'produce.longestMs', atMost: 'predicted' },
    // It acknowledged alone for 3 s at least, 50 a second.
    { name: 'what only the dead leader had is lost', measure: 'safety.lost', atLeast: 100 },
    { name: 'every replica is in sync again', measure: 'recovery.fullIsrMs', atMost: 90_000 },
    { name: 'nothing refused is written', measure: 'safety.phantom', equals: 0 },
    { name: 'nothing damaged', measure: 'safety.corrupted', equals: 0 },
    { name: 'the replicas agree on what is left', measure: 'safety.disagreeing', equals: 0 },
  ],
});
