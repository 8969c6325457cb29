import { defineExperiment } from '../../src/index.ts';

export default defineExperiment({
  name: 'two-followers-cut',
  shows:
    'Both followers of partition 0 cannot fetch from its leader, which has lost nothing but them: when writes are refused for want of replicas (NOT_ENOUGH_REPLICAS), and that nothing refused is written.',
  // A follower leaves the ISR up to one and a half times this after its last fetch; by default that is 45 s.
  settings: { broker: { 'replica.lag.time.max.ms': '10000' } },
  method: [
    // The way back is open: with ZooKeeper the leader has to tell one of these brokers, the controller, who is in sync.
    {
      do: 'inject',
      fault: 'partition',
      target: { from: { followersOf: 0 }, to: { leaderOf: 0 }, service: 'replication' },
    },
    // Since Kafka 3.7 what was under way when the ISR shrank is answered only when its request times out, after 30 s
    // (docs/findings.md); what waits behind it on its connection is refused then.
    { do: 'hold', durationMs: 45_000 },
    { do: 'heal' },
    { do: 'await-writable', atMostMs: 60_000 },
  ],
  expectations: [
    { name: 'writes are refused before the append', measure: 'errors.NOT_ENOUGH_REPLICAS', atLeast: 100 },
    { name: 'the outage is felt', measure: 'produce.longestMs', atLeast: 20_000 },
    // The cut lasts 45 s; what was under way then is sent again.
    { name: 'and ends with the cut', measure: 'produce.longestMs', atMost: 60_000 },
    { name: 'every replica is in sync again', measure: 'recovery.fullIsrMs', atMost: 75_000 },
    { name: 'nothing acknowledged is lost', measure: 'safety.lost', equals: 0 },
    { name: 'nothing refused is written', measure: 'safety.phantom', equals: 0 },
    { name: 'nothing damaged', measure: 'safety.corrupted', equals: 0 },
  ],
});
