/**
 * The trend of an experiment, drawn: its runs as points in time, and a line through the medians of its nights. An SVG that needs
 * nothing else, and shows light or dark as the reader has it. Its colours are those of the pages (src/text/colours.css).
 */
import type { Measure } from '../checkers/measure.ts';
import { escaped } from '../text/escaped.ts';
import { inWords } from './measure.ts';
import { timeAxis, valueAxis } from './scales.ts';
import type { Point, Series } from './series.ts';
import { nameOf, nightInWords } from './trend-text.ts';

const width = 960;
const legendLine = 20;
const plotHeight = 300;
/** Between the plot's sides and its first and last night. */
const inset = 16;
const margin = { left: 64, right: 24, top: 80, bottom: 40 };

const style = `
  text { font: 13px system-ui, sans-serif; fill: #63666b; }
  .title { font-weight: 600; font-size: 15px; fill: #1c1d1f; }
  .paper { fill: #fcfcfa; }
  .grid { stroke: #ebebe6; }
  .axis { stroke: #dcdcd6; }
  .kraft { color: #0072b2; }
  .zk { color: #d55e00; }
  .kraft-combined { color: #009e73; }
  .zk-to-kraft { color: #aa4499; }
  .median { fill: none; stroke: currentColor; stroke-width: 2; stroke-linejoin: round; }
  .pass { fill: currentColor; fill-opacity: 0.45; }
  .fail { fill: none; stroke: currentColor; stroke-width: 2; }
  .unknown { fill: none; stroke: currentColor; stroke-opacity: 0.7; }
  @media (prefers-color-scheme: dark) {
    text { fill: #9a9fa6; }
    .title { fill: #e4e5e3; }
    .paper { fill: #15171a; }
    .grid { stroke: #26292e; }
    .axis { stroke: #33373d; }
    .kraft { color: #56b4e9; }
    .zk { color: #f0813a; }
    .kraft-combined { color: #3cbe96; }
    .zk-to-kraft { color: #d98fc9; }
  }`;

/** Series of one mode have its colour, and each a line of its own. */
const dashes = ['', '7 4', '2 4', '10 3 2 3'] as const;

export function trendSvg(all: readonly Series[], measure: Measure): string {
  const points = all.flatMap(({ nights }) => nights.flatMap((night) => night.points));
  const top = margin.top + all.length * legendLine;
  const bottom = top + plotHeight;
  const [from, to] = [margin.left, width - margin.right];
  const time = timeAxis(
    points.map(({ night }) => night),
    [from + inset, to - inset],
  );
  const values = points.flatMap(({ value }) => value ?? []);
  const amount = valueAxis(values, measure, [bottom, top]);
  const at = (night: Date, value: number) => ({ x: round(time.at(night)), y: round(amount.at(value)) });

  const grid = amount.ticks.map(({ where, text }) => {
    const y = round(where);
    return `<line class="grid" x1="${from}" x2="${to}" y1="${y}" y2="${y}"/>
<text x="${from - 8}" y="${y + 4}" text-anchor="end">${text}</text>`;
  });
  const dates = time.ticks.map(({ where, text }) => {
    const x = round(where);
    return `<line class="axis" x1="${x}" x2="${x}" y1="${bottom}" y2="${bottom + 5}"/>
<text x="${x}" y="${bottom + 21}" text-anchor="middle">${text}</text>`;
  });
  const ranks = all.map(({ mode }, i) => all.slice(0, i).filter((other) => other.mode === mode).length);
  const dashOf = (i: number) => dashes[ranks[i]! % dashes.length]!;
  const drawn = all.map((series, i) => drawSeries(series, measure, dashOf(i), at));
  const legend = all.map((series, i) => drawLegend(series, dashOf(i), margin.top + i * legendLine));
  const title = escaped(`${all[0]!.experiment}: ${measure}`);
  const height = bottom + margin.bottom;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${title}">
<title>${title}</title>
<style>${style}
</style>
<rect class="paper" width="${width}" height="${height}"/>
<text class="title" x="${from}" y="30">${title}</text>
<text x="${from}" y="52">line: median of a night; ● a run, × one that fails, ○ one that decides nothing</text>
${[...legend, ...grid, ...dates].join('\n')}
<line class="axis" x1="${from}" x2="${to}" y1="${bottom}" y2="${bottom}"/>
${drawn.join('\n')}
</svg>
`;
}

type At = (time: Date, value: number) => { x: number; y: number };

function drawSeries({ mode, nights }: Series, measure: Measure, dash: string, at: At): string {
  const medians = nights.flatMap(({ startedAt, numbers }) =>
    numbers === null ? [] : [at(startedAt, numbers.median)],
  );
  const path = medians.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${x} ${y}`).join('');
  const runs = nights.flatMap(({ startedAt, points }) =>
    points.flatMap((point) =>
      point.value === null ? [] : [drawRun(point, measure, at(startedAt, point.value))],
    ),
  );
  return `<g class="${mode}">
${[...(medians.length < 2 ? [] : [`<path class="median"${dashed(dash)} d="${path}"/>`]), ...runs].join('\n')}
</g>`;
}

function drawRun(
  { startedAt, outcome, value, atLeast }: Point,
  measure: Measure,
  at: { x: number; y: number },
): string {
  const { x, y } = at;
  const number = `${atLeast ? '≥ ' : ''}${inWords(measure, value!)}`;
  const about = `<title>${nightInWords({ startedAt })}: ${number}, ${outcome}</title>`;
  if (outcome === 'fail') {
    return `<path class="fail" d="M${x - 4} ${y - 4}l8 8m0-8l-8 8">${about}</path>`;
  }
  return `<circle class="${outcome}" cx="${x}" cy="${y}" r="4">${about}</circle>`;
}

function drawLegend(series: Series, dash: string, y: number): string {
  return `<g class="${series.mode}"><path class="median"${dashed(dash)} d="M${margin.left} ${y}h28"/><text x="${margin.left + 36}" y="${y + 4}">${escaped(nameOf(series))}</text></g>`;
}

const dashed = (dash: string) => (dash === '' ? '' : ` stroke-dasharray="${dash}"`);

const round = (coordinate: number) => Math.round(coordinate * 10) / 10;
