/**
 * What one partition's running consumer has not been given yet. A record *waits* from its acknowledgement until it is delivered,
 * or until the consumer is given a record behind it: whether one was left out is for the checkers to judge, and one that
 * was lost would wait for ever.
 *
 * Acknowledgements and deliveries come in order of time (history/in-order.ts). Memory grows with the number of records that
 * wait, and of those that were delivered within the last minutes and have no acknowledgement (yet).
 */
import type { Operation } from '../history/entry.ts';
import { nsPerMs } from './time.ts';

export interface WaitingRecord {
  invokedNs: number;
  acknowledgedNs: number;
  /** Missing if the acknowledgement did not tell it, as with acks=0. */
  offset: number | undefined;
}

export interface WaitingRecords {
  acknowledged(write: Operation): void;
  /** @returns what waits no longer: the record itself, unless its acknowledgement is not known yet, and those that it passed */
  delivered(delivery: Operation): { record: WaitingRecord | undefined; passed: WaitingRecord[] };
  /** The one that has waited longest. */
  longest(): WaitingRecord | undefined;
}

/** A delivery whose record has no acknowledgement after this time is forgotten: no client waits as long for one. */
const forgetAfterNs = 600_000 * nsPerMs;

export function waitingRecords(): WaitingRecords {
  /** By value, in order of acknowledgement: the first has waited longest. */
  const waiting = new Map<string, WaitingRecord>();
  /** Delivered before they were acknowledged, and when. */
  const early = new Map<string, number>();

  function forget(nowNs: number): void {
    for (const [value, sinceNs] of early) {
      if (nowNs - sinceNs < forgetAfterNs) return;
      early.delete(value);
    }
  }

  return {
    acknowledged({ value, invokedNs, completedNs, offset }) {
      if (!early.delete(value)) waiting.set(value, { invokedNs, acknowledgedNs: completedNs, offset });
    },
    delivered({ value, completedNs, offset = -Infinity }) {
      const record = waiting.get(value);
      if (!waiting.delete(value)) early.set(value, completedNs);
      forget(completedNs);
      // Where no offset was told: what was sent only after its acknowledgement stands behind it.
      const isPassed = (other: WaitingRecord) =>
        other.offset === undefined
          ? record !== undefined && record.invokedNs > other.acknowledgedNs
          : other.offset <= offset;
      const passed: WaitingRecord[] = [];
      for (const [other, each] of waiting) {
        if (!isPassed(each)) break;
        waiting.delete(other);
        passed.push(each);
      }
      return { record, passed };
    },
    longest: () => waiting.values().next().value,
  };
}
