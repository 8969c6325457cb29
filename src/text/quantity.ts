/** Numbers of run.json, and bounds on them, in the unit that their measure has in its name. */
import { duration } from './words.ts';

/** "12.1 s", "67.1 MB", "4,812"; a number whose measure is not known is told without a unit. */
export function inUnitOf(measure: string | undefined, value: number): string {
  if (/Ms$|^latencyMs\.\w+\.(p50|p99|max)$/.test(measure ?? '')) return duration(value);
  if (measure?.endsWith('Bytes')) return `${grouped(value / 1e6)} MB`;
  return grouped(value);
}

/** What is small is a share, of which three digits count. */
const grouped = (value: number) =>
  value.toLocaleString('en', { maximumFractionDigits: Math.abs(value) < 10 ? 3 : 1 });

/** "≤ 12.1 s": a bound such as "≤ 12145", as run.json has it. */
export function boundInWords(measure: string | undefined, bound: string): string {
  return bound.replaceAll(/-?\d+(\.\d+)?/g, (number) => inUnitOf(measure, Number(number)));
}

/** "≥ 1000 and ≤ 22020": a bound as run.json has it. */
export function boundOf({
  atLeast,
  atMost,
  equals,
}: {
  atLeast?: number | undefined;
  atMost?: number | string | undefined;
  equals?: number | undefined;
}): string {
  return [
    equals === undefined ? [] : `= ${equals}`,
    atLeast === undefined ? [] : `≥ ${atLeast}`,
    atMost === undefined ? [] : `≤ ${atMost}`,
  ]
    .flat()
    .join(' and ');
}
