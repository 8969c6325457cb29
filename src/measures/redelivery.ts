/**
 * How often the running consumer was given a record that it had been given before: the same value at the same
 * place. At-least-once delivery allows it, so it is counted, and no checker judges it.
 */
import type { Entry } from '../history/entry.ts';
import type { Fold } from './fold.ts';

export function redelivery(): Fold<number> {
  const delivered = new Set<string>();
  let count = 0;
  return {
    add(entry: Entry) {
      if (entry.type !== 'operation' || entry.kind !== 'consume') return;
      const delivery = `${entry.partition}/${entry.offset}/${entry.value}`;
      if (delivered.has(delivery)) count++;
      else delivered.add(delivery);
    },
    result: () => count,
  };
}
