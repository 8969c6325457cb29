/**
 * What is judged of a run: few numbers, because every further one takes power from the others; of all of them less is better.
 */
import { greatestOf, isCensored, type Measure } from '../checkers/measure.ts';
import { numberOfRun } from '../checkers/number-of-run.ts';
import type { Run } from '../results/run-json.ts';

export interface Judged {
  /** The path in run.json. */
  measure: Measure | 'outcome';
  /** As a person calls it. */
  words: string;
  unit: 'ms' | 'times';
}

export const judgedMeasures: readonly Judged[] = [
  { measure: 'produce.longestMs', words: 'no writes for', unit: 'ms' },
  { measure: 'produce.unavailableMs', words: 'no writes in all', unit: 'ms' },
  { measure: 'consume.longestMs', words: 'no reads for', unit: 'ms' },
  { measure: 'admin.longestMs', words: 'no administration for', unit: 'ms' },
  { measure: 'newcomers.longestMs', words: 'no new clients for', unit: 'ms' },
  { measure: 'recovery.fullIsrMs', words: 'full ISR after', unit: 'ms' },
  { measure: 'actions.createTopicsMs', words: 'topics created in', unit: 'ms' },
  { measure: 'controllers.changes', words: 'controller changes', unit: 'times' },
  { measure: 'replication.isrShrinks', words: 'ISR shrinks', unit: 'times' },
  { measure: 'outcome', words: 'does not hold', unit: 'times' },
];

/** What one run says. */
export interface Value {
  value: number;
  /** It was not over when the measuring ended: the true value is this or more. */
  isOpen: boolean;
  /** The greatest that it can truly be, where a standstill of the harness may have hidden more. */
  most?: number;
}

/** What the runs say that know it. */
export function valuesOf(runs: readonly Run[], { measure }: Judged): Value[] {
  return runs.flatMap((run): Value[] => {
    const value = valueIn(run, measure);
    if (value === null) return [];
    if (measure === 'outcome') return [{ value, isOpen: false }];
    if (value === Infinity || isCensored(run, measure)) return [{ value, isOpen: true }];
    const most = greatestOf(run, measure, value);
    return [{ value, isOpen: false, ...(most > value && { most }) }];
  });
}

function valueIn(run: Run, measure: Judged['measure']): number | null {
  if (measure === 'outcome') return run.outcome === 'fail' ? 1 : 0;
  // Where nothing was broken there was nothing to recover from: that is not the same as never.
  if (run.faults.length === 0 && measure.startsWith('recovery.')) return null;
  return numberOfRun(run, measure);
}
