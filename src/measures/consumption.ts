/**
 * Availability as the running consumer sees it: for each partition, the stretches in which it was not served
 * although something waited for it.
 *
 * A consumer does not ask on a clock, so a gap between two deliveries alone says nothing. A record *waits* from
 * its acknowledgement until it is delivered or passed (waiting.ts). A window is a stretch, longer than the threshold, that
 * begins with the last delivery or with the acknowledgement of the record that waits longest, whichever is later, and
 * ends with the next delivery. While nothing waits there is no outage: a consumer cannot miss what was not written.
 *
 * - *at most*: from the last delivery before, or the acknowledgement of the record that waits longest if that is
 *   later, to the first delivery after. Not from its invocation, though it may have been readable a little before
 *   its acknowledgement: in an outage of writing that would charge the whole of it to reading as well.
 * - *at least*: an undisturbed consumer is served within the threshold of the acknowledgement. So the outage had
 *   begun by the threshold after the acknowledgement of the record that waits longest (or by the last delivery, if
 *   that is later), and was not over earlier than the threshold before the first delivery after.
 *
 * The measuring ends with the final read, until when the consumer has to run; in a history that breaks off before,
 * with the last entry. Without an acknowledged record and without a delivery a partition is unknown.
 *
 * Entries come in order of time (history/in-order.ts).
 */
import type { Entry, Operation } from '../history/entry.ts';
import type { Fold } from './fold.ts';
import { outcomes } from './outcomes.ts';
import { type Stalls, stalls } from './stalls.ts';
import { waitingRecords } from './waiting.ts';
import { type Availability, type Outage, ofAll, thresholdNs } from './windows.ts';

export interface ConsumptionOptions {
  /** The produce interval, in ms, from which the threshold follows. */
  intervalMs: number;
  /** Partitions that the workload meant to use: without any record they are unknown. */
  partitions?: readonly number[];
}

export function consumption(options: ConsumptionOptions): Fold<Availability> {
  const threshold = thresholdNs(options.intervalMs);
  const harness = stalls();
  const counts = outcomes('consume');
  const tracks = new Map<number, Track>();
  const trackOf = (partition: number): Track => {
    const track = tracks.get(partition) ?? createTrack(threshold, harness);
    tracks.set(partition, track);
    return track;
  };
  options.partitions?.forEach(trackOf);
  let lastEntryNs = 0;
  let endNs: number | undefined;

  return {
    add(entry: Entry) {
      harness.add(entry);
      counts.add(entry);
      lastEntryNs = Math.max(lastEntryNs, entry.type === 'event' ? entry.timeNs : entry.completedNs);
      if (endNs !== undefined) return;
      if (entry.type === 'event') {
        if (entry.kind === 'phase' && entry.name === 'final-read') endNs = entry.timeNs;
      } else if (entry.kind === 'produce') trackOf(entry.partition).written(entry);
      else if (entry.kind === 'consume') trackOf(entry.partition).delivered(entry);
    },
    result() {
      return ofAll(
        [...tracks]
          .toSorted(([a], [b]) => a - b)
          .map(([partition, track]) => ({ partition, outages: track.outages(endNs ?? lastEntryNs) })),
        { threshold, stalls: harness, outcomes: counts.result() },
      );
    },
  };
}

/** What was written to one partition, and what of it was delivered. */
interface Track {
  written(operation: Operation): void;
  delivered(delivery: Operation): void;
  outages(endNs: number): Outage[] | null;
}

function createTrack(threshold: number, harness: Stalls): Track {
  const waiting = waitingRecords();
  /** Asked at the end: a stall is known a little after what it delayed. */
  const ended: (() => Outage | undefined)[] = [];
  let used = false;
  let lastDeliveryNs = -Infinity;

  function outageUntil(nowNs: number, censored: boolean): (() => Outage | undefined) | undefined {
    const [longest, deliveredNs] = [waiting.longest(), lastDeliveryNs];
    if (longest === undefined || nowNs - longest.invokedNs <= threshold) return undefined;
    return () => {
      // What was noticed at these moments may be older: a stall can have hidden it.
      const fromNs = Math.max(
        harness.earliestNs(deliveredNs),
        longest.invokedNs,
        harness.earliestNs(longest.acknowledgedNs),
      );
      if (nowNs - fromNs <= threshold) return undefined;
      const begunByNs = Math.max(deliveredNs, longest.acknowledgedNs + threshold);
      const lastedUntilNs = nowNs - threshold;
      const provenNs = lastedUntilNs - begunByNs - harness.overlapNs(begunByNs, lastedUntilNs);
      return { fromNs, toNs: nowNs, provenNs, censored, refused: false };
    };
  }

  return {
    written(operation) {
      if (operation.outcome !== 'ok') return;
      used = true;
      waiting.acknowledged(operation);
    },
    delivered(delivery) {
      used = true;
      const outage = outageUntil(delivery.completedNs, false);
      if (outage !== undefined) ended.push(outage);
      lastDeliveryNs = delivery.completedNs;
      waiting.delivered(delivery);
    },
    outages(endNs) {
      if (!used) return null;
      return [...ended, outageUntil(endNs, true)].flatMap((outage) => outage?.() ?? []);
    },
  };
}
