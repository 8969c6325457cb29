/** Short ways to write down what only checkers look at. All times in milliseconds since the run began. */
import type { Event, Operation } from '../../src/history/entry.ts';
import { event, operation } from '../history/literals.ts';

type Fields = Parameters<typeof operation>[2];

/** One record as the replica of a broker holds it. */
export function replicaRead(
  atMs: number,
  broker: number,
  value: string,
  offset: number,
  fields: Fields = {},
): Operation {
  const process = `replica-reader-${broker}`;
  return operation(atMs, atMs, { kind: 'replica-read', process, broker, value, offset, ...fields });
}

export function committed(atMs: number, offset: number, partition = 0, group = 'readers'): Event {
  return event(atMs, { kind: 'committed', group, partition, offset });
}

/** A request of the admin probe, which writes no record. */
export function administer(atMs: number, fields: Fields = {}): Operation {
  return operation(atMs, atMs + 2, { kind: 'administer', process: 'admin', ...fields });
}
