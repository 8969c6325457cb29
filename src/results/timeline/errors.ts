/** How many of the probe's attempts ended with which error, over time: by when they ended, not by when they were sent. */
import type { Entry } from '../../history/entry.ts';
import type { Fold } from '../../measures/fold.ts';
import { nsPerMs } from '../../measures/time.ts';
import { binWidth } from './thin.ts';
import type { ErrorsOverTime } from './timeline-json.ts';
import { warmUp } from './warm-up.ts';

/** What is counted at first; the result has bins of a multiple of it. */
const finestMs = 50;
const mostBins = 300;

/** Like errors.ts of the measures: an attempt that ended not ok without a name is `UNNAMED`. */
export function errorsOverTime(): Fold<ErrorsOverTime> {
  const byName = new Map<string, Map<number, number>>();
  const isWarmUp = warmUp();
  return {
    add(entry: Entry) {
      if (isWarmUp(entry) || entry.type !== 'operation' || entry.kind !== 'produce') return;
      if (entry.outcome === 'ok') return;
      const name = entry.error?.name ?? 'UNNAMED';
      const counts = byName.get(name) ?? new Map<number, number>();
      byName.set(name, counts);
      const slice = Math.floor(entry.completedNs / nsPerMs / finestMs);
      counts.set(slice, (counts.get(slice) ?? 0) + 1);
    },
    result() {
      const within = (binMs: number) =>
        [...byName]
          .toSorted(([a], [b]) => (a < b ? -1 : 1))
          .map(([name, counts]) => [name, widened(counts, binMs / finestMs)] as const);
      const binMs = binWidth(
        250,
        (width) => within(width).reduce((sum, [, bins]) => sum + bins.length, 0) <= mostBins,
      );
      return { binMs, byName: Object.fromEntries(within(binMs)) };
    },
  };
}

function widened(counts: ReadonlyMap<number, number>, by: number): [bin: number, times: number][] {
  const bins = new Map<number, number>();
  for (const [slice, times] of counts) {
    const bin = Math.floor(slice / by);
    bins.set(bin, (bins.get(bin) ?? 0) + times);
  }
  return [...bins].toSorted(([a], [b]) => a - b);
}
