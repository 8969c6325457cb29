/**
 * Tells workloads apart. What one client felt is measured on its own operations and never mixed with another's; events
 * are everybody's.
 */
import type { Entry, Operation } from '../history/entry.ts';
import type { Fold } from './fold.ts';

/** The workload that sends raw attempts, by which the cluster is measured. */
export const probeWorkload = 'probe';

/** The workload of a process: `kafkajs-2` is that of `kafkajs` on partition 2. */
export function workloadOf({ process }: Operation): string {
  return process.replace(/-\d+$/, '');
}

function isOfOther(workload: string, entry: Entry): boolean {
  return entry.type === 'operation' && entry.kind === 'produce' && workloadOf(entry) !== workload;
}

/**
 * Whether it is the admin probe's question after a topic, the second of its three requests a round: any broker answers that
 * from what it has heard before, so it tells nothing of whether there is a controller.
 */
function isQuestion(entry: Entry): boolean {
  if (entry.type !== 'operation' || entry.kind !== 'administer') return false;
  const number = /^admin\/(\d+)$/.exec(entry.value)?.[1];
  return Number(number) % 3 === 1;
}

/** The fold, blind to questions of the admin probe: it sees what only a controller can do. */
export function withoutQuestions<T>(fold: Fold<T>): Fold<T> {
  return {
    add(entry: Entry) {
      if (!isQuestion(entry)) fold.add(entry);
    },
    result: fold.result,
  };
}

/** The fold, blind to what other workloads produce. */
export function only<T>(workload: string, fold: Fold<T>): Fold<T> {
  return {
    add(entry: Entry) {
      if (!isOfOther(workload, entry)) fold.add(entry);
    },
    result: fold.result,
  };
}
