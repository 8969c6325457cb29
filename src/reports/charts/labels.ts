/** Where names beside points find a place, so that they cover neither each other nor a point. */

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export interface LabelledPoint {
  x: number;
  y: number;
  /** Its name, and below it what else there is to say. */
  lines: readonly string[];
  /** Whether its label is more than a name: it is written even where it covers something. */
  isNeeded: boolean;
}

/** A label; `y` is the foot of its first line. */
export interface Label {
  lines: readonly string[];
  x: number;
  y: number;
  anchor: 'start' | 'middle' | 'end';
}

/** What a letter takes at most on average, in bold as names are written and otherwise; and how high a line is. */
const [boldLetter, letter] = [8.6, 7.8];
export const lineHeight = 14;
const gap = 9;
const radius = 5;
/** A label farther from its point than this would be taken for another's. */
const farthest = 100;

/**
 * The labels of the points, those first that come first, apart from each other, the points, and what else is drawn. One for which there is no room is left out: what covers another
 * tells less than nothing.
 */
export function placeLabels(
  points: readonly LabelledPoint[],
  area: Box,
  drawn: readonly Box[] = [],
): Label[] {
  const taken: Box[] = [...points.map(({ x, y }) => around(x, y)), ...drawn];
  const labels: Label[] = [];
  for (const point of points) {
    const [best] = placesFor(point, area)
      .map((label) => ({ label, box: boxOf(label) }))
      .filter(({ box }) => isInside(box, area))
      .map((place) => ({ ...place, covers: taken.filter((other) => overlap(place.box, other)).length }))
      .toSorted((a, b) => a.covers - b.covers);
    if (best === undefined || (best.covers > 0 && !point.isNeeded)) continue;
    taken.push(best.box);
    labels.push(best.label);
  }
  return labels;
}

/** Above to the right, above to the left, below to either side, straight above, and above as far to the right as can be. */
function placesFor({ x, y, lines }: LabelledPoint, { right }: Box): Label[] {
  const above = y - gap - (lines.length - 1) * lineHeight;
  const below = y + gap + lineHeight - 3;
  return [
    { lines, x: x + gap, y: above, anchor: 'start' },
    { lines, x: x - gap, y: above, anchor: 'end' },
    { lines, x: x + gap, y: below, anchor: 'start' },
    { lines, x: x - gap, y: below, anchor: 'end' },
    { lines, x, y: above - gap, anchor: 'middle' },
    ...(x + farthest > right ? [{ lines, x: right, y: above - gap, anchor: 'end' } as const] : []),
  ];
}

function boxOf({ lines, x, y, anchor }: Label): Box {
  const width = Math.max(...lines.map((line, i) => line.length * (i === 0 ? boldLetter : letter)));
  const left = x - { start: 0, middle: width / 2, end: width }[anchor];
  return {
    left,
    right: left + width,
    top: y - lineHeight + 3,
    bottom: y + 3 + (lines.length - 1) * lineHeight,
  };
}

function around(x: number, y: number): Box {
  return { left: x - radius, right: x + radius, top: y - radius, bottom: y + radius };
}

function isInside(box: Box, area: Box): boolean {
  return box.left >= area.left && box.right <= area.right && box.top >= area.top && box.bottom <= area.bottom;
}

function overlap(one: Box, other: Box): boolean {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}
