/**
 * `recommend`: which of the settings that a sweep tried to run with, what that buys and costs, and what runs cannot tell.
 * Needs no Docker.
 */
import { writeFileSync } from 'node:fs';
import { styleText } from 'node:util';
import { exitStatus, UsageError } from '../errors.ts';
import { mergeResults, readResults } from '../reports/read-results.ts';
import type { Results, Sweep } from '../reports/results.ts';
import { tradeoffMd } from '../reports/sweep-md.ts';
import { tradeoffSvg } from '../reports/tradeoff-chart.ts';
import { columns } from '../reports/words.ts';
import { extentInWords, recommendationInWords, undecidedInWords } from '../tradeoff/in-words.ts';
import { type Limits, type Recommendation, type Tradeoff, tradeoffOf } from '../tradeoff/recommend.ts';
import { linesOf } from '../tradeoff/settings.ts';
import {
  type State,
  speedTable,
  stateSigns,
  steadinessTable,
  type Table,
  tradeTable,
} from '../tradeoff/tables.ts';

export interface RecommendFlags {
  maxOutage?: string;
  maxFalseFailovers?: string;
  /** Where the recommendation goes as Markdown. */
  file?: string;
  /** Where the picture goes. */
  svg?: string;
}

const statuses: Record<Recommendation['kind'], number> = {
  recommended: exitStatus.pass,
  'none keeps the limits': exitStatus.fail,
  'one side only': exitStatus.unknown,
  'nothing measured': exitStatus.unknown,
};

/** @returns the exit status: 1 if no setting keeps the limits, 2 if what was measured is not enough to recommend any */
export function recommend(folders: readonly string[], flags: RecommendFlags): number {
  const limits = readLimits(flags);
  const { results, sweep } = readSweep(folders);
  const tradeoff = tradeoffOf(results, sweep, limits);
  process.stdout.write(`${inTerminal(results.what, tradeoff)}\n`);
  const { file, svg } = flags;
  if (file !== undefined) write(file, `${[`# ${results.what}`, ...tradeoffMd(tradeoff)].join('\n\n')}\n`);
  const drawing = svg === undefined ? undefined : tradeoffSvg(tradeoff, results.what);
  if (svg !== undefined && drawing !== undefined) write(svg, drawing);
  if (svg !== undefined && drawing === undefined) {
    process.stdout.write(`${svg} is not drawn: no setting was measured on both sides\n`);
  }
  return statuses[tradeoff.recommendation.kind];
}

function readSweep(folders: readonly string[]): { results: Results; sweep: Sweep } {
  const all = folders.map(readResults);
  const other = all.findIndex(({ sweep }) => sweep === undefined);
  if (other !== -1) {
    throw new UsageError(`${folders[other]} has no results of a sweep; "kafka-chaos sweep" makes some`);
  }
  const results = mergeResults(all);
  const { sweep } = results;
  if (sweep === undefined) throw new UsageError(`${folders.join(' and ')} are not of the same sweep`);
  return { results, sweep };
}

function readLimits({ maxOutage, maxFalseFailovers }: RecommendFlags): Limits {
  return {
    maxOutageMs: maxOutage === undefined ? undefined : readDuration('--max-outage', maxOutage),
    maxFalseFailovers:
      maxFalseFailovers === undefined ? undefined : readRate('--max-false-failovers', maxFalseFailovers),
  };
}

const unitsMs: Record<string, number> = { ms: 1, s: 1_000, m: 60_000 };

/** "10s", "500ms", "2m", "1.5s". */
function readDuration(option: string, text: string): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?)(ms|s|m)$/.exec(text) ?? [];
  if (number === undefined)
    throw new UsageError(`${option} ${text} is not a duration such as 10s, 500ms or 2m`);
  return Number(number) * unitsMs[unit!]!;
}

function readRate(option: string, text: string): number {
  if (!/^\d+(\.\d+)?$/.test(text)) throw new UsageError(`${option} ${text} is not a number such as 0 or 0.5`);
  return Number(text);
}

/** The trade, what each experiment measured, and the recommendation. */
function inTerminal(what: string, tradeoff: Tradeoff): string {
  const { sweep, recommendation } = tradeoff;
  const lines = recommendation.kind === 'recommended' ? linesOf(recommendation.point.values) : [];
  const undecided = undecidedInWords(tradeoff);
  const parts = [
    [styleText('bold', what), ...extentInWords(tradeoff)].join('\n'),
    table(tradeTable(tradeoff), true),
    ...(sweep.steadiness.length === 0 ? [] : [table(steadinessTable(tradeoff), false)]),
    ...(sweep.speed.length < 2 ? [] : [table(speedTable(tradeoff), false)]),
    ...(undecided.length === 0 ? [] : [undecided.join('\n')]),
    recommendationInWords(tradeoff).join('\n'),
    ...lines.map(({ file, lines }) =>
      [`${file}:`, ...lines.map((line) => `    ${styleText('bold', line)}`)].join('\n'),
    ),
  ];
  return parts.join('\n\n');
}

const styles: Partial<Record<State, Parameters<typeof styleText>[0]>> = {
  recommended: 'bold',
  dominated: 'dim',
  'not measured': 'dim',
};

function table({ heads, rows }: Table, withSigns: boolean): string {
  const cells = rows.map(({ state, cells }) => (withSigns ? [stateSigns[state], ...cells] : [...cells]));
  const [head, ...lines] = columns([withSigns ? ['', ...heads] : heads, ...cells]).split('\n');
  return [head!, ...lines.map((line, i) => inStyle(line, rows[i]!.state))].join('\n');
}

function inStyle(line: string, state: State): string {
  const style = styles[state];
  return style === undefined ? line : styleText(style, line);
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new UsageError(`cannot write ${file}: ${(error as Error).message}`);
  }
}
