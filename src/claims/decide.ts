/**
 * What runs say about a claim. A run that decides nothing counts for nothing, and fewer runs than a verdict needs give none.
 */
import { isTooFine } from '../checkers/measure.ts';
import { numberOfRun } from '../checkers/number-of-run.ts';
import type { Result } from '../results/results.ts';
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
  const byMode = Map.groupBy(counting(findings), ({ mode, kafkaVersion }) => `${mode} ${kafkaVersion}`);
  const verdicts = [...byMode].map(([where, parts]) => [where, ofAllParts(parts)] as const);
  if (missing.length > 0 || verdicts.some(([, verdict]) => verdict === 'not decided here')) {
    return { claim, verdict: 'not decided here', because: whyUndecided(missing, findings), findings };
  }
  const [verdict, ...others] = new Set(verdicts.map(([, each]) => each));
  if (others.length === 0 && verdict !== 'depends') return { claim, verdict: verdict!, findings };
  const each = verdicts.map(([where, verdict]) => `${where} ${verdict}`).join(', ');
  return { claim, verdict: 'depends', because: others.length === 0 ? 'from run to run' : each, findings };
}

/** A few runs of one version take nothing from what another has decided. */
function counting(findings: readonly Finding[]): Finding[] {
  const isDecided = ({ verdict }: Finding) => verdict !== 'not decided here';
  const isSame = (one: Finding, other: Finding) => one.evidence === other.evidence && one.mode === other.mode;
  return findings.filter(
    (each) => isDecided(each) || !findings.some((other) => isSame(each, other) && isDecided(other)),
  );
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
    ...(names.length === 0 ? [] : [`no run of ${names.join(', ')}`]),
    ...(few.length === 0 ? [] : [`${least} of ${neededRuns} runs`]),
  ].join('; ');
}

function findingsFor(evidence: Evidence, results: readonly Result[]): Finding[] {
  const counting = results.filter(
    ({ experiment, mode, set = [], outcome, run }) =>
      experiment === evidence.experiment &&
      set.join(' ') === (evidence.at?.set ?? []).join(' ') &&
      speaksOf(evidence, mode) &&
      (outcome === 'pass' || outcome === 'fail') &&
      !isTooFine(run!, evidence.measure, evidence.atMost ?? Infinity),
  );
  const groups = Map.groupBy(counting, ({ mode, kafkaVersion }) => `${mode} ${kafkaVersion}`);
  return [...groups.values()].flatMap((group) => {
    const measured = group.flatMap(({ run }) => numberOfRun(run!, evidence.measure) ?? []);
    if (measured.length === 0) return [];
    const agree = measured.filter((value) => isAsSaid(value, evidence)).length;
    const { mode, kafkaVersion } = group[0]!;
    const interval = medianInterval(measured);
    return [
      { evidence, mode, kafkaVersion, measured, agree, interval, verdict: verdictOf(agree, measured.length) },
    ];
  });
}

function isAsSaid(value: number, { atLeast = -Infinity, atMost = Infinity }: Evidence): boolean {
  return value >= atLeast && value <= atMost;
}

function verdictOf(agree: number, runs: number): ClaimVerdict {
  if (runs < neededRuns) return 'not decided here';
  if (agree === runs) return 'holds';
  return agree === 0 ? 'does not hold' : 'depends';
}
