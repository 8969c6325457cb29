/** What is said of replicas: who leads next, and what a record is worth that was acknowledged. */
import type { Claim } from '../claim.ts';

export const replication: readonly Claim[] = [
  {
    id: 'smallest-id-leads',
    says: 'The new leader is the replica in sync with the smallest id.',
    evidence: [
      { experiment: 'first-in-list-leads', measure: 'replication.electedSmallestId', atLeast: 1 },
      { experiment: 'first-in-list-leads', measure: 'replication.electedFirstInList', atMost: 0 },
    ],
  },
  {
    id: 'first-in-list-leads',
    says: 'The new leader is the first replica in the list of replicas that is in sync.',
    evidence: [
      { experiment: 'first-in-list-leads', measure: 'replication.electedFirstInList', atLeast: 1 },
      { experiment: 'first-in-list-leads', measure: 'replication.electedSmallestId', atMost: 0 },
    ],
  },
  {
    id: 'unclean-trades-loss',
    says: 'unclean.leader.election.enable=true brings a partition back and loses records; false keeps it down, and loses none.',
    evidence: [
      { experiment: 'unclean-on', measure: 'safety.lost', atLeast: 1 },
      { experiment: 'unclean-off', measure: 'safety.lost', atMost: 0 },
    ],
  },
  {
    id: 'min-isr-refuses',
    says: 'With one replica in sync and min.insync.replicas=2, acks=all is answered NotEnoughReplicas, and all is well by itself when the others have caught up.',
    evidence: [
      { experiment: 'min-isr-refuses-then-heals', measure: 'errors.NOT_ENOUGH_REPLICAS', atLeast: 1 },
      { experiment: 'min-isr-refuses-then-heals', measure: 'safety.lost', atMost: 0 },
      { experiment: 'min-isr-refuses-then-heals', measure: 'recovery.fullIsrMs', atMost: 120_000 },
    ],
  },
  {
    id: 'graceful-vs-kill',
    says: 'To stop a node in order costs less than to kill it.',
    evidence: [
      { experiment: 'stop-leader', measure: 'produce.longestMs', atMost: 5_000 },
      { experiment: 'kill-leader', measure: 'produce.longestMs', atLeast: 5_000 },
    ],
  },
  {
    id: 'preferred-leader',
    says: 'Electing the preferred leaders restores the balance after a failure.',
    evidence: [{ experiment: 'preferred-leader', measure: 'replication.leaderChanges', atLeast: 2 }],
  },
];
