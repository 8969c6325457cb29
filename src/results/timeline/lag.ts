/**
 * How many records wait for the running consumer: acknowledged, by whichever client wrote them, and not delivered yet.
 * It ends where the final read begins. A record that was delivered before its acknowledgement never waited.
 */
import type { Entry } from '../../history/entry.ts';
import type { Fold } from '../../measures/fold.ts';
import { nsPerMs } from '../../measures/time.ts';
import { binWidth } from './thin.ts';
import type { LagOverTime } from './timeline-json.ts';

const finestMs = 50;
const mostBins = 500;

/** Memory grows with the records that wait, and by a number every 50 ms. null where nothing was ever delivered. */
export function lagOverTime(): Fold<LagOverTime | null> {
  const waiting = new Set<string>();
  const early = new Set<string>();
  const slices: number[] = [];
  let level = 0;
  let isConsumed = false;
  let isOver = false;

  /** Until the next change as many wait as now. */
  function changedAt(timeNs: number): void {
    const slice = Math.floor(timeNs / nsPerMs / finestMs);
    while (slices.length <= slice) slices.push(level);
    level = waiting.size;
    slices[slice] = Math.max(slices[slice]!, level);
  }

  return {
    add(entry: Entry) {
      if (isOver) return;
      if (entry.type === 'event') {
        isOver = entry.kind === 'phase' && entry.name === 'final-read';
        return;
      }
      const { kind, value, outcome, completedNs } = entry;
      if (kind === 'produce' && outcome === 'ok') {
        if (!early.delete(value)) waiting.add(value);
      } else if (kind === 'consume') {
        isConsumed = true;
        if (!waiting.delete(value)) early.add(value);
      } else return;
      changedAt(completedNs);
    },
    result() {
      if (!isConsumed) return null;
      const binMs = binWidth(250, (width) => (slices.length * finestMs) / width <= mostBins);
      const bins: number[] = [];
      for (const [slice, count] of slices.entries()) {
        const bin = Math.floor((slice * finestMs) / binMs);
        bins[bin] = Math.max(bins[bin] ?? 0, count);
      }
      return { binMs, most: bins };
    },
  };
}
