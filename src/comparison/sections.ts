/**
 * A comparison as titles, lines and tables of text, which terminals and Markdown show alike: what is wrong before everything
 * else, then the cells in which something is better or worse, the worst first.
 */
import { type Cell, nameOf } from './cells.ts';
import type { ComparedCell, ComparedFolders, Side } from './compare.ts';
import {
  againstInWords,
  differenceInWords,
  findingsInWords,
  medianInWords,
  needInWords,
  pInWords,
  reasonInWords,
  several,
} from './in-words.ts';
import { type JudgedComparison, type Verdict, verdicts } from './judge.ts';

export interface Row {
  verdict: Verdict;
  cells: string[];
}

export interface Table {
  heads: string[];
  rows: Row[];
}

export interface Section {
  title?: string;
  lines: string[];
  table?: Table;
}

/** @param all whether cells without news are shown in full as well */
export function sectionsOf(compared: ComparedFolders, all: boolean): Section[] {
  const inOrder = compared.cells.toSorted(worseFirst);
  const shown = all ? inOrder : inOrder.filter(hasNews);
  return [
    headSection(compared, all),
    ...brokenSection(inOrder),
    ...expectationsSection(inOrder),
    ...shown.map((cell) => cellSection(cell, compared)),
    ...restSection(
      inOrder.filter((cell) => !shown.includes(cell)),
      compared,
    ),
    ...oneSideSection('only in BASE', compared.onlyBase, all),
    ...oneSideSection('only in HEAD', compared.onlyHead, all),
  ];
}

function headSection(compared: ComparedFolders, all: boolean): Section {
  const { base, head, cells, tests } = compared;
  const comparisons = cells.flatMap((each) => each.comparisons);
  return {
    lines: [
      `BASE: ${sideInWords(base)}`,
      `HEAD: ${sideInWords(head)}`,
      ...differencesInWords(cells, all),
      `${several(cells.length, 'cell')} (experiment × mode), ${several(comparisons.length, 'comparison')}: ${countsInWords(comparisons) || 'nothing to compare'}`,
      ...(tests === 0 ? [] : [`each p is corrected for ${several(tests, 'test')}`]),
    ],
  };
}

/** "suite nightly, begun 2026-11-25 02:00: 97 runs; not used: 2 unknown, 1 not run". */
function sideInWords({ what, startedAt, runs }: Side): string {
  const useless = [
    ...(runs.unknown === 0 ? [] : [`${runs.unknown} unknown`]),
    ...(runs.notRun === 0 ? [] : [`${runs.notRun} not run`]),
  ];
  const beside = useless.length === 0 ? '' : `; not used: ${useless.join(', ')}`;
  return `${what}, begun ${startedAt.slice(0, 16).replace('T', ' ')}: ${several(runs.used, 'run')}${beside}`;
}

function brokenSection(cells: readonly ComparedCell[]): Section[] {
  const rows = cells
    .flatMap(({ broken }) => broken)
    .map(
      ({ cell, words, base, head }): Row => ({
        verdict: 'worse',
        cells: [nameOf(cell), words, findingsInWords(base), findingsInWords(head), 'worse'],
      }),
    );
  if (rows.length === 0) return [];
  const heads = ['', 'found', 'BASE', 'HEAD', ''];
  return [{ title: 'Guarantees that no run of BASE broke', lines: [], table: { heads, rows } }];
}

function expectationsSection(cells: readonly ComparedCell[]): Section[] {
  const rows = cells.flatMap(({ cell, noLongerHolds, comparisons }) => {
    const verdict = comparisons.find(({ judged }) => judged.measure === 'outcome')!.verdict;
    return noLongerHolds.map(({ name, runs }): Row => {
      const judged = verdict === 'worse' ? 'worse' : 'may be chance';
      return {
        verdict,
        cells: [nameOf(cell), name, `${runs} of ${several(cell.head.length, 'run')}`, judged],
      };
    });
  });
  if (rows.length === 0) return [];
  const heads = ['', 'expectation', 'not so in HEAD', ''];
  return [{ title: 'Expectations that held in every run of BASE', lines: [], table: { heads, rows } }];
}

function cellSection(
  { cell, comparisons, differences }: ComparedCell,
  { neededRuns, cells }: ComparedFolders,
): Section {
  // What is the same for all stands above all.
  const own = differences.filter((each) => cells.some((other) => !other.differences.includes(each)));
  const rows = comparisons.toSorted(worstFirst).map((each): Row => {
    const reason = reasonInWords(each, neededRuns);
    return {
      verdict: each.verdict,
      cells: [
        each.judged.words,
        medianInWords(each.base, each.judged),
        medianInWords(each.head, each.judged),
        differenceInWords(each),
        pInWords(each.adjusted),
        reason === '' ? each.verdict : `${each.verdict}: ${reason}`,
      ],
    };
  });
  return {
    title: `${nameOf(cell)}, ${againstInWords(cell.base.length, cell.head.length)}`,
    lines:
      own.length === 0
        ? []
        : [`differs: ${own.slice(0, mostListed).join('; ')}${own.length > mostListed ? '; …' : ''}`],
    table: { heads: ['', 'BASE', 'HEAD', 'difference (95 %)', 'p', ''], rows },
  };
}

/** What is not shown, and above all why runs cannot tell. */
function restSection(cells: readonly ComparedCell[], compared: ComparedFolders): Section[] {
  const comparisons = cells.flatMap((each) => each.comparisons);
  const few = compared.cells
    .flatMap((each) => each.comparisons)
    .filter(({ doubt }) => doubt === 'too few runs');
  const sizes = few.map(({ base, head }) => againstInWords(base.values.length, head.values.length));
  const lines = [
    ...(cells.length === 0
      ? []
      : [
          `${several(cells.length, 'cell')} without news: ${countsInWords(comparisons)} (--all shows them, the largest differences first)`,
        ]),
    ...(few.length === 0
      ? []
      : [
          `${several(few.length, 'comparison')} of too few runs (${listed([...new Set(sizes)], ', ', false)}): ${needInWords(compared.neededRuns, compared.testable)}`,
        ]),
  ];
  return lines.length === 0 ? [] : [{ lines }];
}

function oneSideSection(where: string, cells: readonly Cell[], all: boolean): Section[] {
  return cells.length === 0 ? [] : [{ lines: [`${where}: ${listed(cells.map(nameOf), ', ', all)}`] }];
}

/** "2 worse, 1 better, 7 cannot tell". */
function countsInWords(comparisons: readonly JudgedComparison[]): string {
  const counts = verdicts.map((verdict) => ({
    verdict,
    times: comparisons.filter((each) => each.verdict === verdict).length,
  }));
  return counts
    .filter(({ times }) => times > 0)
    .map(({ verdict, times }) => `${times} ${verdict}`)
    .join(', ');
}

function hasNews({ broken, noLongerHolds, comparisons }: ComparedCell): boolean {
  const isNews = ({ verdict }: JudgedComparison) => verdict === 'worse' || verdict === 'better';
  return broken.length > 0 || noLongerHolds.length > 0 || comparisons.some(isNews);
}

function worseFirst(a: ComparedCell, b: ComparedCell): number {
  const [one, other] = [a, b].map(({ comparisons }) => comparisons.toSorted(worstFirst)[0]!);
  return rankOf(a) - rankOf(b) || worstFirst(one!, other!);
}

function rankOf({ broken, noLongerHolds, comparisons }: ComparedCell): number {
  if (broken.length > 0) return 0;
  if (comparisons.some(({ verdict }) => verdict === 'worse')) return 1;
  return noLongerHolds.length > 0 ? 2 : 3;
}

/** By the verdict, then by how many times the difference is the smallest that is worth caring about. */
function worstFirst(a: JudgedComparison, b: JudgedComparison): number {
  const size = ({ difference, margin }: JudgedComparison) =>
    Math.min(Math.abs(difference.value) / Math.max(margin, 1), Number.MAX_VALUE);
  return verdicts.indexOf(a.verdict) - verdicts.indexOf(b.verdict) || size(b) - size(a);
}

/** What differs in any cell: once, those together that differ in as many cells. */
function differencesInWords(cells: readonly ComparedCell[], all: boolean): string[] {
  const each = Map.groupBy(
    cells.flatMap(({ differences }) => differences),
    (difference) => difference,
  );
  const byExtent = Map.groupBy(each.keys(), (difference) => each.get(difference)!.length);
  return [...byExtent]
    .sort(([one], [other]) => other - one)
    .map(([extent, differences]) => {
      const where = extent === cells.length ? '' : ` in ${several(extent, 'cell')}`;
      return `differs${where}: ${listed(differences, '; ', all)}`;
    });
}

const mostListed = 6;

function listed(texts: readonly string[], between: string, all: boolean): string {
  if (all || texts.length <= mostListed) return texts.join(between);
  return `${texts.slice(0, mostListed).join(between)}${between}and ${texts.length - mostListed} more (--all lists them)`;
}
