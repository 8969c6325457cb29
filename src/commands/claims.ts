/**
 * `claims`: what is said about Kafka, what was measured, and whether it holds. With `--run`, what is needed to say so is run first.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { claims as allClaims } from '../claims/claims.ts';
import { decide, neededRuns } from '../claims/decide.ts';
import { needed } from '../claims/needed.ts';
import { claimsMd } from '../claims/table.ts';
import { exitStatus, UsageError } from '../errors.ts';
import { readResults } from '../results/read-results.ts';
import type { Result } from '../results/results.ts';
import { withoutCopies } from '../results/same-run.ts';
import type { Say } from './environment.ts';
import { readClusterFlags } from './options.ts';
import { defaultModes, type RunFlags, run } from './run.ts';
import { writeText } from './write-text.ts';

export interface ClaimsFlags extends Pick<RunFlags, 'mode' | 'kafka' | 'out' | 'dryRun'> {
  run?: boolean;
  /** Where the table goes instead of to standard output. */
  file?: string;
}

/** What comes with the project: the last results worth reading. */
const reference = fileURLToPath(new URL('../../results/reference', import.meta.url));

/**
 * @param folders results to decide by; without any, those that come with the project
 * @returns the exit status: 2 if runs that were asked for did not come about, else 0, because a claim that does not hold is no failure
 */
export async function claims(
  folders: readonly string[],
  { run: runThem, file, ...flags }: ClaimsFlags,
  say: Say,
  signal: AbortSignal,
): Promise<number> {
  const { out, dryRun = false } = flags;
  if (runThem && out === undefined && !dryRun) {
    throw new UsageError('say with --out where the results of the runs go');
  }
  const known = withoutCopies(
    (folders.length > 0 ? folders : [reference].filter(existsSync)).flatMap(
      (folder) => readResults(folder).results,
    ),
  );
  if (!runThem) {
    show(claimsMd(allClaims.map((claim) => decide(claim, known))), file);
    return exitStatus.pass;
  }
  const { kafkaVersion } = readClusterFlags(flags, defaultModes);
  const { experiments, studies, isMissing } = needed(
    allClaims.map((claim) => decide(claim, known)),
    kafkaVersion,
  );
  for (const study of studies) say(`not run here, because a sweep makes its runs: sweep --study ${study}`);
  if (experiments.length === 0) say(`every claim that can be decided rests on ${neededRuns} runs already`);
  const status =
    experiments.length === 0
      ? exitStatus.pass
      : await run(
          experiments,
          { ...flags, repeat: `${neededRuns}` },
          say,
          signal,
          ({ experiment, mode, n }) => isMissing(experiment.name, mode, n),
        );
  if (dryRun) return status;
  const made: readonly Result[] = experiments.length === 0 ? [] : readResults(out!).results;
  show(claimsMd(allClaims.map((claim) => decide(claim, [...known, ...made]))), file);
  return status === exitStatus.unknown ? exitStatus.unknown : exitStatus.pass;
}

function show(table: string, file: string | undefined): void {
  if (file === undefined) process.stdout.write(table);
  else writeText(file, table);
}
