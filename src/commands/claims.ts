/**
 * `claims`: what is said about Kafka, what was measured, and whether it holds. With `--run`, what is needed to say so is run first.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Evidence } from '../claims/claim.ts';
import { claims as allClaims } from '../claims/claims.ts';
import { type DecidedClaim, decide, neededRuns } from '../claims/decide.ts';
import { claimsMd } from '../claims/table.ts';
import { exitStatus, UsageError } from '../errors.ts';
import { readResults } from '../results/read-results.ts';
import type { Result } from '../results/results.ts';
import type { Say } from './environment.ts';
import { type RunFlags, run } from './run.ts';
import { writeText } from './write-text.ts';

export interface ClaimsFlags extends Pick<RunFlags, 'mode' | 'kafka' | 'out'> {
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
  const { out } = flags;
  if (runThem && out === undefined) {
    throw new UsageError('say with --out where the results of the runs go');
  }
  const known = (folders.length > 0 ? folders : [reference].filter(existsSync)).flatMap(
    (folder) => readResults(folder).results,
  );
  if (!runThem || out === undefined) {
    show(claimsMd(allClaims.map((claim) => decide(claim, known))), file);
    return exitStatus.pass;
  }
  const needed = neededFor(allClaims.map((claim) => decide(claim, known)));
  const studies = new Set(needed.flatMap(({ at }) => at?.study ?? []));
  for (const study of studies) say(`not run here, because a sweep makes its runs: sweep --study ${study}`);
  const names = [
    ...new Set(needed.flatMap(({ experiment, at }) => (at === undefined ? experiment : []))),
  ].sort();
  if (names.length === 0) say(`every claim that can be decided rests on ${neededRuns} runs already`);
  const status =
    names.length === 0
      ? exitStatus.pass
      : await run(names, { ...flags, repeat: `${neededRuns}` }, say, signal);
  const made: readonly Result[] = names.length === 0 ? [] : readResults(out).results;
  show(claimsMd(allClaims.map((claim) => decide(claim, [...known, ...made]))), file);
  return status === exitStatus.unknown ? exitStatus.unknown : exitStatus.pass;
}

/** What has too few runs for a verdict. */
function neededFor(decided: readonly DecidedClaim[]): Evidence[] {
  return decided
    .filter(({ verdict }) => verdict === 'not decided here')
    .flatMap(({ claim, findings }) =>
      claim.evidence.filter((evidence) => {
        const found = findings.filter((finding) => finding.evidence === evidence);
        return found.length === 0 || found.some(({ verdict }) => verdict === 'not decided here');
      }),
    );
}

function show(table: string, file: string | undefined): void {
  if (file === undefined) process.stdout.write(table);
  else writeText(file, table);
}
