/** The trade of a sweep, at the top of its overview: which settings to run with, and what each of them buys and costs. */
import type { HeatMap } from '../../../tradeoff/heat-map.ts';
import type { Row, Table } from '../../../tradeoff/tables.ts';
import type { PageTradeoff } from '../sweep-data.ts';
import { folded, h, section } from './dom.ts';
import { svgElement } from './svg.ts';

/** Nothing where the results are those of no sweep. */
export function sweepPart(tradeoff: PageTradeoff | undefined): HTMLElement | null {
  if (tradeoff === undefined) return null;
  const { extent, recommendation, lines, trade, details, undecided, charts, heatMaps } = tradeoff;
  return h(
    'div',
    { class: 'sweep' },
    section(
      'Which settings to run with',
      ...recommendation.map((sentence, at) => h('p', { class: at === 0 ? 'recommendation' : '' }, sentence)),
      ...lines.map(({ file, lines }) =>
        h('div', { class: 'setting' }, h('small', {}, file), h('pre', {}, lines.join('\n'))),
      ),
    ),
    section(
      'Speed against steadiness',
      charts !== null &&
        h(
          'figure',
          { class: 'trade' },
          h('div', { class: 'wide' }, svgElement(charts.wide)),
          h('div', { class: 'narrow' }, svgElement(charts.narrow)),
          h(
            'figcaption',
            { class: 'aside' },
            'Less is better of both. Bars are intervals; the line is the front: whatever lies above or to the right of it is no better than something that was tried. A ring is such a setting.',
          ),
        ),
      tradeTableOf('the settings, the best trade first', trade),
      ...extent.map((sentence) => h('p', { class: 'aside' }, sentence)),
      undecided.length > 0 && h('ul', {}, ...undecided.map((line) => h('li', {}, line))),
      heatMaps.length > 0 && h('div', { class: 'heat-maps' }, ...heatMaps.map(heatMapOf)),
      ...details.map(({ title, table }) => folded(title, tradeTableOf(title, table))),
    ),
  );
}

/** In colours as well as in words, which the last column of the trade has. */
function tradeTableOf(caption: string, { heads, rows }: Table): HTMLElement {
  return h(
    'div',
    { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': caption },
    h(
      'table',
      { class: 'points' },
      h('caption', { class: 'unseen' }, caption),
      h('thead', {}, h('tr', {}, ...heads.map((head) => h('th', { scope: 'col' }, head)))),
      h('tbody', {}, ...rows.map(rowOfPoint)),
    ),
  );
}

function rowOfPoint({ state, cells }: Row): HTMLElement {
  const [name, ...rest] = cells;
  return h(
    'tr',
    { class: `is-${state.replace(' ', '-')}` },
    h('th', { scope: 'row' }, name),
    ...rest.map((cell) => h('td', {}, cell)),
  );
}

/** A cell is the darker the more there is in it, and has its number besides. */
function heatMapOf({ title, down, across, columns, rows }: HeatMap): HTMLElement {
  return h(
    'div',
    { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': `${title}: ${down} and ${across}` },
    h(
      'table',
      { class: 'heat' },
      h('caption', {}, h('b', {}, title), h('small', {}, ` ${down} down, ${across} across`)),
      h('thead', {}, h('tr', {}, h('td', {}), ...columns.map((column) => h('th', { scope: 'col' }, column)))),
      h(
        'tbody',
        {},
        ...rows.map(({ value, cells }) =>
          h(
            'tr',
            {},
            h('th', { scope: 'row' }, value),
            ...cells.map(({ text, share, state }) =>
              h(
                'td',
                {
                  class: `is-${state.replace(' ', '-')}`,
                  ...(share !== null && { style: `--share:${Math.round(100 * share)}%` }),
                },
                text,
              ),
            ),
          ),
        ),
      ),
    ),
  );
}
