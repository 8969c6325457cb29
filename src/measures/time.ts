/**
 * From nanoseconds, in which histories are written, to milliseconds, in which results are. Results are cut to
 * whole microseconds; which way is said by the caller, so that a bound never becomes tighter by rounding.
 */

export const nsPerMs = 1_000_000;
const nsPerUs = 1_000;

/** Nanoseconds → milliseconds with at most three decimals, rounded towards the earlier or the smaller. */
export function floorMs(ns: number): number {
  return Math.floor(ns / nsPerUs) / 1_000;
}

/** Nanoseconds → milliseconds with at most three decimals, rounded towards the later or the greater. */
export function ceilMs(ns: number): number {
  return Math.ceil(ns / nsPerUs) / 1_000;
}

/** A stretch of time in nanoseconds since the run began. */
export interface Span {
  fromNs: number;
  toNs: number;
}

/** The spans in order, those that overlap or touch made one. */
export function merge(spans: readonly Span[]): Span[] {
  const merged: Span[] = [];
  for (const span of spans.toSorted((a, b) => a.fromNs - b.fromNs)) {
    const last = merged.at(-1);
    if (last !== undefined && span.fromNs <= last.toNs) last.toNs = Math.max(last.toNs, span.toNs);
    else merged.push({ ...span });
  }
  return merged;
}
