/** The points of a sweep as a drawing: how long an outage lasts against how often the cluster fails over for no reason. */
import { alarmOf, outageWithInterval, rateWithInterval } from '../tradeoff/numbers-in-words.ts';
import { isTraded, type Traded, type Tradeoff } from '../tradeoff/recommend.ts';
import { keysOf, stateOf } from '../tradeoff/tables.ts';
import { type ScatterPoint, scatter } from './charts/scatter.ts';
import type { Shape } from './charts/shape.ts';
import { standaloneSvg } from './charts/standalone.ts';

const pictureSize: [number, number] = [720, 420];

/** The drawing; undefined where no point has both numbers. */
export function tradeoffChart(
  tradeoff: Tradeoff,
  what: string,
  [width, height]: [number, number],
): Shape | undefined {
  const traded = tradeoff.points.filter(isTraded);
  if (traded.length === 0) return undefined;
  const alarm = alarmOf(tradeoff.sweep);
  return scatter({
    title: `${what}: outage against ${alarm}s`,
    pointsAre: shortened(keysOf(tradeoff).join(' / '), width),
    x: { title: 'outage, s', inWords: (ms) => String(ms / 1_000) },
    y: { title: `${alarm}s a round`, inWords: String },
    points: traded.map((point) => asPoint(point, tradeoff)),
    width,
    height,
  });
}

/** The drawing as a file of its own. */
export function tradeoffSvg(tradeoff: Tradeoff, what: string): string | undefined {
  const drawing = tradeoffChart(tradeoff, what, pictureSize);
  return drawing === undefined ? undefined : standaloneSvg(drawing, pictureSize);
}

/** What finds a place beside the title of the axis. */
function shortened(text: string, width: number): string {
  const most = Math.floor((width - 90) / 7);
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}

function asPoint(point: Traded, tradeoff: Tradeoff): ScatterPoint {
  const { name, outage, falseFailovers, isDefault } = point;
  const alarm = alarmOf(tradeoff.sweep);
  const state = stateOf(point, tradeoff);
  const kind = state === 'recommended' ? 'chosen' : state === 'front' ? 'front' : 'dominated';
  const remarks = [...(kind === 'chosen' ? ['recommended'] : []), ...(isDefault ? ['default'] : [])];
  const label = [name, ...remarks];
  return {
    x: { value: outage.median, from: outage.from, to: outage.to },
    y: falseFailovers,
    label,
    said: `${label.join(', ')}: outage ${outageWithInterval(outage)}, ${alarm}s a round ${rateWithInterval(falseFailovers)}`,
    kind,
  };
}
