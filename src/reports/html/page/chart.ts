/** One chart: uPlot gives it scales, axes, cursor and the choice of a stretch; what is in it a strip draws by itself. */
import uPlot from 'uplot';
import type { Child } from './dom.ts';
import { colour } from './theme.ts';
import { touchAsMouse } from './touch.ts';

/** What a strip draws with: canvas pixels from ms since the run began, and from values. */
export interface Pen {
  context: CanvasRenderingContext2D;
  x(ms: number): number;
  y(value: number): number;
  /** Canvas pixels of one CSS pixel. */
  ratio: number;
  box: { left: number; top: number; width: number; height: number };
}

/** What a chart shows. */
export interface Strip {
  /** By this its element is found: `strip-lanes`. */
  name: string;
  title: string;
  /** How it is to be read. */
  note?: Child;
  height: number;
  y: { min: number; max: number; log?: boolean };
  /** Labels beside the strip, by value, of one line or more; without them, the numbers of its scale. */
  labels?: { at: number; text: string }[];
  unit?: (value: number) => string;
  draw(pen: Pen): void;
  /** Text for the moment under the cursor. */
  read?(ms: number): string;
}

/** What all strips of a group have in common: drawn behind their grid, and before it. */
export interface Backdrop {
  behind(pen: Pen): void;
  before(pen: Pen): void;
}

/** A stretch of time on the clock of the charts, in seconds. */
export interface Stretch {
  min: number;
  max: number;
}

export interface ChartOptions {
  strip: Strip;
  backdrop: Backdrop;
  /** ms since the run began at which the clock is 0. */
  originMs: number;
  whole: Stretch;
  /** Whether the clock stands below it. */
  hasClock: boolean;
  /** Charts with the same key share their cursor. */
  key: string;
  place: HTMLElement;
  onZoom(stretch: Stretch): void;
  onHover(seconds: number | null): void;
}

const labelWidth = 92;
const clockHeight = 34;
const font = '11px system-ui, sans-serif';

export function createChart(options: ChartOptions): uPlot {
  const { strip, backdrop, originMs, whole, hasClock, key, place, onZoom, onHover } = options;
  const within = (chart: uPlot, ...draw: ((pen: Pen) => void)[]) => {
    const { left, top, width, height } = chart.bbox;
    chart.ctx.save();
    chart.ctx.beginPath();
    chart.ctx.rect(left, top, width, height);
    chart.ctx.clip();
    for (const each of draw) each(penOf(chart, originMs));
    chart.ctx.restore();
  };
  return new uPlot(
    {
      width: place.clientWidth || 320,
      height: strip.height + (hasClock ? clockHeight : 0),
      padding: [4, 10, hasClock ? 0 : 4, 0],
      legend: { show: false },
      scales: {
        x: { time: false, ...whole },
        y: { range: [strip.y.min, strip.y.max], ...(strip.y.log === true && { distr: 3 as const }) },
      },
      axes: [clockAxis(hasClock), valueAxis(strip)],
      cursor: {
        // Of what the pointer does only its place is shared: a zoom is the group's to share.
        sync: { key, scales: ['x', null], filters: { pub: (type) => /^mouse(move|leave)$/.test(type) } },
        y: false,
        points: { show: false },
        drag: { x: true, y: false, setScale: false },
        bind: {
          dblclick: () => () => {
            onZoom(whole);
            return null;
          },
        },
      },
      series: [{}, { paths: () => null, points: { show: false } }],
      hooks: {
        ready: [({ over }) => touchAsMouse(over)],
        drawClear: [(chart) => within(chart, backdrop.behind)],
        draw: [(chart) => within(chart, backdrop.before, strip.draw)],
        setSelect: [
          ({ select, posToVal, setSelect }) => {
            if (select.width < 4) return;
            onZoom({ min: posToVal(select.left, 'x'), max: posToVal(select.left + select.width, 'x') });
            setSelect({ left: 0, width: 0, top: 0, height: 0 }, false);
          },
        ],
        setCursor: [({ cursor: { left = -1 }, posToVal }) => onHover(left < 0 ? null : posToVal(left, 'x'))],
      },
    },
    // The strips draw everything: all that uPlot has to know is how far the clock goes.
    [
      [whole.min, whole.max],
      [null, null],
    ],
    place,
  );
}

function penOf(chart: uPlot, originMs: number): Pen {
  return {
    context: chart.ctx,
    x: (ms) => chart.valToPos((ms - originMs) / 1000, 'x', true),
    y: (value) => chart.valToPos(value, 'y', true),
    ratio: uPlot.pxRatio,
    box: chart.bbox,
  };
}

// Colours are asked for at every drawing, because the reader may change them.
const faint = () => colour('ink-2');
const grid = { stroke: () => colour('grid'), width: 1 };

function clockAxis(hasClock: boolean): uPlot.Axis {
  return {
    size: hasClock ? clockHeight : 0,
    font,
    stroke: faint,
    grid,
    ticks: { show: hasClock, ...grid, size: 4 },
    space: 60,
    values: (_, splits) => splits.map((seconds) => (hasClock ? `${Number(seconds.toFixed(3))} s` : '')),
  };
}

/** Of labels that have several lines. */
const smallFont = '10px system-ui, sans-serif';
const lineHeight = 12;

function valueAxis({ labels, height, y, unit = String }: Strip): uPlot.Axis {
  const look = { size: labelWidth, font, stroke: faint, ticks: { show: false }, gap: 8 };
  if (labels !== undefined) {
    const texts = labels.map(({ text }) => text);
    const further = texts.map((text) => text.split('\n').length - 1);
    const lines = further.some((count) => count > 0) && { font: smallFont, lineGap: lineHeight / 10 };
    // uPlot writes the first line where the value is; it is the middle of them all that belongs there.
    const valueOfLine = (lineHeight * (y.max - y.min)) / height;
    const places = labels.map(({ at }, index) => at + (further[index]! / 2) * valueOfLine);
    return { ...look, ...lines, grid: { show: false }, splits: () => places, values: () => texts };
  }
  const values = (_: uPlot, splits: (number | null)[]) =>
    splits.map((value) => (value === null ? '' : unit(value)));
  return { ...look, grid, values, space: 28 };
}
