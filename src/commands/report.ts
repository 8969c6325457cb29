/**
 * `report`: the pages of results that are there already, and of the shards of one suite put together. Needs no Docker.
 */
import { cpSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { exitStatus, UsageError } from '../errors.ts';
import { loadAbout } from '../experiment/load.ts';
import { githubAnnotations } from '../reports/github.ts';
import { reportFiles, writeReports } from '../reports/write-reports.ts';
import { finalResults } from '../results/final-results.ts';
import { countsInWords, outcomeOf } from '../results/overview.ts';
import { mergeResults, readResults } from '../results/read-results.ts';
import type { Result, Results } from '../results/results.ts';
import { suiteJson } from '../results/suite-json.ts';
import { createResultsFolder, holdResultsFolder, writeInto } from './results-folder.ts';

export interface ReportFlags {
  out?: string;
  /** Results to compare with: the night before. */
  since?: string;
  /** What the report is called, instead of what its suites were. */
  title?: string;
}

/** @returns the exit status: the worst outcome */
export async function report(
  folders: readonly string[],
  { out, since, title }: ReportFlags,
): Promise<number> {
  if (folders.length > 1 && out === undefined) {
    throw new UsageError('say with --out where the results of several folders are to be put together');
  }
  const sources = apart(folders.map((folder) => ({ folder, results: readResults(folder, 'not run') })));
  // One shard alone is put together as well: with what is missing of the whole.
  const merged = out === undefined ? sources[0]!.results : mergeResults(sources.map((each) => each.results));
  const results = { ...merged, what: title ?? merged.what };
  const previous = since === undefined ? undefined : readResults(since, 'not run');
  using held =
    out === undefined
      ? await holdResultsFolder(resolve(folders[0]!))
      : await createResultsFolder(out, 'report', new Date());
  const folder = held.path;
  const experiments = await loadAbout();
  writeInto(folder, () => {
    if (out !== undefined) gather(sources, folder, results);
    writeReports(folder, results, { previous, experiments });
  });
  tell(results, folder, true);
  return exitStatus[outcomeOf(results.results)];
}

/** Results, and the folder that their runs' folders are in. */
interface Source {
  folder: string;
  /** What the folder of a run begins with where they are put together. */
  prefix?: string;
  results: Results;
}

/** Shards have no run in common, so their folders can stand beside each other; other results get a folder each. */
function apart(sources: readonly Source[]): Source[] {
  const runs = sources.flatMap(({ results }) => results.results.flatMap((each) => folderOf(each) ?? []));
  if (sources.length === 1 || new Set(runs).size === runs.length) return [...sources];
  return sources.map(({ folder, results }, i) => {
    const prefix = `${i + 1}-${basename(resolve(folder))}/`;
    const moved = results.results.map((each) => ({ ...each, folder: `${prefix}${each.folder}` }));
    return { folder, prefix, results: { ...results, results: moved } };
  });
}

/** That of its files; what was not run may have none. */
function folderOf({ outcome, folder }: Result): string | undefined {
  return outcome === 'not run' ? undefined : folder;
}

/** Everything of every run goes along, so that the new folder is as good as one that a single machine made. */
function gather(sources: readonly Source[], to: string, { results, ...about }: Results): void {
  const wanted = new Set(results.flatMap((each) => folderOf(each) ?? []));
  for (const { folder, prefix = '', results } of sources) {
    for (const run of results.results.flatMap((each) => folderOf(each) ?? [])) {
      if (wanted.has(run)) cpSync(join(folder, run.slice(prefix.length)), join(to, run), { recursive: true });
    }
  }
  const planned = finalResults(results).map(({ index, experiment, mode, n, set }) => ({
    index,
    experiment,
    mode,
    n,
    ...(set !== undefined && { set: [...set] }),
  }));
  const head = { ...about, kafkaVersion: results[0]!.kafkaVersion, planned };
  writeFileSync(join(to, 'suite.json'), suiteJson(head, results));
}

/** What a suite came to, where it is written, and to GitHub's runner what it puts beside the code. */
export function tell(results: Results, folder: string, withReports: boolean): void {
  const lines = [
    `${results.what}: ${countsInWords(results.results)}`,
    `results: ${folder}${withReports ? ` (${reportFiles.join(', ')})` : ''}`,
    ...(process.env.GITHUB_ACTIONS === 'true' ? githubAnnotations(results) : []),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}
