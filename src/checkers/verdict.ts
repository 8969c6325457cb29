/**
 * A checker is a fold that ends in a verdict on one guarantee. What it found is found, whatever else is missing;
 * that there was nothing to find it says only of a history that shows all there was to see.
 */
import type { Operation, Outcome as OperationOutcome } from '../history/entry.ts';
import type { Fold } from '../measures/fold.ts';
import type { Forensics } from './forensics.ts';
import type { LeaderEpochs } from './leader-epochs.ts';

export type Outcome = 'pass' | 'fail' | 'unknown';

/** What proves a finding: operations, or events that the sentence tells, and where in the log. */
export interface Witness {
  /** What is wrong, as a sentence. */
  finding: string;
  /** Of the record; null where the finding is about none. */
  value: string | null;
  partition: number;
  offsets: number[];
  /** The leader epoch at the completion of each operation; null where leadership was not observed. */
  leaderEpochs: (number | null)[];
  operations: {
    kind: Operation['kind'];
    process: string;
    invokedNs: number;
    completedNs: number;
    outcome: OperationOutcome;
    offset: number | null;
    /** Kafka's id of the broker that was written to, or whose replica was read; missing if it is not known. */
    broker?: number;
  }[];
  /** Of a lost record. */
  forensics?: Forensics;
}

export interface Verdict {
  name: string;
  outcome: Outcome;
  /** How many findings there are; null if that there are none cannot be said. */
  count: number | null;
  /** The first findings, at most `witnessLimit`. */
  witnesses: Witness[];
}

export interface Checker extends Fold<Verdict> {
  name: string;
}

export const witnessLimit = 20;

/** The worst of several outcomes: fail, then unknown, then pass. Of none at all nothing is known. */
export function worst(outcomes: readonly Outcome[]): Outcome {
  if (outcomes.includes('fail')) return 'fail';
  return outcomes.length === 0 || outcomes.includes('unknown') ? 'unknown' : 'pass';
}

export interface Findings {
  /** `operations` and `forensics` are asked for the witnesses only, which are the first findings. */
  add(finding: string, operations: () => readonly Operation[], forensics?: () => Forensics): void;
  /** A finding of which events are the proof. */
  addPlace(finding: string, place: Pick<Witness, 'partition' | 'offsets'>): void;
  /** The same findings, to which others can be added. */
  copy(): Findings;
  /** `sawEverything` says whether no finding means that there is none. */
  verdict(sawEverything: boolean): Verdict;
}

export function findings(
  name: string,
  leaderEpochs: LeaderEpochs,
  known: Pick<Verdict, 'count' | 'witnesses'> = { count: 0, witnesses: [] },
): Findings {
  const witnesses = [...known.witnesses];
  let count = known.count ?? 0;
  return {
    add(finding, operations, forensics) {
      count++;
      if (witnesses.length === witnessLimit) return;
      const witness = witnessOf(finding, operations(), leaderEpochs);
      witnesses.push(forensics === undefined ? witness : { ...witness, forensics: forensics() });
    },
    addPlace(finding, place) {
      count++;
      if (witnesses.length === witnessLimit) return;
      witnesses.push({ finding, value: null, ...place, leaderEpochs: [], operations: [] });
    },
    copy: () => findings(name, leaderEpochs, { count, witnesses }),
    verdict(sawEverything) {
      if (count > 0) return { name, outcome: 'fail', count, witnesses };
      return sawEverything
        ? { name, outcome: 'pass', count: 0, witnesses }
        : { name, outcome: 'unknown', count: null, witnesses };
    },
  };
}

function witnessOf(finding: string, operations: readonly Operation[], epochs: LeaderEpochs): Witness {
  const { value, partition } = operations[0]!;
  return {
    finding,
    value,
    partition,
    offsets: [...new Set(operations.flatMap(({ offset }) => offset ?? []))],
    leaderEpochs: operations.map((each) => epochs.at(each.partition, each.completedNs)),
    operations: operations.map(
      ({ kind, process, invokedNs, completedNs, outcome, offset = null, broker }) => ({
        kind,
        process,
        invokedNs,
        completedNs,
        outcome,
        offset,
        ...(broker !== undefined && { broker }),
      }),
    ),
  };
}
