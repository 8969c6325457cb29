/** Who led each partition in which leader epoch over time, as far as metadata showed it. */
import type { Entry } from '../history/entry.ts';

export interface Leadership {
  leaderEpoch: number;
  /** Kafka's id of the broker; null while there was none. */
  leader: number | null;
}

export interface LeaderEpochs {
  add(entry: Entry): void;
  /** The epoch that metadata showed at a time; null where leadership was not observed. */
  at(partition: number, timeNs: number): number | null;
  /**
   * The epoch under which a broker acknowledged at a time. Metadata alone would mislead: it may show the next leader
   * while the old one, which has not heard of it, still acknowledges; and it shows a new leader a little late.
   */
  ofLeader(partition: number, timeNs: number, broker: number | undefined): number | null;
  /** The first leadership after an epoch in which the partition had a leader; undefined if none was observed. */
  after(partition: number, leaderEpoch: number): Leadership | undefined;
}

/** Metadata shows a change of leadership no later than this after it happened, if brokers answer (observers/leadership.ts). */
const shownWithinNs = 1_000_000_000;

export function leaderEpochs(): LeaderEpochs {
  const changes = new Map<number, (Leadership & { timeNs: number })[]>();
  const of = (partition: number) => changes.get(partition) ?? [];
  const at = (partition: number, timeNs: number) =>
    of(partition).findLast((change) => change.timeNs <= timeNs)?.leaderEpoch ?? null;
  return {
    add(entry) {
      if (entry.type !== 'event' || entry.kind !== 'leadership') return;
      const { partition, timeNs, leaderEpoch, leader } = entry;
      const known = changes.get(partition);
      if (known === undefined) changes.set(partition, [{ timeNs, leaderEpoch, leader }]);
      else if (known.at(-1)!.leaderEpoch !== leaderEpoch) known.push({ timeNs, leaderEpoch, leader });
    },
    at,
    ofLeader(partition, timeNs, broker) {
      if (broker === undefined) return at(partition, timeNs);
      const shown = of(partition).findLastIndex((change) => change.timeNs <= timeNs);
      const next = of(partition)[shown + 1];
      const isShownLate = next?.leader === broker && next.timeNs <= timeNs + shownWithinNs;
      if (isShownLate && of(partition)[shown]?.leader !== broker) return next.leaderEpoch;
      return (
        of(partition).findLast((change, i) => i <= shown && change.leader === broker)?.leaderEpoch ?? null
      );
    },
    after: (partition, leaderEpoch) =>
      of(partition).find((change) => change.leaderEpoch > leaderEpoch && change.leader !== null),
  };
}
