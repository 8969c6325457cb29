/**
 * Reads results from the folders that suites left, and puts those of several machines together.
 */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { z } from 'zod';
import { UsageError } from '../errors.ts';
import { readJson } from './read-json.ts';
import { readTimeline } from './read-timeline.ts';
import type { Result, Results } from './results.ts';
import { type Run, runSchema } from './run-json.ts';
import { withoutCopies } from './same-run.ts';
import { resultsOf, suiteSchema } from './suite-json.ts';

/**
 * The results in a folder: those that its suite.json lists, or without one those of all suites below it, and every run.json
 * that belongs to none.
 * @param damaged what becomes of a run whose files are damaged, missing or of another version: by default nothing is read; `not run`
 * takes it for one that was not run, with that as the reason, unless there is no other
 * @throws UsageError if there is nothing, or something that cannot be read
 */
export function readResults(folder: string, damaged: 'refused' | 'not run' = 'refused'): Results {
  const listed = listedIn(folder);
  const results = listed.results.map((result) =>
    damaged === 'refused' ? withFiles(folder, result) : asFarAsReadable(folder, result),
  );
  const [unreadable] = listed.results.filter(
    ({ outcome }, i) => outcome !== 'not run' && results[i]!.outcome === 'not run',
  );
  if (unreadable !== undefined && results.every(({ outcome }) => outcome === 'not run')) {
    withFiles(folder, unreadable);
  }
  return { ...listed, results: withoutCopies(results) };
}

/**
 * The folders of suites in a folder, in the order of their paths.
 * @throws UsageError if there is no such folder
 */
export function findSuites(folder: string): string[] {
  return foldersWith('suite.json', folder);
}

function foldersWith(file: string, folder: string): string[] {
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    throw new UsageError(`there is no folder ${folder}`);
  }
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name === file)
      .map((entry) => entry.parentPath)
      .sort();
  } catch (error) {
    throw new UsageError(`${folder} cannot be read: ${(error as Error).message}`);
  }
}

/** The same without what is in the folders of the runs. */
export function listedIn(folder: string): Results {
  const own = join(folder, 'suite.json');
  if (existsSync(own)) return resultsOf(parsed(own, suiteSchema));
  const suites = findSuites(folder);
  const lone = foldersWith('run.json', folder).filter((run) => !suites.some((suite) => isIn(suite, run)));
  const parts = [
    ...suites.map((suite) => {
      const results = resultsOf(parsed(join(suite, 'suite.json'), suiteSchema));
      const moved = results.results.map((each) => ({
        ...each,
        folder: join(relative(folder, suite), each.folder),
      }));
      return { ...results, results: moved };
    }),
    ...(lone.length === 0 ? [] : [withoutSuite(folder, lone)]),
  ];
  if (parts.length === 0) {
    throw new UsageError(`${folder} has no results: neither a suite.json nor a run.json in it`);
  }
  // A suite in a folder of its own is that suite: a shard stays one, to be put together with others.
  if (parts.length === 1) return parts[0]!;
  return { ...mergeResults(parts), what: basename(folder) };
}

function isIn(folder: string, path: string): boolean {
  return !relative(folder, path).startsWith('..');
}

/** Runs whose suite.json is not there, in the order of their paths. */
function withoutSuite(folder: string, folders: readonly string[]): Results {
  const runs = folders.map((path) => ({ path, run: parsed(join(path, 'run.json'), runSchema) }));
  const seen = new Map<string, number>();
  const results = runs.map(({ path, run }, index): Result => {
    const { experiment, mode, kafkaVersion, outcome, durationMs } = run;
    const key = `${experiment} ${mode} ${kafkaVersion}`;
    const n = (seen.get(key) ?? 0) + 1;
    seen.set(key, n);
    const about = { index, experiment, mode, kafkaVersion, n, attempt: 1, outcome };
    return { ...about, tookMs: durationMs + (run.cluster.bootMs ?? 0), folder: relative(folder, path) };
  });
  const startedAt = runs.map(({ run }) => run.startedAt).sort()[0]!;
  return { what: basename(folder), startedAt, seed: runs[0]!.run.seed, parallel: 1, results };
}

function withRun(folder: string, result: Result): Result {
  if (result.outcome === 'not run') return result;
  const run: Run = parsed(join(folder, result.folder, 'run.json'), runSchema);
  return { ...result, run };
}

function withFiles(folder: string, result: Result): Result {
  if (result.outcome === 'not run') return result;
  return { ...withRun(folder, result), timeline: readTimeline(folder, result) };
}

/** Without a timeline that cannot be read, and without the run if that cannot be. */
function asFarAsReadable(folder: string, result: Result): Result {
  try {
    return withFiles(folder, result);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
  }
  try {
    return withRun(folder, result);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { ...result, outcome: 'not run', reason: error.message };
  }
}

function parsed<T extends z.ZodType>(path: string, schema: T): z.output<T> {
  const result = schema.safeParse(readJson(path));
  if (result.success) return result.data;
  const { path: where, message } = result.error.issues[0]!;
  throw new UsageError(`${path} is damaged, or of another version: ${where.join('.')}: ${message}`);
}

/**
 * Puts results together. Shards of one suite come out in the order of its plan, as if one machine had made them all, and a
 * shard that is missing as one that was not run; anything else comes one after the other, each run once.
 * @throws UsageError if two of them have the same run of the same suite
 */
export function mergeResults(all: readonly Results[]): Results {
  const [first] = all;
  const startedAt = all.map((each) => each.startedAt).sort()[0]!;
  const shards = all.every(({ what, shard }) => what === first!.what && shard?.of === first!.shard?.of);
  if (!shards || first!.shard === undefined) {
    const lengths = all.map(({ results }) => Math.max(...results.map(({ index }) => index), -1) + 1);
    const offsets = lengths.map((_, i) => lengths.slice(0, i).reduce((a, b) => a + b, 0));
    const results = all.flatMap((each, i) =>
      each.results.map((result) => ({ ...result, index: result.index + offsets[i]! })),
    );
    const what = [...new Set(all.map((each) => each.what))].join(', ');
    const { shard: _, sweep, ...about } = first!;
    const sameSweep = all.every((each) => isDeepStrictEqual(each.sweep, sweep));
    return { ...about, ...(sameSweep && { sweep }), what, startedAt, results: withoutCopies(results) };
  }
  const places = new Map<string, Result>();
  for (const result of all.flatMap(({ results }) => results)) {
    const place = `${result.index} ${result.attempt}`;
    if (places.has(place)) {
      const { experiment, mode, n } = result;
      throw new UsageError(
        `run ${n} of ${experiment} in ${mode} is there twice: these are not the shards of one suite`,
      );
    }
    places.set(place, result);
  }
  const results = [...places.values()].sort((a, b) => a.index - b.index || a.attempt - b.attempt);
  const { shard: _, ...whole } = first!;
  return { ...whole, startedAt, results: [...results, ...missingShards(all, results)] };
}

/** Nothing is known of the runs of a shard that is not there, but that they are missing. */
function missingShards(all: readonly Results[], results: readonly Result[]): Result[] {
  const of = all[0]!.shard!.of;
  const there = new Set(all.map(({ shard }) => shard!.index));
  const last = results.at(-1);
  return Array.from({ length: of }, (_, i) => i + 1)
    .filter((shard) => !there.has(shard))
    .map((shard, i) => ({
      index: (last?.index ?? -1) + 1 + i,
      experiment: `shard-${shard}-of-${of}`,
      mode: last?.mode ?? 'kraft',
      kafkaVersion: last?.kafkaVersion ?? '',
      n: 1,
      attempt: 1,
      outcome: 'not run' as const,
      reason: `the results of shard ${shard} of ${of} are missing`,
      tookMs: 0,
      folder: '',
    }));
}
