import { defineExperiment } from '../../src/index.ts';

export default defineExperiment({
  name: 'two-followers-cut',
  shows:
    'Both followers of partition 0 are cut from its leader, which has lost nothing but them: when writes are refused for want of replicas (NOT_ENOUGH_REPLICAS), and that nothing refused is written.',
  method: [
    {
      do: 'inject',
      fault: 'partition',
      target: { between: { leaderOf: 0 }, and: { followersOf: 0 }, service: 'replication' },
    },
    // A follower leaves the ISR up to one and a half times replica.lag.time.max.ms after its last fetch. By default that is
    // later than clients wait (30 s), so what was under way has timed out before it could be answered
    // NOT_ENOUGH_REPLICAS_AFTER_APPEND.
    { do: 'hold', durationMs: 60_000 },
    { do: 'heal' },
    { do: 'await-writable', atMostMs: 60_000 },
  ],
  expectations: [
    { name: 'writes are refused before the append', measure: 'errors.NOT_ENOUGH_REPLICAS', atLeast: 1 },
    { name: 'the outage is felt', measure: 'produce.longestMs', atLeast: 20_000 },
    { name: 'every replica is in sync again', measure: 'recovery.fullIsrMs', atMost: 180_000 },
    { name: 'nothing acknowledged is lost', measure: 'safety.lost', equals: 0 },
    { name: 'nothing refused is written', measure: 'safety.phantom', equals: 0 },
    { name: 'nothing damaged', measure: 'safety.corrupted', equals: 0 },
  ],
});
