/** What certainly was not written is not in the log: no operation that ended `fail` is in the final read. */
import type { Entry, Operation } from '../history/entry.ts';
import { finalRead } from './final-read.ts';
import { type Checker, findings, leaderEpochs } from './verdict.ts';

export function noPhantoms(): Checker {
  const name = 'no-phantoms';
  const epochs = leaderEpochs();
  const read = finalRead();
  const found = findings(name, epochs);
  const failed = new Map<string, Operation>();
  let sawRead = false;
  return {
    name,
    add(entry: Entry) {
      epochs.add(entry);
      read.add(entry);
      if (entry.type !== 'operation') return;
      if (entry.kind === 'produce' && entry.outcome === 'fail') failed.set(entry.value, entry);
      if (entry.kind !== 'read') return;
      sawRead = true;
      const write = failed.get(entry.value);
      if (write === undefined) return;
      failed.delete(entry.value); // one finding a write, however many copies there are
      found.add(`in the log, but its operation failed with ${write.error?.name ?? 'no name'}`, [
        write,
        entry,
      ]);
    },
    result: () => found.verdict(read.result().complete && sawRead),
  };
}
