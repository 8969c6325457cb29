/**
 * How long acknowledged produce operations took, from their *scheduled* time, so that a stalled client cannot make
 * a stalled cluster look fast. Operations that did not end ok have no latency; errors.ts counts them.
 *
 * - *before*: scheduled before the first injection began.
 * - *during*: from then until the last healing (or the end of the last action), or the end of the last window, whichever is
 *   later. Without either yet, or with a window still open at the end, there is no after.
 * - *after*: scheduled later than that.
 *
 * Quantiles come from an HDR histogram (hdr-histogram-js, plain JavaScript): its memory does not grow with the
 * number of operations, and what it gives is the upper edge of a bucket that is at most 0.1 % wide, so a quantile
 * is never printed smaller than it was. `max` is exact.
 */
import { build, type Histogram } from 'hdr-histogram-js';
import type { Entry } from '../history/entry.ts';
import type { Fold } from './fold.ts';
import { injection } from './injection.ts';
import { ceilMs } from './time.ts';

/** In milliseconds; null where there is no operation. */
export interface Quantiles {
  count: number;
  p50: number | null;
  p99: number | null;
  max: number | null;
}

export interface Latency {
  before: Quantiles;
  during: Quantiles;
  after: Quantiles;
}

/** `disturbedUntilNs` says when the last window so far ended, Infinity while one is open (availability.ts). */
export function latency(options: { disturbedUntilNs: () => number }): Fold<Latency> {
  const marks = injection();
  const before = createQuantiles();
  const during = createQuantiles();
  const after = createQuantiles();

  /** Until when the disturbance lasts, as far as is known; Infinity while it goes on. */
  let boundaryNs = Infinity;
  function moveBoundary(): void {
    const { lastDoneNs = Infinity } = marks.result();
    const disturbedUntilNs = Math.max(lastDoneNs, options.disturbedUntilNs());
    // It proves to last longer than it seemed: what was taken for after was during.
    if (disturbedUntilNs > boundaryNs) during.take(after);
    boundaryNs = disturbedUntilNs;
  }

  return {
    add(entry: Entry) {
      marks.add(entry);
      if (entry.type !== 'operation' || entry.kind !== 'produce' || entry.outcome !== 'ok') return;
      const tookNs = entry.completedNs - entry.scheduledNs;
      if (entry.scheduledNs < (marks.result().beganNs ?? Infinity)) return before.record(tookNs);
      moveBoundary();
      (entry.scheduledNs <= boundaryNs ? during : after).record(tookNs);
    },
    result() {
      moveBoundary();
      return { before: before.result(), during: during.result(), after: after.result() };
    },
  };
}

interface QuantilesOf {
  record(ns: number): void;
  /** Takes over what another has recorded, and leaves it empty. */
  take(other: QuantilesOf): void;
  histogram: Histogram;
  maxNs(): number;
  clear(): void;
  result(): Quantiles;
}

function createQuantiles(): QuantilesOf {
  const histogram = build({ bitBucketSize: 32, autoResize: true, numberOfSignificantValueDigits: 3 });
  let maxNs = 0;
  return {
    histogram,
    maxNs: () => maxNs,
    record(ns) {
      histogram.recordValue(Math.max(1, Math.ceil(ns / 1_000)));
      maxNs = Math.max(maxNs, ns);
    },
    take(other) {
      histogram.add(other.histogram as typeof histogram);
      maxNs = Math.max(maxNs, other.maxNs());
      other.clear();
    },
    clear() {
      histogram.reset();
      maxNs = 0;
    },
    result() {
      const count = histogram.totalCount;
      if (count === 0) return { count, p50: null, p99: null, max: null };
      const quantile = (percent: number) =>
        Math.min(histogram.getValueAtPercentile(percent) / 1_000, ceilMs(maxNs));
      return { count, p50: quantile(50), p99: quantile(99), max: ceilMs(maxNs) };
    },
  };
}
