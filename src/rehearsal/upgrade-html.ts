/** `upgrade.html`: the document for a change board as one file that asks no network for anything and runs no script. */
import { readFileSync } from 'node:fs';
import { colours } from '../text/colours.ts';
import { escaped } from '../text/escaped.ts';
import { keptTogether } from '../text/kept-together.ts';
import { documentOf } from './document.ts';
import { wayOf } from './in-words.ts';
import type { Part, Table } from './parts.ts';
import type { Rehearsal } from './rehearsal.ts';
import { strip } from './strip.ts';

export function upgradeHtml(rehearsal: Rehearsal): string {
  const { headline, about, parts } = documentOf(rehearsal);
  const { verdict, rehearsed } = rehearsal;
  const style = `${colours()}${readFileSync(new URL('./upgrade.css', import.meta.url), 'utf8')}`;
  const [steps, ...others] = parts;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(`${wayOf(rehearsal)}: ${verdict}`)}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1 class="${verdict.replace(' ', '-')}">${told(headline)}</h1>
${about.map(paragraph).join('\n')}
${steps === undefined ? '' : partHtml(steps, rehearsed === null ? '' : strip(rehearsed))}
${others.map((part) => partHtml(part)).join('\n')}
</main>
</body>
</html>
`;
}

function partHtml({ title, table, lines }: Part, figure = ''): string {
  return `<section>
<h2>${escaped(title)}</h2>
${figure}
${table === null ? '' : tableHtml(table)}
${lines.map(paragraph).join('\n')}
</section>`;
}

/** A table that is too wide for a phone moves in its own box, which a keyboard reaches too. */
function tableHtml({ heads, rows }: Table): string {
  const cells = (tag: string, row: readonly string[]) =>
    row.map((text) => `<${tag}>${told(text)}</${tag}>`).join('');
  return `<div class="scroll" tabindex="0"><table>
<thead><tr>${cells('th', heads)}</tr></thead>
<tbody>
${rows.map((row) => `<tr>${cells('td', row)}</tr>`).join('\n')}
</tbody>
</table></div>`;
}

/** No line ends between a number and its unit. */
const told = (text: string) => escaped(keptTogether(text));

const paragraph = (text: string) => `<p>${told(text)}</p>`;
