/**
 * Trends for a person at a terminal.
 */
import { styleText } from 'node:util';
import type { Measure } from '../checkers/measure.ts';
import { columns, outcomeWords } from '../text/words.ts';
import { bar, sparkline } from './bars.ts';
import { inWords } from './measure.ts';
import { type Night, nightsBefore, type Series } from './series.ts';

const barWidth = 24;
/** A sparkline shows so many nights, the last ones. */
const mostColumns = 40;

/** An experiment night by night, for each of its series, and the last night against those before. */
export function trendInFull(all: readonly Series[], measure: Measure): string {
  const greatest = Math.max(
    ...all.flatMap(({ nights }) => nights.map(({ numbers }) => numbers?.median ?? 0)),
  );
  const parts = all.map((series) => {
    const rows = series.nights.map((night) => [
      nightInWords(night),
      runsInWords(night),
      numberInWords(night, measure),
      rangeInWords(night, measure),
      bar(night.numbers?.median ?? 0, greatest, barWidth),
      marksOf(night),
    ]);
    return [nameOf(series), columns(rows), lastInWords(series, measure)].join('\n');
  });
  return `${[`${all[0]!.experiment}: ${measure}`, ...parts].join('\n\n')}\n`;
}

/** Every series in a line: its last night, those before, and all of them drawn. */
export function trendsInShort(all: readonly Series[], measure: Measure): string {
  const heads = ['experiment', '', 'nights', 'last', '', 'before', '', ''];
  const rows = all.map((series) => {
    const { experiment, nights } = series;
    const last = nights.at(-1)!;
    const before = nightsBefore(series);
    return [
      experiment,
      nameOf(series),
      `${nights.length}`,
      nightInWords(last).slice(0, 10),
      numberInWords(last, measure),
      before === null ? '–' : inWords(measure, before.interval.median),
      sparkline(nights.slice(-mostColumns).map(({ numbers }) => numbers?.median ?? null)),
      marksOf(last),
    ];
  });
  return `${measure}\n\n${columns([heads, ...rows])}\n`;
}

/** "zk 3.9.2, broker:zookeeper.session.timeout.ms=6000". */
export function nameOf({ mode, kafkaVersion, settings }: Series): string {
  return [`${mode} ${kafkaVersion}`, ...(settings === '' ? [] : settings.split(' '))].join(', ');
}

/** "2026-11-25 02:00", UTC. */
export function nightInWords({ startedAt }: Pick<Night, 'startedAt'>): string {
  return startedAt.toISOString().slice(0, 16).replace('T', ' ');
}

function lastInWords(series: Series, measure: Measure): string {
  const last = series.nights.at(-1)!;
  const now = `last night ${last.numbers === null ? 'no number' : numberInWords(last, measure)}`;
  const before = nightsBefore(series);
  if (before === null) return `${now}; nothing before to compare with`;
  const { nights, interval } = before;
  const one = (value: number) => inWords(measure, value);
  if (nights === 1) return `${now}; ${one(interval.median)} the night before`;
  const spread = interval.from === interval.to ? '' : ` (${one(interval.from)} to ${one(interval.to)})`;
  return `${now}; median of ${nights} nights before ${one(interval.median)}${spread}`;
}

function runsInWords({ points }: Night): string {
  return points.length === 1 ? '1 run' : `${points.length} runs`;
}

function numberInWords({ numbers }: Night, measure: Measure): string {
  if (numbers === null) return '–';
  return `${numbers.atLeast ? '≥ ' : ''}${inWords(measure, numbers.median)}`;
}

function rangeInWords({ numbers }: Night, measure: Measure): string {
  if (numbers === null || numbers.min === numbers.max) return '';
  return `${inWords(measure, numbers.min)} to ${inWords(measure, numbers.max)}`;
}

/** What did not come to "holds": "1 FAILS, 2 UNKNOWN". */
function marksOf({ points }: Night): string {
  const marks = (['fail', 'unknown'] as const).flatMap((outcome) => {
    const number = points.filter((point) => point.outcome === outcome).length;
    return number === 0 ? [] : [`${number} ${outcomeWords[outcome]}`];
  });
  return marks.length === 0 ? '' : styleText('red', marks.join(', '), { stream: process.stdout });
}
