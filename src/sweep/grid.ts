/**
 * Settings that are tried against each other, and the combinations of their values: the points of a sweep.
 */
import { parseSettings } from '../cluster/settings.ts';
import { UsageError } from '../errors.ts';
import { randomOf } from '../experiment/random.ts';

/** A setting, `role:key`, and the values that it is to be given. */
export interface Axis {
  setting: string;
  values: readonly string[];
}

/** A combination: one value for each setting, as `role:key=value`, in the order of the axes. */
export type Point = readonly string[];

/**
 * Reads `broker:zookeeper.session.timeout.ms=6000,12000`, any number of them.
 * @throws UsageError for one without values, with the same value twice, or that is there twice
 */
export function readAxes(sets: readonly string[]): Axis[] {
  const axes = sets.map((text): Axis => {
    parseSettings([text]);
    const equals = text.indexOf('=');
    const setting = text.slice(0, equals);
    const values = text.slice(equals + 1).split(',');
    if (values.some((value) => value.trim() === '')) {
      throw new UsageError(`--set ${text}: a value is empty; say them with commas, such as ${setting}=1,2`);
    }
    const twice = values.find((value, i) => values.indexOf(value) < i);
    if (twice !== undefined) throw new UsageError(`--set ${text}: ${twice} is there twice`);
    return { setting, values };
  });
  const twice = axes.find((axis, i) => axes.findIndex(({ setting }) => setting === axis.setting) < i);
  if (twice !== undefined) {
    throw new UsageError(`--set ${twice.setting} is there twice; say its values in one, with commas`);
  }
  return axes;
}

export function gridSize(axes: readonly Axis[]): number {
  return axes.reduce((size, { values }) => size * values.length, 1);
}

/** Every combination, the values of the last axis side by side. */
export function grid(axes: readonly Axis[]): Point[] {
  return axes.reduce<Point[]>(
    (points, { setting, values }) =>
      points.flatMap((point) => values.map((value) => [...point, `${setting}=${value}`])),
    [[]],
  );
}

/**
 * A Latin hypercube of the grid: so many points that each value of each setting is in as many of them as every other, give
 * or take one, all of them different. Which values meet is a matter of chance.
 */
export function sample(axes: readonly Axis[], size: number, seed: number): Point[] {
  const random = randomOf(seed);
  const columns = axes.map(({ setting, values }) => {
    const order = random.shuffle(values);
    return random.shuffle(Array.from({ length: size }, (_, i) => `${setting}=${order[i % order.length]}`));
  });
  const key = (point: Point) => point.join(' ');
  const points: Point[] = [];
  for (let i = 0; i < size; i++) points.push(columns.map((column) => column[i]!));
  // Where two came out alike, the values of one setting are exchanged between one of them and some other point.
  for (let tries = 0; tries < size * 100; tries++) {
    const seen = new Set<string>();
    const alike = points.findIndex((point) => seen.size === seen.add(key(point)).size);
    if (alike === -1) return points;
    const other = random.between(0, size - 1);
    const column = random.between(0, axes.length - 1);
    const [one, two] = [[...points[alike]!], [...points[other]!]];
    [one[column], two[column]] = [two[column]!, one[column]!];
    [points[alike], points[other]] = [one, two];
  }
  return [...new Map(points.map((point) => [key(point), point])).values()];
}
