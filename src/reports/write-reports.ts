/**
 * Writes what people and CI servers look at beside the results of a suite: report.html, summary.md, junit.xml.
 */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { AboutExperiment } from '../results/about.ts';
import { readTimeline } from '../results/read-timeline.ts';
import type { Result, Results } from '../results/results.ts';
import { logExcerpt, type NodeLogExcerpt } from './html/log-excerpts.ts';
import { reportHtml } from './html/report-html.ts';
import { junitXml } from './junit.ts';
import { summaryMd } from './summary.ts';

/** Held from the begin of a suite, so that a disk that fills meanwhile still has room for what is said at the end. */
const reserveFile = 'space-for-reports';
const reservedBytes = 4 * 2 ** 20;

export function reserveSpace(folder: string): void {
  writeFileSync(join(folder, reserveFile), Buffer.alloc(reservedBytes));
}

export function releaseSpace(folder: string): void {
  rmSync(join(folder, reserveFile), { force: true });
}

export const reportFiles = ['report.html', 'summary.md', 'junit.xml'] as const;

export interface ReportOptions {
  /** Results to say what has changed since. */
  previous?: Results | undefined;
  /** What there is to say of each experiment, by its name. */
  experiments: ReadonlyMap<string, AboutExperiment>;
}

/** @param folder that of the results, with the folders of the runs in it */
export function writeReports(
  folder: string,
  results: Results,
  { previous, experiments }: ReportOptions,
): void {
  releaseSpace(folder);
  // The small ones first: where the disk is nearly full, they may still find room.
  writeFileSync(join(folder, 'summary.md'), summaryMd(results));
  writeFileSync(join(folder, 'junit.xml'), junitXml(results));
  const nodeLogs = new Map(results.results.map((result) => [result.folder, excerpts(folder, result)]));
  const drawn = results.results.map((result) => withTimeline(folder, result));
  const html = reportHtml(
    { ...results, results: drawn },
    { nodeLogs, experiments, ...(previous !== undefined && { previous }) },
  );
  writeFileSync(join(folder, 'report.html'), html);
}

/** A run that was only just made has left its picture in its folder. */
function withTimeline(folder: string, result: Result): Result {
  const { run, timeline } = result;
  return run === undefined || timeline !== undefined
    ? result
    : { ...result, timeline: readTimeline(folder, result) };
}

/** What the nodes wrote around the injections; nothing where the logs were not kept. */
function excerpts(folder: string, { folder: runFolder, run }: Result): NodeLogExcerpt[] {
  const logs = join(folder, runFolder, 'nodes');
  if (run === undefined || !existsSync(logs)) return [];
  const aroundMs = run.faults.flatMap(({ injectedAtMs, healedAtMs }) =>
    [injectedAtMs, healedAtMs ?? []].flat(),
  );
  return readdirSync(logs)
    .filter((name) => name.endsWith('.log'))
    .sort()
    .map((name) =>
      logExcerpt(basename(name, '.log'), readFileSync(join(logs, name), 'utf8'), {
        startedAt: run.startedAt,
        aroundMs,
      }),
    )
    .filter(({ lines }) => lines.length > 0);
}
