/**
 * `trend`: how the numbers of experiments went over many nights. Needs no Docker; the nights are kept in a database, and so outlive their folders.
 */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { exitStatus, UsageError } from '../errors.ts';
import { findSuites } from '../results/read-results.ts';
import { modes } from '../topology/mode.ts';
import { withDatabase } from '../trend/database.ts';
import { readMeasure } from '../trend/measure.ts';
import { prepareSchema } from '../trend/schema.ts';
import { type Point, readPoints, seriesOf } from '../trend/series.ts';
import { takeIn } from '../trend/take-in.ts';
import { trendSvg } from '../trend/trend-svg.ts';
import { trendInFull, trendsInShort } from '../trend/trend-text.ts';
import type { Say } from './environment.ts';
import { readMode } from './options.ts';
import { writeText } from './write-text.ts';

export interface TrendFlags {
  /** The folder of the nights' folders. */
  results?: string;
  /** The database, instead of trend.duckdb in that folder. */
  db?: string;
  measure?: string;
  mode?: string;
  kafka?: string;
  /** Where a drawing goes. */
  svg?: string;
}

const defaultResults = fileURLToPath(new URL('../../results', import.meta.url));

/** @returns the exit status: pass, because a trend judges nothing */
export async function trend(
  experiment: string | undefined,
  { results = defaultResults, db, measure: asked = 'produce.longestMs', mode, kafka, svg }: TrendFlags,
  say: Say,
  signal: AbortSignal,
): Promise<number> {
  const measure = readMeasure(asked);
  const wantedModes = mode === undefined ? modes : mode.split(',').map(readMode);
  if (svg !== undefined && experiment === undefined) {
    throw new UsageError('--svg draws one experiment: name it');
  }
  const folder = resolve(results);
  const suites = findSuites(folder);
  const file = resolve(db ?? join(folder, 'trend.duckdb'));
  const nothing = new UsageError(`there are no results in ${folder} yet: nothing has a trend`);
  if (suites.length === 0 && !existsSync(file)) throw nothing;

  const points = await withDatabase(file, async (database) => {
    await prepareSchema(database, file);
    await takeIn(database, suites, say, signal);
    return readPoints(database, measure);
  });
  if (points.length === 0) throw nothing;

  const ofExperiment = experiment === undefined ? points : pointsOf(experiment, points);
  const wanted = ofExperiment.filter(
    (point) => wantedModes.includes(point.mode) && (kafka === undefined || point.kafkaVersion === kafka),
  );
  if (wanted.every(({ value }) => value === null)) {
    throw new UsageError(`no run that was asked for has a number for ${measure}`);
  }
  const series = seriesOf(wanted);
  if (experiment === undefined) {
    process.stdout.write(trendsInShort(series, measure));
    return exitStatus.pass;
  }
  process.stdout.write(trendInFull(series, measure));
  if (svg !== undefined) writeText(svg, trendSvg(series, measure));
  return exitStatus.pass;
}

function pointsOf(experiment: string, points: readonly Point[]): Point[] {
  const own = points.filter((point) => point.experiment === experiment);
  if (own.length > 0) return own;
  const names = [...new Set(points.map((point) => point.experiment))].sort();
  throw new UsageError(`there are no results of ${experiment}; there are some of ${names.join(', ')}`);
}
