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

/** The fold, blind to what other workloads produce. */
export function only<T>(workload: string, fold: Fold<T>): Fold<T> {
  return {
    add(entry: Entry) {
      if (!isOfOther(workload, entry)) fold.add(entry);
    },
    result: fold.result,
  };
}
