/**
 * The catalogue: a new fault is a file beside this one, and a line here.
 */
import type { Fault } from './fault.ts';
import { kill } from './kill.ts';

export const faults: readonly Fault[] = [kill];

export function findFault(kind: string): Fault {
  const fault = faults.find((each) => each.kind === kind);
  if (fault === undefined) throw new Error(`there is no fault "${kind}"`);
  return fault;
}
