/** `upgrade.md`: the document for a change board as Markdown. */
import { markdownCell } from '../text/markdown.ts';
import { documentOf } from './document.ts';
import type { Part, Table } from './parts.ts';
import type { Rehearsal } from './rehearsal.ts';

export function upgradeMd(rehearsal: Rehearsal): string {
  const { headline, about, parts } = documentOf(rehearsal);
  const blocks = [`# ${markdownCell(headline)}`, ...about.map(markdownCell), ...parts.flatMap(partMd)];
  return `${blocks.join('\n\n')}\n`;
}

function partMd({ title, table, lines }: Part): string[] {
  return [`## ${title}`, ...(table === null ? [] : [tableMd(table)]), ...lines.map(markdownCell)];
}

function tableMd({ heads, rows }: Table): string {
  const lines = [heads, heads.map(() => '---'), ...rows];
  return lines.map((row) => `| ${row.map(markdownCell).join(' | ')} |`).join('\n');
}
