import { defineExperiment } from '../../src/index.ts';

export default defineExperiment({
  name: 'safe-producers',
  shows:
    'A leader is killed, the next is cut from its followers, the one after that frozen, while an idempotent producer writes with acks=all, and transactions are read with isolation: no checker may find anything.',
  suites: ['nightly', 'controls'],
  workload: {
    applications: [{ client: 'java', idempotent: true }],
    transactions: {},
  },
  method: [
    { do: 'inject', fault: 'kill', target: { leaderOf: 0 } },
    { do: 'await-writable', atMostMs: 90_000 },
    { do: 'heal' },
    { do: 'await-writable', atMostMs: 60_000 },
    {
      do: 'inject',
      fault: 'partition',
      target: { between: { leaderOf: 0 }, and: { followersOf: 0 }, service: 'replication' },
    },
    { do: 'hold', durationMs: 5_000 },
    { do: 'heal' },
    { do: 'await-writable', atMostMs: 60_000 },
    // Longer than it takes to give a broker up, and shorter than clients wait for an answer.
    { do: 'inject', fault: 'pause', target: { leaderOf: 0 } },
    { do: 'hold', durationMs: 25_000 },
    { do: 'heal' },
    { do: 'await-writable', atMostMs: 60_000 },
  ],
  expectations: [
    // The frozen leader holds what was sent to it for as long as it is frozen.
    { name: 'the outages are felt', measure: 'produce.longestMs', atLeast: 20_000 },
    { name: 'and end', measure: 'produce.longestMs', atMost: 40_000 },
    { name: 'nothing acknowledged is lost', measure: 'safety.lost', equals: 0 },
    { name: 'no duplicates', measure: 'safety.duplicates', equals: 0 },
    { name: 'nothing refused or aborted is read', measure: 'safety.phantom', equals: 0 },
    { name: 'nothing damaged', measure: 'safety.corrupted', equals: 0 },
    { name: 'the order is kept', measure: 'safety.reordered', equals: 0 },
    { name: 'everything is delivered', measure: 'safety.unseen', equals: 0 },
    { name: 'nothing is passed over', measure: 'safety.skipped', equals: 0 },
    { name: 'committed offsets never go back', measure: 'safety.committedBack', equals: 0 },
    { name: 'the replicas agree', measure: 'safety.disagreeing', equals: 0 },
  ],
});
