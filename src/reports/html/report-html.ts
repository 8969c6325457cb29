/**
 * `report.html`: what a suite came to, as one file that asks no network for anything. The data stand in it as one compressed
 * block, which cannot be taken for markup whatever a broker or an experiment has written into it; the page's program (page/)
 * makes the pages from it.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { gzipSync } from 'node:zlib';
import type { Results } from '../../results/results.ts';
import { colours } from '../../text/colours.ts';
import { escaped } from '../../text/escaped.ts';
import { type PageData, type PageOptions, pageData } from './page-data.ts';
import { pageScript } from './page-script.ts';

export type { NodeLogExcerpt } from './log-excerpts.ts';

/** What the data may take, in characters: with the program, a page stays below 3 MB. */
const mostOfData = 2_700_000;

/** In the order in which later ones may say it better. */
const styleSheets = ['base', 'overview', 'run', 'charts', 'scatter', 'sweep', 'phone'];

/** The whole report as the text of one HTML file. */
export function reportHtml(results: Results, options: PageOptions = {}): string {
  const scripts = [
    `/*! uPlot:\n${asset('uplot/LICENSE')}*/\n${asset('uplot/dist/uPlot.iife.min.js')}`,
    pageScript(),
  ];
  const styles = [asset('uplot/dist/uPlot.min.css'), colours(), ...styleSheets.map(styleSheet)];
  const allowed = scripts.map((script) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src ${allowed.join(' ')}">
<title>${escaped(results.what)} – kafka-chaos</title>
<style>${styles.join('\n')}</style>
</head>
<body>
<noscript><p>These pages are made by a script in this file. Without one, run.json in the folder of each run says the same.</p></noscript>
<main id="page" tabindex="-1"></main>
<script type="application/octet-stream" id="data">${fitting(pageData(results, options))}</script>
<script>${scripts[0]}</script>
<script type="module">${scripts[1]}</script>
</body>
</html>
`;
}

/**
 * The data as base64 of gzip. What makes them too long is left out, of the runs that hold first, and the page says so.
 */
function fitting(data: PageData): string {
  const holds = ({ outcome }: PageData['results'][number]) => outcome === 'pass';
  const steps: [what: string, leaveOut: (result: PageData['results'][number]) => object][] = [
    ['the node logs of runs that hold', (result) => (holds(result) ? { nodeLogs: undefined } : {})],
    ['the time lines of runs that hold', (result) => (holds(result) ? { timeline: undefined } : {})],
    ['all node logs', () => ({ nodeLogs: undefined })],
    ['all time lines', () => ({ timeline: undefined })],
  ];
  let kept = data;
  let text = packed(kept);
  for (const [what, leaveOut] of steps) {
    if (text.length <= mostOfData) break;
    kept = {
      ...kept,
      results: kept.results.map((result) => ({ ...result, ...leaveOut(result) })),
      leftOut: [...kept.leftOut, what],
    };
    text = packed(kept);
  }
  return text;
}

function packed(data: PageData): string {
  return gzipSync(JSON.stringify(data), { level: 9 }).toString('base64');
}

function styleSheet(name: string): string {
  return readFileSync(new URL(`./page/style/${name}.css`, import.meta.url), 'utf8');
}

function asset(path: string): string {
  return readFileSync(createRequire(import.meta.url).resolve(path), 'utf8');
}
