/**
 * When the running consumer was behind: a record was delivered later after its acknowledgement than is usual, or waits
 * for that still. Usual is twice the 99th percentile of before the injection, and the threshold of a window at least.
 *
 * Memory grows with the number of records that wait, and of stretches in which the consumer was behind.
 */
import { build } from 'hdr-histogram-js';
import type { Entry } from '../history/entry.ts';
import type { Fold } from './fold.ts';
import { injection } from './injection.ts';
import { nsPerMs } from './time.ts';

export interface Lag {
  /** Stretches in which something waited for longer than is usual, in order and apart from each other. */
  behind: { fromNs: number; toNs: number }[];
  /** The end of what is known: the begin of the final read, or the last entry. */
  knownUntilNs: number;
}

export function lag({ thresholdNs }: { thresholdNs: number }): Fold<Lag> {
  const marks = injection();
  const usual = build({ bitBucketSize: 64, numberOfSignificantValueDigits: 3 });
  /** When each record that waits was acknowledged; and what was delivered before its acknowledgement was known. */
  const waiting = new Map<string, number>();
  const early = new Set<string>();
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
      const { kind, value, outcome, completedNs } = entry;
      if (kind === 'produce' && outcome === 'ok' && !early.delete(value)) waiting.set(value, completedNs);
      if (kind !== 'consume') return;
      const acknowledgedNs = waiting.get(value);
      if (!waiting.delete(value)) early.add(value);
      const lateNs = acknowledgedNs === undefined ? 0 : completedNs - acknowledgedNs;
      if (marks.result().beganNs === undefined) {
        usual.recordValue(Math.max(0, Math.round(lateNs)));
        return;
      }
      limitNs ??= Math.max(thresholdNs, 2 * usual.getValueAtPercentile(99));
      if (acknowledgedNs !== undefined) isBehind(acknowledgedNs + limitNs, completedNs);
    },
    result() {
      const knownUntilNs = endNs ?? lastNs;
      const [longest] = waiting.values();
      if (longest !== undefined && marks.result().beganNs !== undefined) {
        isBehind(longest + (limitNs ?? thresholdNs), knownUntilNs);
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
