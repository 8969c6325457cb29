/**
 * The axes of a drawn trend: where times and values lie, and which of them are written down.
 */
import { scaleLinear, scaleUtc } from 'd3-scale';
import type { Measure } from '../checkers/measure.ts';
import { count } from '../text/words.ts';
import { isDuration } from './measure.ts';

interface Axis<T> {
  at(value: T): number;
  ticks: { where: number; text: string }[];
}

/** Room for so many dates. */
const mostDates = 8;
const mostValues = 6;
const dayMs = 86_400_000;

/** From the first of some times to the last; a single one is in the middle of a day. */
export function timeAxis(times: readonly Date[], range: [number, number]): Axis<Date> {
  const all = times.map((time) => time.getTime());
  const [first, last] = [Math.min(...all), Math.max(...all)];
  const room = first === last ? dayMs / 2 : 0;
  const scale = scaleUtc([new Date(first - room), new Date(last + room)], range);
  // Over many days the hours between them tell nothing.
  const chosen = scale.ticks(mostDates).filter((time) => isMidnight(time) || last - first < 3 * dayMs);
  const ticks = chosen.map((time, i) => ({
    where: scale(time),
    text: timeText(time, chosen.slice(0, i).findLast(isMidnight)),
  }));
  return { at: scale, ticks };
}

/** "25 Nov", with the year where it is new; within a day "04:00". */
function timeText(time: Date, before: Date | undefined): string {
  if (!isMidnight(time)) return time.toISOString().slice(11, 16);
  const sameYear = before?.getUTCFullYear() === time.getUTCFullYear();
  const day = time.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });
  return sameYear ? day : `${day} ${time.getUTCFullYear()}`;
}

const isMidnight = (time: Date) => time.getTime() % dayMs === 0;

/** From nothing to a round value above the greatest: a bound from below of the axis would make much of little. */
export function valueAxis(
  values: readonly number[],
  measure: Measure,
  range: [number, number],
): Axis<number> {
  const greatest = Math.max(...values) || 1;
  const { unit, per } = unitOf(measure, greatest);
  const scale = scaleLinear([0, greatest / per], range).nice(mostValues);
  const write = scale.tickFormat(mostValues);
  const ticks = scale
    .ticks(mostValues)
    .filter((tick) => isDuration(measure) || Number.isInteger(tick))
    .map((tick) => ({ where: scale(tick), text: unit === '' ? count(tick) : `${write(tick)} ${unit}` }));
  return { at: (value) => scale(value / per), ticks };
}

function unitOf(measure: Measure, greatest: number): { unit: string; per: number } {
  if (!isDuration(measure)) return { unit: '', per: 1 };
  return greatest < 1000 ? { unit: 'ms', per: 1 } : { unit: 's', per: 1000 };
}
