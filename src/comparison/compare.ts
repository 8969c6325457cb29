/**
 * Two folders of results against each other: every number of every cell that both have, and what became of guarantees and
 * expectations.
 */
import type { Results } from '../results/results.ts';
import { type Cell, cellsOf, type RunCounts, runCounts } from './cells.ts';
import { differencesIn } from './differences.ts';
import { type BrokenGuarantee, brokenGuarantees } from './guarantees.ts';
import {
  type Comparison,
  comparisonOf,
  type JudgedComparison,
  type Judgement,
  judgeAll,
  type Smallest,
} from './judge.ts';
import { judgedMeasures, valuesOf } from './measures.ts';

export const usualSmallest: Smallest = { percent: 10, ms: 250 };

export interface ComparedCell {
  cell: Cell;
  comparisons: JudgedComparison[];
  broken: BrokenGuarantee[];
  /** Where every run of BASE held and not every run of HEAD: in how many runs of HEAD which expectation did not hold. */
  noLongerHolds: { name: string; runs: number }[];
  /** What else was not the same on both sides. */
  differences: string[];
}

export interface Side extends Pick<Results, 'what' | 'startedAt'> {
  runs: RunCounts;
}

export interface ComparedFolders extends Omit<Judgement, 'comparisons'> {
  base: Side;
  head: Side;
  cells: ComparedCell[];
  onlyBase: Cell[];
  onlyHead: Cell[];
  smallest: Smallest;
}

export function compareFolders(
  base: Results,
  head: Results,
  smallest: Smallest = usualSmallest,
): ComparedFolders {
  const { both, onlyBase, onlyHead } = cellsOf(base.results, head.results);
  const drawn = both.map((cell) => ({ cell, comparisons: comparisonsIn(cell, smallest) }));
  const { comparisons, ...judgement } = judgeAll(drawn.flatMap((each) => each.comparisons));
  let next = 0;
  const cells = drawn.map(({ cell, comparisons: own }): ComparedCell => {
    const judged = comparisons.slice(next, next + own.length);
    next += own.length;
    return {
      cell,
      comparisons: judged,
      broken: brokenGuarantees(cell),
      noLongerHolds: noLongerHolds(cell),
      differences: differencesIn(cell),
    };
  });
  return { base: sideOf(base), head: sideOf(head), cells, onlyBase, onlyHead, smallest, ...judgement };
}

/** Whether HEAD is worse in anything: a number, or a guarantee. */
export function isWorse({ cells }: ComparedFolders): boolean {
  return cells.some(
    ({ broken, comparisons }) => broken.length > 0 || comparisons.some(({ verdict }) => verdict === 'worse'),
  );
}

/** A number that one side does not know is not compared. */
function comparisonsIn({ base, head }: Cell, smallest: Smallest): Comparison[] {
  return judgedMeasures.flatMap((judged) => {
    const [was, is] = [valuesOf(base, judged), valuesOf(head, judged)];
    return was.length === 0 || is.length === 0 ? [] : [comparisonOf(judged, was, is, smallest)];
  });
}

function noLongerHolds({ base, head }: Cell): ComparedCell['noLongerHolds'] {
  if (base.some(({ outcome }) => outcome === 'fail')) return [];
  const failed = head.flatMap(({ expectations }) => expectations.filter(({ outcome }) => outcome === 'fail'));
  const byName = Map.groupBy(failed, ({ name }) => name);
  return [...byName].map(([name, { length }]) => ({ name, runs: length }));
}

function sideOf({ what, startedAt, results }: Results): Side {
  return { what, startedAt, runs: runCounts(results) };
}
