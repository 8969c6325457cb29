/** How the operations of one kind ended: how many were acknowledged, certainly not done, or perhaps done. */
import type { Entry, Operation } from '../history/entry.ts';
import type { Fold } from './fold.ts';

export interface Outcomes {
  ok: number;
  fail: number;
  unknown: number;
}

export function outcomes(kind: Operation['kind']): Fold<Outcomes> {
  const counts: Outcomes = { ok: 0, fail: 0, unknown: 0 };
  return {
    add(entry: Entry) {
      if (entry.type === 'operation' && entry.kind === kind) counts[entry.outcome]++;
    },
    result: () => ({ ...counts }),
  };
}
