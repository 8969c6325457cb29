/** Nights on a disk, for tests of trends: folders as suites leave them, with the runs that a test says. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findSuites } from '../../src/results/read-results.ts';
import type { Result } from '../../src/results/results.ts';
import { type Run, runJson } from '../../src/results/run-json.ts';
import { suiteJson } from '../../src/results/suite-json.ts';
import { withDatabase } from '../../src/trend/database.ts';
import { prepareSchema } from '../../src/trend/schema.ts';
import type { Point } from '../../src/trend/series.ts';
import { takeIn } from '../../src/trend/take-in.ts';
import { literalResult, literalRun } from '../results/literal-results.ts';

/** Of a night, in November 2026. */
export const at = (day: number, clock = '02:00:00') =>
  `2026-11-${String(day).padStart(2, '0')}T${clock}.000Z`;

interface Wanted extends Partial<Omit<Result, 'run'>> {
  longestMs?: number;
  run?: Partial<Run>;
}

/** Results of a night; each run begins a minute after the one before. */
export function resultsOf(day: number, wanted: readonly Wanted[]): Result[] {
  return wanted.map(({ longestMs, run, ...changes }, i) => {
    const result = literalResult({ index: i, n: i + 1, ...changes });
    const { experiment, mode, outcome, kafkaVersion } = result;
    if (outcome === 'not run') return result;
    const startedAt = at(day, `02:${String(i + 1).padStart(2, '0')}:00`);
    return {
      ...result,
      run: literalRun({ experiment, mode, outcome, kafkaVersion, startedAt, seed: 7, ...run }, longestMs),
    };
  });
}

/** Writes what a suite leaves that began on a day. */
export function writeNight(
  folder: string,
  day: number,
  results: readonly Result[],
  what = 'suite nightly',
): void {
  const planned = results.map(({ index, experiment, mode, n }) => ({ index, experiment, mode, n }));
  mkdirSync(folder, { recursive: true });
  const head = { what, startedAt: at(day), seed: 7, parallel: 1, kafkaVersion: '3.9.2', planned };
  writeFileSync(join(folder, 'suite.json'), suiteJson(head, results));
  for (const { folder: name, run } of results) {
    if (run === undefined) continue;
    mkdirSync(join(folder, name), { recursive: true });
    writeFileSync(join(folder, name, 'run.json'), runJson(run));
  }
}

/** Takes everything in a folder into a database. Returns what was said. */
export async function takeInAll(folder: string, file: string): Promise<string[]> {
  const said: string[] = [];
  await withDatabase(file, async (db) => {
    await prepareSchema(db, file);
    await takeIn(db, findSuites(folder), (line) => said.push(line), new AbortController().signal);
  });
  return said;
}

/** The rows of a query, as an analyst would ask. */
export function ask(file: string, sql: string): Promise<unknown[]> {
  return withDatabase(file, async (db) => (await db.runAndReadAll(sql)).getRowsJS() as unknown[]);
}

/** A run of the night of a day, as the database has it. */
export function point(day: number, value: number | null, changes: Partial<Point> = {}): Point {
  const about = { experiment: 'kill-leader', mode: 'kraft' as const, kafkaVersion: '3.9.2', settings: '' };
  const night = new Date(at(day));
  const run = { repeat: 1, attempt: 1, outcome: 'pass' as const, value, atLeast: false };
  return { ...about, ...run, night, startedAt: night, ...changes };
}
