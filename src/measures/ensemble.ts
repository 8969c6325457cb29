/** What a ZooKeeper ensemble had to do between the moments at which the method looked. */
import type { Entry } from '../history/entry.ts';
import type { Fold } from './fold.ts';
import { ceilMs } from './time.ts';

export interface EnsembleSpan {
  forMs: number;
  /** null if another server came to lead meanwhile, which counts from zero. */
  writesPerSecond: number | null;
  /** How many processors its servers kept busy, on average and all together; null if one was seen to have begun anew. */
  processors: number | null;
}

/** Between the first two looks, and between the last two. */
export interface Ensemble {
  first: EnsembleSpan;
  last: EnsembleSpan;
}

/** null if the method did not look twice. */
export function ensemble(): Fold<Ensemble | null> {
  const spans: EnsembleSpan[] = [];
  let before: Extract<Entry, { kind: 'ensemble' }> | undefined;
  return {
    add(entry: Entry) {
      if (entry.type !== 'event' || entry.kind !== 'ensemble') return;
      if (before !== undefined) {
        const forMs = (entry.timeNs - before.timeNs) / 1e6;
        const writes = entry.epoch === before.epoch ? entry.writes - before.writes : null;
        const busyMs = entry.processorMs - before.processorMs;
        spans.push({
          forMs: ceilMs(entry.timeNs - before.timeNs),
          writesPerSecond: writes === null ? null : rounded((writes / forMs) * 1_000),
          processors: busyMs < 0 ? null : rounded(busyMs / forMs),
        });
      }
      before = entry;
    },
    result: () => {
      const [first, last] = [spans[0], spans.at(-1)];
      return first === undefined || last === undefined ? null : { first: { ...first }, last: { ...last } };
    },
  };
}

const rounded = (value: number) => Math.round(value * 1_000) / 1_000;
