/** Axes of a drawing: scales that begin at zero, ticks that a person would choose, and a grid. */
import { scaleLinear } from 'd3-scale';
import { type Shape, shape } from './shape.ts';

/** Where the drawing proper lies, in units of the SVG. */
export interface Area {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export interface Axis {
  title: string;
  /** The greatest value that has to find a place. */
  most: number;
  /** How a value is written beside its tick. */
  inWords: (value: number) => string;
}

export interface Scale {
  (value: number): number;
  ticks: number[];
}

/** From 0 to a round value at or above the greatest, with about so many ticks. */
export function scaleOf({ most }: Axis, [from, to]: [number, number], ticks: number): Scale {
  const scale = scaleLinear()
    .domain([0, most > 0 ? most : 1])
    .nice(ticks)
    .range([from, to]);
  return Object.assign((value: number) => hundredth(scale(value)), { ticks: scale.ticks(ticks) });
}

/** The axis below, with its grid. */
export function axisBelow({ left, right, top, bottom }: Area, axis: Axis, scale: Scale): Shape {
  return shape(
    'g',
    { class: 'axis' },
    ...scale.ticks.flatMap((tick) => [
      shape('line', { class: 'grid', x1: scale(tick), x2: scale(tick), y1: top, y2: bottom }),
      shape('text', { x: scale(tick), y: bottom + 18, 'text-anchor': 'middle' }, axis.inWords(tick)),
    ]),
    shape('line', { class: 'base', x1: left, x2: right, y1: bottom, y2: bottom }),
    shape('text', { class: 'title', x: right, y: bottom + 38, 'text-anchor': 'end' }, axis.title),
  );
}

/** The axis on the left, with its grid; its title stands above it, where it can be read without turning the head. */
export function axisLeft({ left, right, top, bottom }: Area, axis: Axis, scale: Scale): Shape {
  return shape(
    'g',
    { class: 'axis' },
    ...scale.ticks.flatMap((tick) => [
      shape('line', { class: 'grid', x1: left, x2: right, y1: scale(tick), y2: scale(tick) }),
      shape('text', { x: left - 8, y: scale(tick) + 4, 'text-anchor': 'end' }, axis.inWords(tick)),
    ]),
    shape('line', { class: 'base', x1: left, x2: left, y1: top, y2: bottom }),
    shape('text', { class: 'title', x: 10, y: top - 16 }, axis.title),
  );
}

export const hundredth = (value: number) => Math.round(value * 100) / 100;
