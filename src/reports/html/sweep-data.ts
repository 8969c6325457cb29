/** What the page is given of a sweep: the trade, ready to be shown, because what it takes to compute it stays outside the page. */

import type { Results } from '../../results/results.ts';
import { type HeatMap, heatMapsOf } from '../../tradeoff/heat-map.ts';
import { extentInWords, recommendationInWords, undecidedInWords } from '../../tradeoff/in-words.ts';
import { comparedIn, tradeoffOf } from '../../tradeoff/recommend.ts';
import { linesOf } from '../../tradeoff/settings.ts';
import { detailTables, type Table, tradeTable } from '../../tradeoff/tables.ts';
import type { Shape } from '../charts/shape.ts';
import { tradeoffChart } from '../tradeoff-chart.ts';

export interface PageTradeoff {
  extent: string[];
  recommendation: string[];
  lines: { file: string; lines: string[] }[];
  trade: Table;
  /** What each experiment measured. */
  details: { title: string; table: Table }[];
  undecided: string[];
  /** The same drawing for a wide page and for a narrow one; none where nothing can be drawn. */
  charts: { wide: Shape; narrow: Shape } | null;
  heatMaps: HeatMap[];
}

const wideSize: [number, number] = [760, 420];
const narrowSize: [number, number] = [360, 340];

/** Undefined where the results are those of no sweep. */
export function pageTradeoff(results: Results): PageTradeoff | undefined {
  const sweep = comparedIn(results);
  const { what } = results;
  if (sweep === undefined) return undefined;
  const tradeoff = tradeoffOf(results, sweep);
  const { recommendation } = tradeoff;
  const wide = tradeoffChart(tradeoff, what, wideSize);
  const narrow = tradeoffChart(tradeoff, what, narrowSize);
  return {
    extent: extentInWords(tradeoff),
    recommendation: recommendationInWords(tradeoff),
    lines: recommendation.kind === 'recommended' ? linesOf(recommendation.point.values) : [],
    trade: tradeTable(tradeoff),
    details: detailTables(tradeoff),
    undecided: undecidedInWords(tradeoff),
    charts: wide === undefined || narrow === undefined ? null : { wide, narrow },
    heatMaps: heatMapsOf(tradeoff),
  };
}
