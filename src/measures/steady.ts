/**
 * When service was as before again: the moment from which, for three seconds, attempts were answered as well as in the
 * steady phase.
 *
 * An attempt is *poor* if it was not acknowledged, or took longer than is usual: twice the 99th percentile of before the
 * injection, and 50 ms at least, so that a fast cluster's noise is no disturbance. Service is steady while no more than one
 * attempt in a hundred is poor, or as many as were before. So both the rate of success and the 99th percentile are back.
 *
 * Attempts count where they were scheduled, in slices of 100 ms, which is the resolution. What the harness was too late to
 * send itself is not held against the cluster. Memory grows with the length of the run, by two numbers a slice.
 */
import { build } from 'hdr-histogram-js';
import type { Entry, Operation } from '../history/entry.ts';
import type { Fold } from './fold.ts';
import { injection } from './injection.ts';
import { nsPerMs } from './time.ts';

const sliceNs = 100 * nsPerMs;
const steadyForSlices = 30;
const leastLimitNs = 50 * nsPerMs;
const bearableShare = 0.01;

interface Slice {
  attempts: number;
  poor: number;
}

export interface Steady {
  /** The first moment not before `fromNs` from which service was steady; undefined if there is none. */
  since(fromNs: number): number | undefined;
}

export function steady(): Fold<Steady> {
  const marks = injection();
  const usual = build({ bitBucketSize: 64, numberOfSignificantValueDigits: 3 });
  const before = { attempts: 0, notOk: 0 };
  const slices: Slice[] = [];
  let limitNs: number | undefined;

  const tookNs = ({ completedNs, invokedNs, scheduledNs }: Operation) =>
    Math.max(1, completedNs - Math.max(scheduledNs, invokedNs));

  return {
    add(entry: Entry) {
      marks.add(entry);
      if (entry.type !== 'operation' || entry.kind !== 'produce') return;
      const { beganNs } = marks.result();
      if (beganNs === undefined) {
        before.attempts++;
        if (entry.outcome === 'ok') usual.recordValue(tookNs(entry));
        else before.notOk++;
        return;
      }
      // In flight when the injection began: neither before nor after.
      if (entry.scheduledNs < beganNs) return;
      limitNs ??= Math.max(leastLimitNs, 2 * usual.getValueAtPercentile(99));
      const at = Math.floor(entry.scheduledNs / sliceNs);
      slices[at] ??= { attempts: 0, poor: 0 };
      const slice = slices[at];
      slice.attempts++;
      if (entry.outcome !== 'ok' || tookNs(entry) > limitNs) slice.poor++;
    },
    result() {
      const share = Math.max(bearableShare, before.attempts === 0 ? 0 : before.notOk / before.attempts);
      return {
        since(fromNs) {
          const first = Math.ceil(fromNs / sliceNs);
          for (let at = first; at + steadyForSlices <= slices.length; at++) {
            const sum = total(slices, at);
            if (sum.attempts > 0 && sum.poor <= share * sum.attempts) return at * sliceNs;
          }
          return undefined;
        },
      };
    },
  };
}

function total(slices: readonly (Slice | undefined)[], from: number): Slice {
  const sum = { attempts: 0, poor: 0 };
  for (let at = from; at < from + steadyForSlices; at++) {
    sum.attempts += slices[at]?.attempts ?? 0;
    sum.poor += slices[at]?.poor ?? 0;
  }
  return sum;
}
