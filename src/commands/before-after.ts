/**
 * The results of the same experiments on the old and the new version, or before and after a migration, for a rehearsal's document.
 */
import { nameOf } from '../comparison/cells.ts';
import { compareFolders } from '../comparison/compare.ts';
import { differenceInWords, medianInWords, needInWords, several } from '../comparison/in-words.ts';
import { verdicts } from '../comparison/judge.ts';
import { UsageError } from '../errors.ts';
import type { BeforeAfter } from '../rehearsal/before-after-part.ts';
import type { Asked } from '../rehearsal/rehearsal.ts';
import { readResults } from '../results/read-results.ts';
import type { Results } from '../results/results.ts';

/** @throws UsageError for folders without results, or without any experiment in common */
export function beforeAfter(before: string, after: string, { mode }: Asked): BeforeAfter {
  const isMigration = mode === 'zk-to-kraft';
  const compared = compareFolders(
    isMigration ? sideOf(before, 'zk') : readResults(before),
    isMigration ? sideOf(after, 'kraft') : readResults(after),
  );
  const { base, head, cells, neededRuns, testable } = compared;
  if (cells.length === 0) {
    throw new UsageError(`--before ${before} and --after ${after} have no experiment in common`);
  }
  const all = cells.flatMap(({ cell, comparisons }) => comparisons.map((each) => ({ cell, ...each })));
  const news = all
    .filter(({ verdict }) => verdict === 'worse' || verdict === 'better')
    .toSorted((a, b) => verdicts.indexOf(a.verdict) - verdicts.indexOf(b.verdict))
    .map((each) => [
      nameOf(each.cell),
      each.judged.words,
      medianInWords(each.base, each.judged),
      medianInWords(each.head, each.judged),
      differenceInWords(each),
      each.verdict,
    ]);
  const alarms = cells.flatMap(({ cell, broken, noLongerHolds }) => [
    ...broken.map(({ words }) => `${nameOf(cell)}: ${words}, which no run before did.`),
    ...noLongerHolds.map(
      ({ name, runs }) =>
        `${nameOf(cell)}: "${name}" does not hold in ${runs} of ${several(cell.head.length, 'run')} any more, and did in all before.`,
    ),
  ]);
  const tooFew = all.some(({ doubt }) => doubt === 'too few runs');
  return {
    before: `${base.what}, ${several(base.runs.used, 'run')}`,
    after: `${head.what}, ${several(head.runs.used, 'run')}`,
    alarms,
    news,
    counts: verdicts
      .map((verdict) => `${all.filter((each) => each.verdict === verdict).length} ${verdict}`)
      .join(', '),
    remarks: tooFew ? [`Of each experiment and side ${needInWords(neededRuns, testable)}.`] : [],
  };
}

/** What a migration is to be compared by was measured in two modes: each is one of its sides, and goes by its name. */
function sideOf(folder: string, mode: 'zk' | 'kraft'): Results {
  const results = readResults(folder);
  const ofSide = results.results.filter((each) => each.mode === mode);
  if (ofSide.length === 0) throw new UsageError(`${folder} has no results in ${mode} mode`);
  return { ...results, results: ofSide.map((each) => ({ ...each, mode: 'zk-to-kraft' })) };
}
