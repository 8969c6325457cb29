/** What has still to be run, so that every claim is decided that can be. */
import type { Mode } from '../topology/mode.ts';
import { type Evidence, speaksOf } from './claim.ts';
import { type DecidedClaim, neededRuns } from './decide.ts';

export interface Needed {
  /** Experiments that have to be run, by name. */
  experiments: string[];
  /** Studies that have to be swept: their runs have settings of their own. */
  studies: string[];
  /** Whether the nth run of an experiment in a mode is one of those that are missing. */
  isMissing(experiment: string, mode: Mode, n: number): boolean;
}

/** @param kafkaVersion of the runs that are to be made; those of another version do not count */
export function needed(decided: readonly DecidedClaim[], kafkaVersion: string): Needed {
  const open = decided
    .filter(({ verdict }) => verdict === 'not decided here')
    .flatMap(({ claim, findings }) =>
      claim.evidence.map((evidence) => ({
        evidence,
        runs: new Map<Mode, number>(
          findings
            .filter((finding) => finding.evidence === evidence && finding.kafkaVersion === kafkaVersion)
            .map(({ mode, measured }) => [mode, measured.length]),
        ),
      })),
    )
    .filter(({ runs }) => runs.size === 0 || [...runs.values()].some((count) => count < neededRuns));
  const named = (of: (evidence: Evidence) => string | undefined) =>
    [...new Set(open.flatMap(({ evidence }) => of(evidence) ?? []))].sort();
  return {
    experiments: named(({ experiment, at }) => (at === undefined ? experiment : undefined)),
    studies: named(({ at }) => at?.study),
    isMissing: (experiment, mode, n) =>
      open.some(
        ({ evidence, runs }) =>
          evidence.experiment === experiment &&
          evidence.at === undefined &&
          speaksOf(evidence, mode) &&
          n > (runs.get(mode) ?? 0),
      ),
  };
}
