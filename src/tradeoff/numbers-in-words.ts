/** The numbers of both sides as a person reads them. */

import type { Sweep } from '../results/results.ts';
import { count, duration } from '../text/words.ts';
import type { Interval } from './headline.ts';
import { countedBy, type Outage } from './points.ts';

/** "15.5 s", "≥ 60.0 s" for what was not over. */
export function outageText({ median, upper, openFromMs }: Outage): string {
  return orLonger(median, openFromMs, upper);
}

/** "15.5 s (14.9 to 16.2 s)". */
export function outageWithInterval(outage: Outage): string {
  const { from, to, openFromMs } = outage;
  if (from === to) return outageText(outage);
  return `${outageText(outage)} (${range(from, to, (ms) => orLonger(ms, openFromMs))})`;
}

/** "0.4 (0.2 to 0.8)". */
export function rateWithInterval({ value, from, to }: Interval): string {
  return from === to ? rate(value) : `${rate(value)} (${range(from, to, rate)})`;
}

/** How often something happens: two digits of what is small, and no fraction of what is great. */
export function rate(value: number): string {
  if (value >= 10) return count(Math.round(value));
  const digits = value > 0 && value < 0.095 ? 2 : 1;
  return String(Number(value.toFixed(digits)));
}

/** "4.2 to 5.8 s": the unit once, where it is the same. */
export function range(from: number, to: number, inWords: (value: number) => string): string {
  const [first, last] = [inWords(from), inWords(to)];
  const unit = / \S+$/.exec(last)?.[0] ?? '';
  return `${unit !== '' && first.endsWith(unit) ? first.slice(0, -unit.length) : first} to ${last}`;
}

function orLonger(ms: number, openFromMs: number, madeOfMs = ms): string {
  return `${madeOfMs >= openFromMs ? '≥ ' : ''}${duration(ms)}`;
}

/** What is counted where nothing is dead: not everything that can be is a failover. */
export function alarmOf(sweep: Sweep): string {
  const isFailover = (measure: string) =>
    measure === 'controllers.changes' || measure === 'replication.leaderChanges';
  return countedBy(sweep).failovers.every(isFailover) ? 'false failover' : 'false alarm';
}

/** "no false failover", "0.4 false failovers". */
export function alarmsText(value: number, alarm: string): string {
  return value === 0 ? `no ${alarm}` : `${rate(value)} ${alarm}${value === 1 ? '' : 's'}`;
}

/** "1 run", "5 runs". */
export function several(number: number, word: string): string {
  return `${count(number)} ${word}${number === 1 ? '' : 's'}`;
}
