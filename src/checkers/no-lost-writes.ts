/**
 * No acknowledged write is lost: what was acknowledged before the final read began is in it.
 *
 * An acknowledgement that came only after the final read had begun does not have to be in it; if it is not, nothing
 * can be said about it, so the verdict is at best unknown. So it is if nothing was acknowledged.
 */
import type { Entry, Operation } from '../history/entry.ts';
import { finalRead } from './final-read.ts';
import { type Checker, findings, leaderEpochs } from './verdict.ts';

export function noLostWrites(): Checker {
  const name = 'no-lost-writes';
  const epochs = leaderEpochs();
  const read = finalRead();
  /** Acknowledged and not read (yet), by value. */
  const missing = new Map<string, Operation>();
  const missingLate = new Set<string>();
  let acknowledged = false;
  return {
    name,
    add(entry: Entry) {
      epochs.add(entry);
      read.add(entry);
      if (entry.type !== 'operation') return;
      if (entry.kind === 'produce' && entry.outcome === 'ok') {
        acknowledged = true;
        if (read.result().begun) missingLate.add(entry.value);
        else missing.set(entry.value, entry);
      } else if (entry.kind === 'read') {
        missing.delete(entry.value);
        missingLate.delete(entry.value);
      }
    },
    result() {
      const found = findings(name, epochs);
      const { complete } = read.result();
      if (complete)
        for (const write of missing.values()) found.add('acknowledged, but not in the log', [write]);
      return found.verdict(complete && acknowledged && missingLate.size === 0);
    },
  };
}
