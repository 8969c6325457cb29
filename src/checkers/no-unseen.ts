/**
 * The running consumer misses nothing: what was acknowledged and is in the final read was delivered to it.
 *
 * The consumer has to run until the final read begins, and to be given the time to catch up; a record that it was
 * not given until then counts, whether it was passed over or not reached. Without a final read, and without a
 * consumer that was given anything, nothing is known.
 */
import type { Entry, Operation } from '../history/entry.ts';
import { finalRead } from './final-read.ts';
import { type Checker, findings, leaderEpochs } from './verdict.ts';

export function noUnseen(): Checker {
  const name = 'no-unseen';
  const epochs = leaderEpochs();
  const read = finalRead();
  const found = findings(name, epochs);
  /** Acknowledged and not delivered (yet), by value. */
  const undelivered = new Map<string, Operation>();
  /** Delivered before the acknowledgement came. */
  const early = new Set<string>();
  let acknowledged = false;
  let delivered = false;
  return {
    name,
    add(entry: Entry) {
      epochs.add(entry);
      read.add(entry);
      if (entry.type !== 'operation') return;
      if (entry.kind === 'produce') {
        const wasEarly = early.delete(entry.value);
        if (entry.outcome !== 'ok') return;
        acknowledged = true;
        if (!wasEarly) undelivered.set(entry.value, entry);
      } else if (entry.kind === 'consume') {
        delivered = true;
        if (!undelivered.delete(entry.value)) early.add(entry.value);
      } else {
        const write = undelivered.get(entry.value);
        if (write === undefined) return;
        undelivered.delete(entry.value);
        found.add('acknowledged and in the log, but never delivered to the running consumer', [write, entry]);
      }
    },
    result: () => found.verdict(read.result().complete && acknowledged && delivered),
  };
}
