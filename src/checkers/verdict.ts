/**
 * A checker is a fold that ends in a verdict on one guarantee. What it found is found, whatever else is missing;
 * that there was nothing to find it says only of a history that shows all there was to see.
 */
import type { Entry, Operation, Outcome as OperationOutcome } from '../history/entry.ts';
import type { Fold } from '../measures/fold.ts';

export type Outcome = 'pass' | 'fail' | 'unknown';

/** The operations that prove a finding, and where in the log. */
export interface Witness {
  /** What is wrong, as a sentence. */
  finding: string;
  value: string;
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
  }[];
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
  /** `operations` is asked for the witnesses only, which are the first findings. */
  add(finding: string, operations: () => readonly Operation[]): void;
  /** `sawEverything` says whether no finding means that there is none. */
  verdict(sawEverything: boolean): Verdict;
}

export function findings(name: string, leaderEpochs: LeaderEpochs): Findings {
  const witnesses: Witness[] = [];
  let count = 0;
  return {
    add(finding, operations) {
      count++;
      if (witnesses.length < witnessLimit) witnesses.push(witnessOf(finding, operations(), leaderEpochs));
    },
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
    operations: operations.map(({ kind, process, invokedNs, completedNs, outcome, offset = null }) => ({
      kind,
      process,
      invokedNs,
      completedNs,
      outcome,
      offset,
    })),
  };
}

/** The leader epochs of each partition over time, as far as they were observed. */
export interface LeaderEpochs {
  add(entry: Entry): void;
  at(partition: number, timeNs: number): number | null;
}

export function leaderEpochs(): LeaderEpochs {
  const changes = new Map<number, { timeNs: number; leaderEpoch: number }[]>();
  return {
    add(entry) {
      if (entry.type !== 'event' || entry.kind !== 'leadership') return;
      const { partition, timeNs, leaderEpoch } = entry;
      const known = changes.get(partition);
      if (known === undefined) changes.set(partition, [{ timeNs, leaderEpoch }]);
      else if (known.at(-1)!.leaderEpoch !== leaderEpoch) known.push({ timeNs, leaderEpoch });
    },
    at: (partition, timeNs) =>
      changes.get(partition)?.findLast((change) => change.timeNs <= timeNs)?.leaderEpoch ?? null,
  };
}
