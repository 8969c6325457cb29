/**
 * Availability as an open-loop probe sees it: for each partition, the stretches in which it did not answer.
 *
 * A window is a gap between two successive successes (by completion) that is longer than the threshold.
 *
 * - *at most*: from the last success before to the first success after.
 * - *at least*: between two witnesses. An operation is a witness if it ended not ok, or ok but later than the
 *   threshold after its invocation: at some moment between its invocation and its completion (or the threshold
 *   after its invocation, if that was earlier) the partition did not serve. So the outage had begun by the
 *   earliest of the witnesses' latest moments, and was not over before the latest invocation. One that was answered
 *   late in the end says more: the outage was not over earlier than the threshold before its answer. Only operations
 *   whose whole evidence lies inside of the gap are witnesses of it. That holds for any number of operations in
 *   flight when the outage began, as long as an undisturbed operation is answered within the threshold. A return
 *   that was too short for the probe to succeed once is not seen.
 *
 * Where the probe was blind between the witnesses, because the harness stalled or had so many operations in flight
 * that it sent no more (UNSENT), a return may have gone unseen; so that time is taken off the at-least bound. Only an
 * operation that was held all the while, and answered in the end, proves its own time whole. An operation that was
 * not sent proves nothing and closes no gap.
 *
 * The probing begins with the first scheduled operation, so a partition that never answered at the start has a
 * window there. It ends with the last operation that was invoked since the last success, or scheduled on any
 * partition: the workload writes operations that are still unanswered then as `unknown` (UNANSWERED), so that
 * stopping the probe is no outage and an outage without end is not overlooked. In a history that breaks off before
 * the final read it ends with the last entry. A window that is open then is censored.
 *
 * A partition without operations is unknown, not available.
 *
 * Entries come in order of time (history/in-order.ts). Memory grows with the number of windows and of stalls only.
 */
import type { Entry, Operation } from '../history/entry.ts';
import type { Fold } from './fold.ts';
import { createTrack, type Track } from './gaps.ts';
import { outcomes } from './outcomes.ts';
import { stalls } from './stalls.ts';
import { nsPerMs } from './time.ts';
import { type Availability, ofAll, thresholdNs } from './windows.ts';

export interface AvailabilityOptions {
  kind: Operation['kind'];
  /** How often an operation is scheduled on each partition. */
  intervalMs: number;
  /** Partitions that the workload meant to use: without any operation they are unknown. */
  partitions?: readonly number[];
}

export interface AvailabilityFold extends Fold<Availability> {
  /** The completion that ended the last window so far; Infinity while a gap longer than the threshold is open. */
  disturbedUntilNs(): number;
}

export function availability(options: AvailabilityOptions): AvailabilityFold {
  const threshold = thresholdNs(options.intervalMs);
  const harness = stalls();
  const counts = outcomes(options.kind);
  const tracks = new Map<number, Track | null>((options.partitions ?? []).map((each) => [each, null]));
  let lastScheduledNs = -Infinity;
  let lastEntryNs = 0;
  let complete = false;
  let disturbedUntilNs = -Infinity;

  // The probe schedules all partitions on one clock, so a partition of which nothing more is heard while others
  // are still scheduled is silent, not finished.
  const endOf = (track: Track) => (complete ? Math.max(track.askedUntilNs(), lastScheduledNs) : lastEntryNs);

  return {
    add(entry: Entry) {
      harness.add(entry);
      lastEntryNs = Math.max(lastEntryNs, entry.type === 'event' ? entry.timeNs : entry.completedNs);
      if (entry.type === 'event') {
        if (entry.kind === 'phase') complete ||= entry.name === 'final-read' || entry.name === 'end';
        return;
      }
      if (entry.kind !== options.kind) return;
      counts.add(entry);
      lastScheduledNs = Math.max(lastScheduledNs, entry.scheduledNs);
      let track = tracks.get(entry.partition);
      if (!track) {
        track = createTrack(threshold, options.intervalMs * nsPerMs, harness);
        tracks.set(entry.partition, track);
      }
      if (track.add(entry)) disturbedUntilNs = entry.completedNs;
    },
    disturbedUntilNs() {
      const open = [...tracks.values()].some((track) => track?.silentFor(endOf(track)));
      return open ? Infinity : disturbedUntilNs;
    },
    result() {
      return ofAll(
        [...tracks]
          .toSorted(([a], [b]) => a - b)
          .map(([partition, track]) => ({ partition, outages: track?.outages(endOf(track)) ?? null })),
        { threshold, stalls: harness, outcomes: counts.result() },
      );
    },
  };
}
