/**
 * The numbers of runs that are put beside each other, rather than bound.
 */
import { type Measure, measuredIn, type RunNumbers } from './measure.ts';

/** What was never reached took longer than anything; null is what is not known otherwise. */
export function numberOfRun(run: RunNumbers, measure: Measure): number | null {
  return measuredIn(run, measure) ?? (isNeverIfNull(run, measure) ? Infinity : null);
}

/** Whether a measure that has no number means that it was never reached: of loading there is none where nothing was waited for. */
export function isNeverIfNull({ admin }: Pick<RunNumbers, 'admin'>, measure: Measure): boolean {
  return (
    measure.startsWith('recovery.') ||
    measure === 'controllers.electedMs' ||
    (measure === 'controllers.servesMs' && admin !== null)
  );
}
