/** The numbers of a comparison, and the reasons of its verdict, as a person reads them. */
import { count, duration } from '../text/words.ts';
import type { Findings } from './guarantees.ts';
import { type JudgedComparison, level, type Sample } from './judge.ts';
import type { Judged } from './measures.ts';

/** "1 run", "5 runs". */
export function several(number: number, word: string): string {
  return `${count(number)} ${word}${number === 1 ? '' : 's'}`;
}

/** "8.4 s", "≥ 60.0 s" for what was not over, "never"; of outcomes, "2 of 8". */
export function medianInWords({ values, median, isOpen }: Sample, judged: Judged): string {
  if (judged.measure === 'outcome')
    return `${values.filter((value) => value === 1).length} of ${values.length}`;
  if (median === Infinity) return 'never';
  return `${isOpen ? '≥ ' : ''}${quantity(median, judged)}`;
}

/** "+5.1 s (+4.9 to +5.2 s)"; of one run there is no interval, and of outcomes no length. */
export function differenceInWords({ difference, base, head, judged }: JudgedComparison): string {
  if (judged.measure === 'outcome') return '';
  const { value, from, to } = difference;
  const middle = signed(value, judged);
  if (Math.min(base.values.length, head.values.length) === 1 || from === to) return middle;
  const [low, high] = [signed(from, judged), signed(to, judged)];
  const unit = / \S+$/.exec(high)?.[0] ?? '';
  const isCommon = unit !== '' && low.endsWith(unit);
  return `${middle} (${isCommon ? low.slice(0, -unit.length) : low} to ${high})`;
}

/** "0.0012", "< 0.0001"; "–" where no test was made. */
export function pInWords(p: number | null): string {
  if (p === null) return '–';
  return p < 0.0001 ? '< 0.0001' : String(Number(p.toPrecision(2)));
}

/** "may be chance", "within 840 ms". */
export function reasonInWords(comparison: JudgedComparison, neededRuns: number): string {
  const { verdict, doubt, isSame, margin, judged, base, head } = comparison;
  const bound = quantity(margin, judged);
  if (verdict === 'no difference') return isSame ? 'the same values' : `within ± ${bound}`;
  switch (doubt) {
    case 'too few runs':
      return `${againstInWords(base.values.length, head.values.length)}, at least ${neededRuns} each are needed`;
    case 'may be chance':
      return 'may be chance';
    case 'may be too small':
      return `a difference, perhaps of less than ${bound}`;
    case 'was not over':
      return 'it was not over when the measuring ended';
    case 'was not seen':
      return 'the harness stood still for so long that it may have missed more';
    default:
      return '';
  }
}

/** "1 run against 1". */
export function againstInWords(base: number, head: number): string {
  return `${several(base, 'run')} against ${count(head)}`;
}

/** "at least 9 each are needed for a p below 0.05 in 312 comparisons". */
export function needInWords(neededRuns: number, testable: number): string {
  return `at least ${neededRuns} each are needed for a p below ${level} in ${several(testable, 'comparison')}`;
}

/** "3 in 2 of 8 runs", "none in 8 runs". */
export function findingsInWords({ count: found, inRuns, runs }: Findings): string {
  return found === 0
    ? `none in ${several(runs, 'run')}`
    : `${count(found)} in ${inRuns} of ${several(runs, 'run')}`;
}

function quantity(value: number, { unit }: Judged): string {
  return unit === 'ms' ? duration(value) : String(Number(value.toFixed(1)));
}

function signed(value: number, judged: Judged): string {
  if (value === 0) return quantity(0, judged);
  const sign = value > 0 ? '+' : '−';
  return `${sign}${Math.abs(value) === Infinity ? '∞' : quantity(Math.abs(value), judged)}`;
}
