/**
 * A sweep in words and tables, for a person at a terminal.
 */
import { styleText } from 'node:util';
import { columns } from '../text/words.ts';
import { extentInWords, recommendationInWords, undecidedInWords } from '../tradeoff/in-words.ts';
import type { Tradeoff } from '../tradeoff/recommend.ts';
import { linesOf } from '../tradeoff/settings.ts';
import { detailTables, type State, stateSigns, type Table, tradeTable } from '../tradeoff/tables.ts';

/** The trade, what each experiment measured, and the recommendation with the lines to be written down. */
export function tradeoffInWords(what: string, tradeoff: Tradeoff): string {
  const { recommendation } = tradeoff;
  const lines = recommendation.kind === 'recommended' ? linesOf(recommendation.point.values) : [];
  const undecided = undecidedInWords(tradeoff);
  const parts = [
    [styleText('bold', what), ...extentInWords(tradeoff)].join('\n'),
    table(tradeTable(tradeoff), true),
    ...detailTables(tradeoff).map((detail) => table(detail.table, false)),
    ...(undecided.length === 0 ? [] : [undecided.join('\n')]),
    recommendationInWords(tradeoff).join('\n'),
    ...lines.map(({ file, lines }) =>
      [`${file}:`, ...lines.map((line) => `    ${styleText('bold', line)}`)].join('\n'),
    ),
  ];
  return parts.join('\n\n');
}

const styles: Partial<Record<State, Parameters<typeof styleText>[0]>> = {
  recommended: 'bold',
  dominated: 'dim',
  'not measured': 'dim',
};

function table({ heads, rows }: Table, withSigns: boolean): string {
  const cells = rows.map(({ state, cells }) => (withSigns ? [stateSigns[state], ...cells] : [...cells]));
  const [head, ...lines] = columns([withSigns ? ['', ...heads] : heads, ...cells]).split('\n');
  return [head!, ...lines.map((line, i) => inStyle(line, rows[i]!.state))].join('\n');
}

function inStyle(line: string, state: State): string {
  const style = styles[state];
  return style === undefined ? line : styleText(style, line);
}
