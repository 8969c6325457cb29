/**
 * When the running consumer was behind: a record waited (waiting.ts) longer after its acknowledgement than is usual, or waits
 * still. Usual is twice the 99th percentile of before the injection, and the threshold of a window at least.
 *
 * Memory grows with the number of records that wait, and of stretches in which the consumer was behind.
 */
import { build } from 'hdr-histogram-js';
import type { Entry } from '../history/entry.ts';
import type { Fold } from './fold.ts';
import { injection } from './injection.ts';
import { nsPerMs } from './time.ts';
import { type WaitingRecords, waitingRecords } from './waiting.ts';

export interface Lag {
  /** Stretches in which something waited for longer than is usual, in order and apart from each other. */
  behind: { fromNs: number; toNs: number }[];
  /** The end of what is known: the begin of the final read, or the last entry. */
  knownUntilNs: number;
}

export function lag({ thresholdNs }: { thresholdNs: number }): Fold<Lag> {
  const marks = injection();
  const usual = build({ bitBucketSize: 64, numberOfSignificantValueDigits: 3 });
  const partitions = new Map<number, WaitingRecords>();
  const waitingOf = (partition: number) => {
    const waiting = partitions.get(partition) ?? waitingRecords();
    partitions.set(partition, waiting);
    return waiting;
  };
  const behind: Lag['behind'] = [];
  let limitNs: number | undefined;
  let lastNs = 0;
  let endNs: number | undefined;

  const isBehind = (fromNs: number, toNs: number) => {
    if (toNs <= fromNs) return;
    const last = behind.at(-1);
    if (last !== undefined && fromNs <= last.toNs) {
      last.fromNs = Math.min(last.fromNs, fromNs);
      last.toNs = Math.max(last.toNs, toNs);
    } else behind.push({ fromNs, toNs });
  };

  return {
    add(entry: Entry) {
      marks.add(entry);
      lastNs = Math.max(lastNs, entry.type === 'event' ? entry.timeNs : entry.completedNs);
      if (endNs !== undefined) return;
      if (entry.type === 'event') {
        if (entry.kind === 'phase' && entry.name === 'final-read') endNs = entry.timeNs;
        return;
      }
      const { kind, partition, outcome, completedNs } = entry;
      if (kind === 'produce' && outcome === 'ok') waitingOf(partition).acknowledged(entry);
      if (kind !== 'consume') return;
      const { record, passed } = waitingOf(partition).delivered(entry);
      if (marks.result().beganNs === undefined) {
        usual.recordValue(Math.max(0, Math.round(completedNs - (record?.acknowledgedNs ?? completedNs))));
        return;
      }
      limitNs ??= Math.max(thresholdNs, 2 * usual.getValueAtPercentile(99));
      for (const { acknowledgedNs } of [record ?? [], passed].flat()) {
        isBehind(acknowledgedNs + limitNs, completedNs);
      }
    },
    result() {
      const knownUntilNs = endNs ?? lastNs;
      for (const waiting of partitions.values()) {
        const longest = waiting.longest();
        if (longest === undefined || marks.result().beganNs === undefined) continue;
        isBehind(longest.acknowledgedNs + (limitNs ?? thresholdNs), knownUntilNs);
      }
      return { behind, knownUntilNs };
    },
  };
}

/** How long the consumer must not have been behind to count as caught up. */
const caughtUpForNs = 3_000 * nsPerMs;

/** The first moment, not before `fromNs`, from which the consumer was not behind for three seconds; undefined if there is none. */
export function caughtUpNs({ behind, knownUntilNs }: Lag, fromNs: number): number | undefined {
  let candidateNs = fromNs;
  for (const { fromNs: beginNs, toNs } of behind.toSorted((a, b) => a.fromNs - b.fromNs)) {
    if (beginNs - candidateNs >= caughtUpForNs) return candidateNs;
    candidateNs = Math.max(candidateNs, toNs);
  }
  return knownUntilNs - candidateNs >= caughtUpForNs ? candidateNs : undefined;
}
