/**
 * How many produce attempts ended not ok, by Kafka's own name of the error. An attempt that ended so without a
 * name is counted as `UNNAMED`: no attempt is left out.
 */
import type { Entry } from '../history/entry.ts';
import type { Fold } from './fold.ts';

export type ErrorCounts = Record<string, number>;

export function errors(): Fold<ErrorCounts> {
  const counts = new Map<string, number>();
  return {
    add(entry: Entry) {
      if (entry.type !== 'operation' || entry.kind !== 'produce' || entry.outcome === 'ok') return;
      const name = entry.error?.name ?? 'UNNAMED';
      counts.set(name, (counts.get(name) ?? 0) + 1);
    },
    result: () => Object.fromEntries([...counts].toSorted(([a], [b]) => (a < b ? -1 : 1))),
  };
}
