/**
 * Every record is as it was written: its checksum fits its value, in the final read and in what the running
 * consumer was given. A place in the log counts once, however often it was read.
 */
import type { Entry } from '../history/entry.ts';
import { finalRead } from './final-read.ts';
import { type Checker, findings, leaderEpochs } from './verdict.ts';

export function noCorruption(): Checker {
  const name = 'no-corruption';
  const epochs = leaderEpochs();
  const read = finalRead();
  const found = findings(name, epochs);
  const corruptedPlaces = new Set<string>();
  let sawRead = false;
  return {
    name,
    add(entry: Entry) {
      epochs.add(entry);
      read.add(entry);
      if (entry.type !== 'operation') return;
      sawRead ||= entry.kind === 'read';
      if (entry.corrupted !== true) return;
      const place = `${entry.partition}/${entry.offset}`;
      if (corruptedPlaces.has(place)) return;
      corruptedPlaces.add(place);
      found.add('the checksum of the record does not fit its value', () => [entry]);
    },
    result: () => found.verdict(read.result().complete && sawRead),
  };
}
