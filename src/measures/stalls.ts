/**
 * Stalls: stretches in which the harness itself could not run. What happened in one was seen late or not at all,
 * so it widens the bounds of whatever it overlaps, and is never charged to Kafka.
 */
import type { Entry } from '../history/entry.ts';
import type { Fold } from './fold.ts';
import { ceilMs, floorMs, merge, nsPerMs, type Span } from './time.ts';

export interface Stall {
  fromMs: number;
  toMs: number;
}

export interface Stalls extends Fold<Stall[]> {
  /** For how many nanoseconds of a span the harness did not run. */
  overlapNs(fromNs: number, toNs: number): number;
  /**
   * When something noticed at `atNs` may really have happened: the begin of the stall that lasted until then or
   * until just before, or `atNs` itself. After a stall whatever waited is noticed at once, so an older one hides nothing.
   */
  earliestNs(atNs: number): number;
}

/** How soon after a stall all that it had held up is through. */
const catchUpNs = 50 * nsPerMs;

export function stalls(): Stalls {
  let spans: Span[] = [];
  const overlapping = (fromNs: number, toNs: number): Span[] => {
    let first = spans.length;
    while (first > 0 && spans[first - 1]!.toNs > fromNs) first--;
    return spans.slice(first).filter((span) => span.fromNs < toNs);
  };
  return {
    add(entry: Entry) {
      if (entry.type !== 'event' || entry.kind !== 'harness-stall' || entry.toNs <= entry.fromNs) return;
      const span = { fromNs: entry.fromNs, toNs: entry.toNs };
      const last = spans.at(-1);
      if (last === undefined || span.fromNs > last.toNs) spans.push(span);
      else spans = merge([...spans, span]);
    },
    overlapNs(fromNs, toNs) {
      return overlapping(fromNs, toNs).reduce(
        (sum, span) => sum + Math.min(span.toNs, toNs) - Math.max(span.fromNs, fromNs),
        0,
      );
    },
    earliestNs(atNs) {
      let earliestNs = atNs;
      for (let i = spans.length - 1; i >= 0 && spans[i]!.toNs + catchUpNs >= earliestNs; i--) {
        earliestNs = Math.min(earliestNs, spans[i]!.fromNs);
      }
      return earliestNs;
    },
    result: () => spans.map(({ fromNs, toNs }) => ({ fromMs: floorMs(fromNs), toMs: ceilMs(toNs) })),
  };
}
