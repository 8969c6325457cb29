/**
 * Windows of unavailability as results show them, and their sums. Who finds them says what they mean:
 * availability.ts for a client that keeps asking, consumption.ts for one that waits to be served.
 */
import type { Outcomes } from './outcomes.ts';
import type { Stalls } from './stalls.ts';
import { ceilMs, floorMs, merge, nsPerMs, type Span } from './time.ts';

export interface Window {
  /** The last sign of service before, in ms since the run began. */
  fromMs: number;
  /** The first sign of service after; null if there was none before the measuring ended. */
  toMs: number | null;
  /** The outage cannot have been shorter. */
  atLeastMs: number;
  /** The outage cannot have been longer; if `censored`, how long it had gone on when the measuring ended: "≥ x". */
  atMostMs: number;
  /** The window was still open at the end, so its true length is not known. */
  censored: boolean;
}

export interface PartitionAvailability {
  partition: number;
  windows: Window[];
  /** The longest at-most bound; null if there was nothing to judge by. */
  longestMs: number | null;
  /** The sum of the at-most bounds; null if there was nothing to judge by. */
  unavailableMs: number | null;
}

export interface Availability extends Outcomes {
  /** Only gaps longer than this are windows. */
  thresholdMs: number;
  partitions: PartitionAvailability[];
  /** The longest window of any partition; null if any partition is unknown. */
  longestMs: number | null;
  /** For how long at least one partition was unavailable; null if any partition is unknown. */
  unavailableMs: number | null;
  /**
   * The longest gap that is no window only because the harness stood still: an outage in it would not have been seen, so that
   * the longest outage may have been as long as this.
   */
  unseenMs: number;
  /** How much of the time is in such gaps, of any partition. */
  unseenInAllMs: number;
}

/** Whether an outage of any partition was still on when the measuring ended. */
export function isStillOut({ partitions }: Pick<Availability, 'partitions'>): boolean {
  return partitions.some(({ windows }) => windows.some(({ censored }) => censored));
}

/** What was found of an outage, in nanoseconds since the run began. */
export interface Outage extends Span {
  /** For how long it certainly lasted; below zero means that nothing is proven. */
  provenNs: number;
  censored: boolean;
  /** Something was refused meanwhile, which no stall of the harness explains. */
  refused: boolean;
}

/** The gap that makes a window: five probe intervals, and never less than 250 ms. */
export function thresholdNs(intervalMs: number): number {
  return Math.max(5 * intervalMs, 250) * nsPerMs;
}

/** What was found of one partition; null if nothing was seen of it. */
interface Found {
  partition: number;
  outages: readonly Outage[] | null;
}

/** The availability of all partitions together. Outages that are not longer than the threshold (ns) are none. */
export function ofAll(
  found: readonly Found[],
  { threshold, stalls, outcomes }: { threshold: number; stalls: Stalls; outcomes: Outcomes },
): Availability {
  const isLong = ({ fromNs, toNs }: Outage) => toNs - fromNs > threshold;
  // Kafka's for certain is what is longer than the threshold without the time in which the harness stood still.
  const isKafkas = ({ fromNs, toNs, refused }: Outage) =>
    refused || toNs - fromNs - stalls.overlapNs(fromNs, toNs) > threshold;
  const partitions = found.map(({ partition, outages }) =>
    ofPartition(partition, outages?.filter((each) => isLong(each) && isKafkas(each)) ?? null),
  );
  const unseen = found.flatMap(({ outages }) =>
    (outages ?? []).filter((each) => isLong(each) && !isKafkas(each)),
  );
  const unknown = partitions.length === 0 || partitions.some((each) => each.longestMs === null);
  return {
    thresholdMs: threshold / nsPerMs,
    partitions,
    longestMs: unknown ? null : Math.max(...partitions.map((each) => each.longestMs!)),
    unavailableMs: unknown ? null : unionMs(partitions.flatMap((each) => each.windows)),
    unseenMs: unseen.reduce((longest, { fromNs, toNs }) => Math.max(longest, ceilMs(toNs - fromNs)), 0),
    unseenInAllMs: ceilMs(merge(unseen).reduce((sum, { fromNs, toNs }) => sum + toNs - fromNs, 0)),
    ...outcomes,
  };
}

/** The availability of one partition, given its outages; null if nothing was seen of it. */
function ofPartition(partition: number, outages: readonly Outage[] | null): PartitionAvailability {
  if (outages === null) return { partition, windows: [], longestMs: null, unavailableMs: null };
  const windows = outages.map(({ fromNs, toNs, provenNs, censored }): Window => {
    const fromMs = floorMs(fromNs);
    const toMs = ceilMs(toNs);
    return {
      fromMs,
      toMs: censored ? null : toMs,
      atLeastMs: floorMs(Math.min(Math.max(0, provenNs), toNs - fromNs)),
      atMostMs: spanMs(fromMs, toMs),
      censored,
    };
  });
  return {
    partition,
    windows,
    longestMs: windows.reduce((longest, window) => Math.max(longest, window.atMostMs), 0),
    unavailableMs: unionMs(windows),
  };
}

/**
 * The windows of the run's own noise: those that had already been open for longer than the threshold when the
 * injection began. (The last success before any outage lies a little before the injection; that is no noise.)
 */
export function noiseBefore(availability: Availability, injectionBeganMs: number | null): Window[] {
  if (injectionBeganMs === null) return [];
  return availability.partitions
    .flatMap((each) => each.windows)
    .filter((window) => spanMs(window.fromMs, injectionBeganMs) > availability.thresholdMs);
}

function unionMs(windows: readonly Window[]): number {
  const spans = windows.map(({ fromMs, atMostMs }) => {
    const fromNs = Math.round(fromMs * nsPerMs);
    return { fromNs, toNs: fromNs + Math.round(atMostMs * nsPerMs) };
  });
  return ceilMs(merge(spans).reduce((sum, { fromNs, toNs }) => sum + toNs - fromNs, 0));
}

/** A difference of two times in ms without the crumbs of binary fractions. */
function spanMs(fromMs: number, toMs: number): number {
  return Math.round((toMs - fromMs) * 1_000) / 1_000;
}
