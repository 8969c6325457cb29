/**
 * Points on two axes of both of which less is better, with what is uncertain about them as bars, and the front of those to
 * which no other is better as a line of steps: whatever lies above or to the right of it is worse than something that was tried.
 */
import { type Area, type Axis, axisBelow, axisLeft, hundredth, type Scale, scaleOf } from './axes.ts';
import { type Box, type Label, lineHeight, placeLabels } from './labels.ts';
import { type Shape, shape } from './shape.ts';

/** A value and between what it lies. */
export interface Extent {
  value: number;
  from: number;
  to: number;
}

export interface ScatterPoint {
  x: Extent;
  y: Extent;
  /** What stands beside it: its name, and below it what else there is to say. */
  label: string[];
  /** What a reader gets who points at it, or cannot see it. */
  said: string;
  kind: 'chosen' | 'front' | 'dominated';
}

export interface Scatter {
  /** What a reader gets who cannot see it. */
  title: string;
  /** What the names of the points are values of. */
  pointsAre: string;
  x: Omit<Axis, 'most'>;
  y: Omit<Axis, 'most'>;
  points: ScatterPoint[];
  width: number;
  height: number;
}

/** The last point has its name to the right of it. */
const roomForName = 1.2;

/** So far apart, in units of the drawing, ticks are easy on the eye. */
const [betweenTicksX, betweenTicksY] = [85, 60];

export function scatter({ title, pointsAre, points, width, height, ...axes }: Scatter): Shape {
  const area: Area = { left: 46, top: 38, right: width - 24, bottom: height - 50 };
  const x = { ...axes.x, most: roomForName * Math.max(0, ...points.map((point) => point.x.to)) };
  const y = { ...axes.y, most: Math.max(0, ...points.map((point) => point.y.to)) };
  const scaleX = scaleOf(x, [area.left, area.right], Math.round((area.right - area.left) / betweenTicksX));
  const scaleY = scaleOf(y, [area.bottom, area.top], Math.round((area.bottom - area.top) / betweenTicksY));
  const at = (point: ScatterPoint) => ({ x: scaleX(point.x.value), y: scaleY(point.y.value) });
  const labels = placeLabels(
    points.toSorted(byImportance).map((point) => {
      const { label } = point;
      return { ...at(point), lines: label, isNeeded: label.length > 1 };
    }),
    { left: area.left + 2, top: area.top - 8, right: width - 2, bottom: area.bottom - 1 },
    points.flatMap((point) => barsOf(point, scaleX, scaleY)),
  );
  return shape(
    'svg',
    { xmlns: 'http://www.w3.org/2000/svg', viewBox: `0 0 ${width} ${height}`, class: 'scatter', role: 'img' },
    shape('title', {}, title),
    axisLeft(area, y, scaleY),
    axisBelow(area, x, scaleX),
    shape('text', { class: 'title', x: 10, y: height - 12 }, pointsAre),
    shape('path', { class: 'steps', d: stepsOf(points.filter(isOnFront).map(at), area) }),
    ...points.map((point) => uncertainty(point, scaleX, scaleY)),
    ...points
      .toSorted(byImportance)
      .toReversed()
      .map((point) => mark(point, at(point))),
    ...labels.map(labelText),
  );
}

const isOnFront = ({ kind }: ScatterPoint) => kind !== 'dominated';

const kinds: readonly ScatterPoint['kind'][] = ['chosen', 'front', 'dominated'];

function byImportance(a: ScatterPoint, b: ScatterPoint): number {
  return kinds.indexOf(a.kind) - kinds.indexOf(b.kind);
}

/** From the upper edge down to the first point, on to each next one, and from the last to the right edge. */
function stepsOf(front: readonly { x: number; y: number }[], area: Area): string {
  const [first, ...rest] = front.toSorted((a, b) => a.x - b.x || b.y - a.y);
  if (first === undefined) return `M${area.left} ${area.bottom}`;
  return `M${first.x} ${area.top}V${first.y}${rest.map(({ x, y }) => `H${x}V${y}`).join('')}H${area.right}`;
}

/** Bars with caps, where there is anything uncertain. */
function uncertainty({ x, y }: ScatterPoint, scaleX: Scale, scaleY: Scale): Shape {
  const [atX, atY] = [scaleX(x.value), scaleY(y.value)];
  const [left, right] = [scaleX(x.from), scaleX(x.to)];
  const [low, high] = [scaleY(y.from), scaleY(y.to)];
  const across = `M${left} ${atY}H${right}M${left} ${atY - cap}v${2 * cap}M${right} ${atY - cap}v${2 * cap}`;
  const upright = `M${atX} ${low}V${high}M${atX - cap} ${low}h${2 * cap}M${atX - cap} ${high}h${2 * cap}`;
  const d = `${x.from === x.to ? '' : across}${y.from === y.to ? '' : upright}`;
  return shape('path', { class: 'uncertain', d: d === '' ? `M${atX} ${atY}` : d });
}

const cap = 3;

/** The room that the bars take. */
function barsOf({ x, y }: ScatterPoint, scaleX: Scale, scaleY: Scale): Box[] {
  const [atX, atY] = [scaleX(x.value), scaleY(y.value)];
  return [
    { left: scaleX(x.from), right: scaleX(x.to), top: atY - cap, bottom: atY + cap },
    { left: atX - cap, right: atX + cap, top: scaleY(y.to), bottom: scaleY(y.from) },
  ];
}

function labelText({ lines, x, y, anchor }: Label): Shape {
  const place = { x: hundredth(x), 'text-anchor': anchor };
  const [name, ...more] = lines;
  return shape(
    'text',
    { class: 'label' },
    shape('tspan', { class: 'name', ...place, y: hundredth(y) }, name!),
    ...more.map((line) => shape('tspan', { ...place, dy: lineHeight }, line)),
  );
}

/** A disc on the front, a ring for what is dominated, and a disc in a ring for the one that is recommended. */
function mark({ kind, said }: ScatterPoint, { x, y }: { x: number; y: number }): Shape {
  const disc = shape('circle', { cx: x, cy: y, r: kind === 'dominated' ? 4 : 5 });
  const ring = shape('circle', { class: 'ring', cx: x, cy: y, r: 9 });
  return shape(
    'g',
    { class: `point ${kind}` },
    shape('title', {}, said),
    disc,
    ...(kind === 'chosen' ? [ring] : []),
  );
}
