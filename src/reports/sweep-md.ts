/**
 * A sweep as Markdown: the trade of every point, which of them to run with, and what each experiment measured. A part of
 * summary.md, and what `recommend --file` writes.
 */

import type { Results } from '../results/results.ts';
import { markdownCell } from '../text/markdown.ts';
import { extentInWords, recommendationInWords, undecidedInWords } from '../tradeoff/in-words.ts';
import { comparedIn, type Tradeoff, tradeoffOf } from '../tradeoff/recommend.ts';
import { linesOf } from '../tradeoff/settings.ts';
import { detailTables, stateSigns, type Table, tradeTable } from '../tradeoff/tables.ts';

/** What summary.md says of a sweep before it comes to the runs; nothing where the results are those of no sweep. */
export function sweepMd(results: Results): string[] {
  const sweep = comparedIn(results);
  return sweep === undefined ? [] : [...tradeoffMd(tradeoffOf(results, sweep)), '## Runs'];
}

export function tradeoffMd(tradeoff: Tradeoff): string[] {
  const { recommendation } = tradeoff;
  const lines = recommendation.kind === 'recommended' ? linesOf(recommendation.point.values) : [];
  return [
    '## Speed against steadiness',
    ...extentInWords(tradeoff).map(markdownCell),
    tableMd(tradeTable(tradeoff), true),
    ...recommendationInWords(tradeoff).map(markdownCell),
    ...lines.map(
      ({ file, lines }) => `${markdownCell(file)}:\n\n${lines.map((line) => `    ${line}`).join('\n')}`,
    ),
    ...undecidedInWords(tradeoff).map((line) => `- ${markdownCell(line)}`),
    ...detailTables(tradeoff).map(({ table }) => tableMd(table, false)),
  ];
}

function tableMd({ heads, rows }: Table, withSigns: boolean): string {
  const signed = rows.map(({ state, cells }) => (withSigns ? [stateSigns[state], ...cells] : cells));
  const first = withSigns ? ['', ...heads] : heads;
  return [first, first.map(() => '---'), ...signed]
    .map((row) => `| ${row.map(markdownCell).join(' | ')} |`)
    .join('\n');
}
