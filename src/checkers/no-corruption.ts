/**
 * Every record is as it was written: its checksum fits its value, in the final read, on every replica, and in what the
 * running consumer was given. A place in the log counts once, however often and from whichever replica it was read.
 */
import { checker } from './checker.ts';

export const noCorruption = checker('no-corruption', ({ found }) => {
  const corruptedPlaces = new Set<string>();
  let sawRead = false;
  return {
    see(operation) {
      sawRead ||= operation.kind === 'read';
      if (operation.corrupted !== true) return;
      const place = `${operation.partition}/${operation.offset}`;
      if (corruptedPlaces.has(place)) return;
      corruptedPlaces.add(place);
      found.add('the checksum of the record does not fit its value', () => [operation]);
    },
    sawEnough: () => sawRead,
  };
});
