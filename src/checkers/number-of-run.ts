/**
 * The numbers of runs that are put beside each other, rather than bound.
 */
import { type Measure, measuredIn, type RunNumbers } from './measure.ts';

/** What was never reached took longer than anything; null is what is not known otherwise. */
export function numberOfRun(run: RunNumbers, measure: Measure): number | null {
  const neverReached = measure.startsWith('recovery.') || measure === 'controllers.electedMs';
  return measuredIn(run, measure) ?? (neverReached ? Infinity : null);
}
