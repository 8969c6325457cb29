/**
 * `recommend`: which of the settings that a sweep tried to run with, what that buys and costs, and what runs cannot tell.
 * Needs no Docker.
 */
import { exitStatus, UsageError } from '../errors.ts';
import { tradeoffMd } from '../reports/sweep-md.ts';
import { tradeoffSvg } from '../reports/tradeoff-chart.ts';
import { tradeoffInWords } from '../reports/tradeoff-terminal.ts';
import { mergeResults, readResults } from '../results/read-results.ts';
import type { Results, Sweep } from '../results/results.ts';
import { comparedIn, type Limits, type Recommendation, tradeoffOf } from '../tradeoff/recommend.ts';
import { readDuration } from './options.ts';
import { writeText } from './write-text.ts';

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
  process.stdout.write(`${tradeoffInWords(results.what, tradeoff)}\n`);
  const { file, svg } = flags;
  if (file !== undefined) writeText(file, `${[`# ${results.what}`, ...tradeoffMd(tradeoff)].join('\n\n')}\n`);
  const drawing = svg === undefined ? undefined : tradeoffSvg(tradeoff, results.what);
  if (svg !== undefined && drawing !== undefined) writeText(svg, drawing);
  if (svg !== undefined && drawing === undefined) {
    process.stdout.write(`${svg} is not drawn: no setting was measured on both sides\n`);
  }
  return statuses[tradeoff.recommendation.kind];
}

function readSweep(folders: readonly string[]): { results: Results; sweep: Sweep } {
  const all = folders.map((folder) => readResults(folder));
  const other = all.findIndex(({ sweep }) => sweep === undefined);
  if (other !== -1) {
    throw new UsageError(`${folders[other]} has no results of a sweep; "kafka-chaos sweep" makes some`);
  }
  const results = mergeResults(all);
  const sweep = comparedIn(results);
  if (sweep === undefined) {
    throw new UsageError(
      `${folders.join(' and ')}: these are not of one sweep, in one mode and version, with the same load on the same nodes`,
    );
  }
  return { results, sweep };
}

function readLimits({ maxOutage, maxFalseFailovers }: RecommendFlags): Limits {
  return {
    maxOutageMs: maxOutage === undefined ? undefined : readDuration('--max-outage', maxOutage),
    maxFalseFailovers:
      maxFalseFailovers === undefined ? undefined : readRate('--max-false-failovers', maxFalseFailovers),
  };
}

function readRate(option: string, text: string): number {
  if (!/^\d+(\.\d+)?$/.test(text)) throw new UsageError(`${option} ${text} is not a number such as 0 or 0.5`);
  return Number(text);
}
