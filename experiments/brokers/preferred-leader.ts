import { defineExperiment, intact } from '../../src/index.ts';

export default defineExperiment({
  name: 'preferred-leader',
  shows:
    'The broker that leads partition 0 is killed and comes back as a follower; then the preferred leader is elected: it leads again, and clients that are sent there lose a moment.',
  decides: ['preferred-leader'],
  method: [
    { do: 'inject', fault: 'kill', target: { leaderOf: 0 } },
    { do: 'await-writable', atMostMs: 90_000 },
    { do: 'heal' },
    // Only a replica that is in sync can be elected. Kafka's own election, every 300 s (leader.imbalance.check.interval.seconds),
    // comes later.
    { do: 'await-in-sync', atMostMs: 60_000 },
    { do: 'await-writable', atMostMs: 30_000 },
    // Without the preferred replica as leader this has no proof, and the run no result.
    { do: 'inject', fault: 'elect-preferred', target: { partition: 0 } },
    { do: 'hold', durationMs: 1_000 },
    { do: 'await-writable', atMostMs: 30_000 },
  ],
  prediction: 'broker-death',
  expectations: [
    { name: 'the death is felt', measure: 'produce.longestMs', atLeast: 6_000 },
    { name: 'it is the longest outage, and as predicted', measure: 'produce.longestMs', atMost: 'predicted' },
    {
      name: 'clients are sent to the preferred leader',
      measure: 'errors.NOT_LEADER_OR_FOLLOWER',
      atLeast: 1,
    },
    { name: 'leadership goes away and comes back', measure: 'replication.leaderChanges', atLeast: 2 },
    // The death's 22 s with ZooKeeper; 4 s for the election (stop-leader), 2 s while a JVM starts.
    { name: 'the election costs a moment', measure: 'produce.unavailableMs', atMost: 28_000 },
    { name: 'every replica is in sync again', measure: 'recovery.fullIsrMs', atMost: 90_000 },
    ...intact,
  ],
});
