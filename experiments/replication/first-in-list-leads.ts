import { defineExperiment, intact } from '../../src/index.ts';

/** Not before the one that died is in sync again is there a choice once more. */
const untilAllAreInSync = [
  { do: 'await-writable', atMostMs: 60_000 },
  { do: 'heal' },
  { do: 'await-in-sync', atMostMs: 60_000 },
] as const;

export default defineExperiment({
  name: 'first-in-list-leads',
  shows:
    'The three brokers are killed one after the other, each while all replicas are in sync: whether the first in the list of replicas leads next, or the smallest id, where these are not the same replica.',
  suites: ['claims'],
  decides: ['smallest-id-leads', 'first-in-list-leads'],
  // Lists come in threes, each broker first in one of them. With ZooKeeper one three goes up (2, 3, 1) and the next one down
  // (2, 1, 3), so that every death tells the rules apart; with KRaft the first three goes up, the others as it happens, and
  // the death of broker 2 tells them apart.
  topic: { partitions: 6 },
  // As many attempts as on three partitions.
  workload: { intervalMs: 40 },
  // A leadership that was moved before would leave its partition to another one than the first in the list.
  coincidence: true,
  method: [
    // Each leads its own partition until it dies, so that all three are hit.
    { do: 'inject', fault: 'kill', target: { leaderOf: 0 } },
    ...untilAllAreInSync,
    { do: 'inject', fault: 'kill', target: { leaderOf: 1 } },
    ...untilAllAreInSync,
    { do: 'inject', fault: 'kill', target: { leaderOf: 2 } },
    ...untilAllAreInSync,
    { do: 'await-writable', atMostMs: 30_000 },
  ],
  expectations: [
    { name: 'an election tells the rules apart', measure: 'replication.tellingElections', atLeast: 1 },
    { name: 'the first in the list leads', measure: 'replication.electedFirstInList', atLeast: 1 },
    { name: 'the smallest id does not', measure: 'replication.electedSmallestId', equals: 0 },
    { name: 'the deaths are felt', measure: 'produce.longestMs', atLeast: 1_000 },
    // Each death costs 22 s at most with ZooKeeper, the proof that all is well 3 s, and a start on two cores 15 s.
    { name: 'every replica is in sync again', measure: 'recovery.fullIsrMs', atMost: 150_000 },
    ...intact,
  ],
});
