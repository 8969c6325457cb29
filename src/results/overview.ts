/**
 * What all reports of a suite say first: how many hold, and which come first because they are worst.
 */
import type { Outcome } from '../checkers/verdict.ts';
import { finalResults } from './final-results.ts';
import { outcomeOrder } from './repeats.ts';
import type { Result } from './results.ts';

/** The worst that any run came to; a run that did not come about decides nothing. */
export function outcomeOf(results: readonly Result[]): Outcome {
  const outcomes = finalResults(results).map(({ outcome }) => outcome);
  if (outcomes.includes('fail')) return 'fail';
  return outcomes.length > 0 && outcomes.every((outcome) => outcome === 'pass') ? 'pass' : 'unknown';
}

const words = { pass: 'hold', fail: 'do not', unknown: 'unknown', 'not run': 'not run' } as const;
const oneWord = { ...words, pass: 'holds', fail: 'does not' } as const;

/** "74 hold, 1 does not, 2 unknown". */
export function countsInWords(results: readonly Result[]): string {
  const last = finalResults(results);
  const parts = outcomeOrder.toReversed().flatMap((outcome) => {
    const number = last.filter((result) => result.outcome === outcome).length;
    return number === 0 ? [] : [`${number} ${(number === 1 ? oneWord : words)[outcome]}`];
  });
  return parts.join(', ') || 'nothing was to be run';
}

/** The worst first; of equals, the longest outage. */
export function worstFirst(results: readonly Result[]): Result[] {
  const outage = ({ run }: Result) => run?.produce.longestMs ?? -1;
  return [...results].sort(
    (a, b) => outcomeOrder.indexOf(a.outcome) - outcomeOrder.indexOf(b.outcome) || outage(b) - outage(a),
  );
}

/** Why a run did not come to "holds", in a line. */
export function whyNot({ outcome, reason, run }: Result): string {
  if (outcome === 'pass') return '';
  if (run === undefined) return reason ?? '';
  const { troubles, noiseBeforeFault } = run.harness;
  const noise =
    noiseBeforeFault.length === 0 ? [] : ['the machine was too busy: windows before anything was broken'];
  const undecided = outcome === 'unknown' ? [...troubles.map(({ what }) => what), ...noise] : [];
  const broken = run.expectations
    .filter((each) => each.outcome !== 'pass')
    .map(
      (each) =>
        `${each.outcome === 'fail' ? 'not so' : 'not known'}: ${each.name} (${each.bound}, measured ${each.measured ?? 'nothing'})`,
    );
  return [...undecided, ...broken].join('; ');
}
