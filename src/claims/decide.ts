/**
 * What runs say about a claim. A run that decides nothing counts for nothing, and fewer runs than a verdict needs give none.
 */
import { greatestOf, isTooFine } from '../checkers/measure.ts';
import { numberOfRun } from '../checkers/number-of-run.ts';
import type { Result } from '../results/results.ts';
import type { Run } from '../results/run-json.ts';
import { type MedianInterval, medianInterval } from '../statistics/median.ts';
import type { Mode } from '../topology/mode.ts';
import { type Claim, type Evidence, speaksOf } from './claim.ts';

/** So many runs a verdict rests on at least, in each mode and version. */
export const neededRuns = 5;

export type ClaimVerdict = 'holds' | 'does not hold' | 'depends' | 'not decided here';

/** One piece of evidence in the runs of one mode and version. */
export interface Finding {
  evidence: Evidence;
  mode: Mode;
  kafkaVersion: string;
  /** What was measured in each run; what never came about is infinite. */
  measured: readonly number[];
  /** In how many of them it was as the claim says. */
  agree: number;
  interval: MedianInterval;
  verdict: ClaimVerdict;
}

export interface DecidedClaim {
  claim: Claim;
  verdict: ClaimVerdict;
  /** Why there is no verdict, or what it depends on. */
  because?: string;
  findings: Finding[];
}

export function decide(claim: Claim, results: readonly Result[]): DecidedClaim {
  if (claim.undecidable !== undefined) {
    return { claim, verdict: 'not decided here', because: claim.undecidable, findings: [] };
  }
  const byEvidence = claim.evidence.map((evidence) => findingsFor(evidence, results));
  const findings = byEvidence.flat();
  const missing = claim.evidence.filter((_, i) => byEvidence[i]!.length === 0);
  const byVersion = Map.groupBy(findings, ({ mode, kafkaVersion }) => `${mode} ${kafkaVersion}`);
  const verdicts = counting(
    [...byVersion].map(([where, parts]) => ({ where, mode: parts[0]!.mode, verdict: ofAllParts(parts) })),
  );
  if (missing.length > 0 || verdicts.some(({ verdict }) => verdict === 'not decided here')) {
    return { claim, verdict: 'not decided here', because: whyUndecided(missing, findings), findings };
  }
  const [verdict, ...others] = new Set(verdicts.map((each) => each.verdict));
  if (others.length === 0 && verdict !== 'depends') return { claim, verdict: verdict!, findings };
  const each = verdicts.map(({ where, verdict }) => `${where} ${verdict}`).join(', ');
  return { claim, verdict: 'depends', because: others.length === 0 ? 'from run to run' : each, findings };
}

/** A few runs of one version take nothing from what another has decided. */
function counting<T extends { mode: Mode; verdict: ClaimVerdict }>(versions: readonly T[]): T[] {
  const isDecided = ({ verdict }: T) => verdict !== 'not decided here';
  const decided = new Set(versions.filter(isDecided).map(({ mode }) => mode));
  return versions.filter((each) => isDecided(each) || !decided.has(each.mode));
}

/** Of the parts of a claim in one mode: one that was found wrong in run after run is enough, whatever the others come to. */
function ofAllParts(parts: readonly Finding[]): ClaimVerdict {
  const has = (verdict: ClaimVerdict) => parts.some((part) => part.verdict === verdict);
  if (has('does not hold')) return 'does not hold';
  if (has('not decided here')) return 'not decided here';
  return has('depends') ? 'depends' : 'holds';
}

function whyUndecided(missing: readonly Evidence[], findings: readonly Finding[]): string {
  const names = [...new Set(missing.map(({ experiment }) => experiment))];
  const few = findings.filter(({ verdict }) => verdict === 'not decided here');
  const least = Math.min(...few.map(({ measured }) => measured.length));
  return [
    ...(names.length === 0 ? [] : [`no run of ${names.join(', ')} tells`]),
    ...(few.length === 0 ? [] : [`${least} of ${neededRuns} runs`]),
  ].join('; ');
}

function findingsFor(evidence: Evidence, results: readonly Result[]): Finding[] {
  const counting = results.filter(
    ({ experiment, mode, set = [], outcome }) =>
      experiment === evidence.experiment &&
      set.join(' ') === (evidence.at?.set ?? []).join(' ') &&
      speaksOf(evidence, mode) &&
      (outcome === 'pass' || outcome === 'fail'),
  );
  const groups = Map.groupBy(counting, ({ mode, kafkaVersion }) => `${mode} ${kafkaVersion}`);
  return [...groups.values()].flatMap((group) => {
    const told = group.flatMap(({ run }) => whatTells(run!, evidence) ?? []);
    if (told.length === 0) return [];
    const measured = told.map(({ value }) => value);
    const agree = told.filter(({ isAsSaid }) => isAsSaid).length;
    const { mode, kafkaVersion } = group[0]!;
    const interval = medianInterval(measured);
    return [
      { evidence, mode, kafkaVersion, measured, agree, interval, verdict: verdictOf(agree, measured.length) },
    ];
  });
}

/** What a run measured, and whether it is as the claim says; undefined if the run cannot tell. */
function whatTells(run: Run, evidence: Evidence): { value: number; isAsSaid: boolean } | undefined {
  const { measure, atLeast = -Infinity, atMost = Infinity } = evidence;
  const value = numberOfRun(run, measure);
  if (value === null) return undefined;
  const most = greatestOf(run, measure, value);
  if (value > atMost || most < atLeast) return { value, isAsSaid: false };
  if (value < atLeast || most > atMost || isTooFine(run, measure, atMost)) return undefined;
  return { value, isAsSaid: true };
}

function verdictOf(agree: number, runs: number): ClaimVerdict {
  if (runs < neededRuns) return 'not decided here';
  if (agree === runs) return 'holds';
  return agree === 0 ? 'does not hold' : 'depends';
}
