/**
 * How often replicas fell out of sync, how often leadership moved, and by which rule a new leader was chosen, after the first
 * injection began: over all partitions, as metadata showed it every 100 ms. What came and went in between is not seen.
 *
 * An election tells a rule from another one only where they differ: the leader has left the ISR, several replicas stay in it, and
 * the first of these in the partition's list of replicas is not the one with the smallest id. Of elections that followed each
 * other unseen nobody knows who could have been chosen; they tell nothing.
 */
import type { Entry, EventBody } from '../history/entry.ts';
import type { Fold } from './fold.ts';
import { injection } from './injection.ts';

/** null without an injection, or if leadership was never seen; of elections also if nobody wrote the lists of replicas down. */
export interface Replication {
  /** How often the ISR of a partition was seen smaller than before. */
  isrShrinks: number | null;
  /** How often a partition was seen with another leader than before, in a higher leader epoch. */
  leaderChanges: number | null;
  /** Elections in which the first in the list of replicas and the smallest id were not the same replica. */
  tellingElections: number | null;
  /** In how many of these the first in the list was elected. */
  electedFirstInList: number | null;
  /** In how many of these the smallest id was elected. */
  electedSmallestId: number | null;
}

type Leadership = Extract<EventBody, { kind: 'leadership' }>;

export function replication(): Fold<Replication> {
  const marks = injection();
  /** What was seen last of each partition. */
  const seen = new Map<number, Leadership>();
  /** The last leader that each partition had; a time without one is no change. */
  const leaders = new Map<number, Leadership>();
  let isrShrinks = 0;
  let leaderChanges = 0;
  let areListsKnown = false;
  const elected = { tellingElections: 0, electedFirstInList: 0, electedSmallestId: 0 };

  function addElection(gone: number, before: Leadership, after: Leadership): void {
    const rivals = rivalsIn(gone, before, after);
    if (rivals === undefined) return;
    elected.tellingElections++;
    if (after.leader === rivals.firstInList) elected.electedFirstInList++;
    if (after.leader === rivals.smallestId) elected.electedSmallestId++;
  }

  return {
    add(entry: Entry) {
      marks.add(entry);
      if (entry.type !== 'event' || entry.kind !== 'leadership') return;
      const { partition, leader, leaderEpoch, isr } = entry;
      const [before, led] = [seen.get(partition), leaders.get(partition)];
      seen.set(partition, entry);
      areListsKnown ||= entry.replicas !== undefined;
      const isChange =
        led !== undefined && leader !== null && leader !== led.leader && leaderEpoch > led.leaderEpoch;
      if (leader !== null && (led === undefined || leaderEpoch >= led.leaderEpoch)) {
        leaders.set(partition, entry);
      }
      if (marks.result().beganNs === undefined || before === undefined) return;
      if (isr.length < before.isr.length) isrShrinks++;
      if (!isChange) return;
      leaderChanges++;
      addElection(led.leader!, before, entry);
    },
    result() {
      const isKnown = marks.result().beganNs !== undefined && seen.size > 0;
      const unknown = { tellingElections: null, electedFirstInList: null, electedSmallestId: null };
      if (!isKnown) return { isrShrinks: null, leaderChanges: null, ...unknown };
      return { isrShrinks, leaderChanges, ...(areListsKnown ? elected : unknown) };
    },
  };
}

/** Whom each rule would choose; undefined if the election does not tell them apart. */
function rivalsIn(
  gone: number,
  before: Leadership,
  { isr, leaderEpoch }: Leadership,
): { firstInList: number; smallestId: number } | undefined {
  if (leaderEpoch !== before.leaderEpoch + 1 || isr.includes(gone)) return undefined;
  const choice = (before.replicas ?? []).filter((id) => before.isr.includes(id) && isr.includes(id));
  const [firstInList, smallestId] = [choice[0], Math.min(...choice)];
  return firstInList === undefined || firstInList === smallestId ? undefined : { firstInList, smallestId };
}
