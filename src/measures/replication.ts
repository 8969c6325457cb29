/**
 * How often replicas fell out of sync, and how often leadership moved, after the first injection began: over all
 * partitions, as metadata showed it every 100 ms. What came and went in between is not seen.
 */
import type { Entry, EventBody } from '../history/entry.ts';
import type { Fold } from './fold.ts';
import { injection } from './injection.ts';

/** null without an injection, or if leadership was never seen. */
export interface Replication {
  /** How often the ISR of a partition was seen smaller than before. */
  isrShrinks: number | null;
  /** How often a partition was seen with another leader than before, in a higher leader epoch. */
  leaderChanges: number | null;
}

type Leadership = Extract<EventBody, { kind: 'leadership' }>;

export function replication(): Fold<Replication> {
  const marks = injection();
  const isrSizes = new Map<number, number>();
  /** The last leader that each partition had; a time without one is no change. */
  const leaders = new Map<number, Leadership>();
  let isrShrinks = 0;
  let leaderChanges = 0;
  return {
    add(entry: Entry) {
      marks.add(entry);
      if (entry.type !== 'event' || entry.kind !== 'leadership') return;
      const { partition, leader, leaderEpoch, isr } = entry;
      const [size, led] = [isrSizes.get(partition), leaders.get(partition)];
      isrSizes.set(partition, isr.length);
      const isChange =
        led !== undefined && leader !== null && leader !== led.leader && leaderEpoch > led.leaderEpoch;
      if (leader !== null && (led === undefined || leaderEpoch >= led.leaderEpoch)) {
        leaders.set(partition, entry);
      }
      if (marks.result().beganNs === undefined) return;
      if (size !== undefined && isr.length < size) isrShrinks++;
      if (isChange) leaderChanges++;
    },
    result() {
      const isKnown = marks.result().beganNs !== undefined && isrSizes.size > 0;
      return isKnown ? { isrShrinks, leaderChanges } : { isrShrinks: null, leaderChanges: null };
    },
  };
}
