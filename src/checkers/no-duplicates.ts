/**
 * Every record is in the log once: no value is at two offsets of the final read. Each further copy is a finding.
 * (That a record was *delivered* twice is no duplicate; measures/redelivery.ts counts those.)
 */
import type { Entry, Operation } from '../history/entry.ts';
import { finalRead } from './final-read.ts';
import { type Checker, findings, leaderEpochs } from './verdict.ts';

export function noDuplicates(): Checker {
  const name = 'no-duplicates';
  const epochs = leaderEpochs();
  const read = finalRead();
  const found = findings(name, epochs);
  const firstCopy = new Map<string, Operation>();
  /** Copies that were counted, so that reading the same place twice is not counted. */
  const furtherCopies = new Set<string>();
  return {
    name,
    add(entry: Entry) {
      epochs.add(entry);
      read.add(entry);
      if (entry.type !== 'operation' || entry.kind !== 'read') return;
      const first = firstCopy.get(entry.value);
      if (first === undefined) {
        firstCopy.set(entry.value, entry);
      } else if (placeOf(entry) !== placeOf(first) && !furtherCopies.has(placeOf(entry))) {
        furtherCopies.add(placeOf(entry));
        found.add(`in the log twice, at ${placeOf(first)} and at ${placeOf(entry)}`, [first, entry]);
      }
    },
    result: () => found.verdict(read.result().complete && firstCopy.size > 0),
  };
}

function placeOf({ partition, offset }: Operation): string {
  return `partition ${partition} offset ${offset}`;
}
