/** How long the probe's attempts took, as points: few enough to be drawn, with the extremes of every bin. */
import type { Entry, Operation, Outcome } from '../../history/entry.ts';
import type { Fold } from '../../measures/fold.ts';
import { nsPerMs } from '../../measures/time.ts';
import { binWidth } from './thin.ts';
import type { Scatter } from './timeline-json.ts';
import { warmUp } from './warm-up.ts';

const mostPoints = 600;

interface Point {
  atMs: number;
  tookMs: number;
  partition: number;
  outcome: Outcome;
}

/** Memory grows with the number of attempts, by one point each. What was not sent took no time and is left out. */
export function scatter(): Fold<Scatter> {
  const points: Point[] = [];
  const isWarmUp = warmUp();
  return {
    add(entry: Entry) {
      if (isWarmUp(entry) || entry.type !== 'operation' || entry.kind !== 'produce') return;
      if (entry.error?.name !== 'UNSENT') points.push(pointOf(entry));
    },
    result() {
      const all = points.toSorted((a, b) => a.atMs - b.atMs);
      const binMs = binWidth(50, (width) => thinned(all, width).length <= mostPoints);
      const kept = thinned(all, binMs);
      return {
        atMs: kept.map(({ atMs }) => Math.round(atMs)),
        tookMs: kept.map(({ tookMs }) => Math.round(tookMs * 10) / 10),
        partition: kept.map(({ partition }) => partition),
        outcome: kept.map(({ outcome }) => outcome),
        binMs,
        attempts: all.length,
      };
    },
  };
}

function pointOf({ scheduledNs, completedNs, partition, outcome }: Operation): Point {
  return { atMs: scheduledNs / nsPerMs, tookMs: (completedNs - scheduledNs) / nsPerMs, partition, outcome };
}

/** Of each outcome in each bin the fastest, the middle and the slowest, in order of time. */
function thinned(points: readonly Point[], binMs: number): Point[] {
  const bins = Map.groupBy(points, ({ atMs, outcome }) => `${Math.floor(atMs / binMs)} ${outcome}`);
  return [...bins.values()]
    .flatMap((bin) => {
      const byLength = bin.toSorted((a, b) => a.tookMs - b.tookMs);
      return [...new Set([byLength[0]!, byLength[byLength.length >> 1]!, byLength.at(-1)!])];
    })
    .toSorted((a, b) => a.atMs - b.atMs);
}
