/** The sections of a comparison at a terminal, and as Markdown. */
import { styleText } from 'node:util';
import { markdownCell } from '../text/markdown.ts';
import { columns } from '../text/words.ts';
import type { Verdict } from './judge.ts';
import type { Section, Table } from './sections.ts';

const styles: Record<Verdict, Parameters<typeof styleText>[0]> = {
  worse: 'red',
  better: 'green',
  'cannot tell': 'reset',
  'no difference': 'dim',
};

export function inTerminal(sections: readonly Section[]): string {
  const parts = sections.map(({ title, lines, table }) =>
    [
      ...(title === undefined ? [] : [styleText('bold', title)]),
      ...lines,
      ...(table === undefined ? [] : [tableInTerminal(table)]),
    ].join('\n'),
  );
  return `${parts.join('\n\n')}\n`;
}

export function inMarkdown(sections: readonly Section[]): string {
  const parts = sections.flatMap(({ title, lines, table }) => [
    ...(title === undefined ? [] : [`## ${markdownCell(title)}`]),
    ...(lines.length === 0 ? [] : [lines.map((line) => `- ${markdownCell(line)}`).join('\n')]),
    ...(table === undefined ? [] : [tableInMarkdown(table)]),
  ]);
  return `${['# HEAD against BASE', ...parts].join('\n\n')}\n`;
}

function tableInTerminal({ heads, rows }: Table): string {
  const [head, ...lines] = columns([heads, ...rows.map(({ cells }) => cells)]).split('\n');
  const styled = lines.map((line, i) => styleText(styles[rows[i]!.verdict], line));
  return [head!, ...styled].map((line) => `  ${line}`).join('\n');
}

const signs: Record<Verdict, string> = {
  worse: '❌ ',
  better: '✅ ',
  'cannot tell': '',
  'no difference': '',
};

/** The verdict is the last cell of a row. */
function tableInMarkdown({ heads, rows }: Table): string {
  const signed = rows.map(({ verdict, cells }) => cells.with(-1, `${signs[verdict]}${cells.at(-1)}`));
  return [heads, heads.map(() => '---'), ...signed]
    .map((row) => `| ${row.map((cell) => (cell === '---' ? cell : markdownCell(cell))).join(' | ')} |`)
    .join('\n');
}
