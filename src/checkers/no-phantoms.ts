/** What certainly was not written is not in the log: no operation that ended `fail` is in the final read. */
import type { Entry } from '../history/entry.ts';
import { column, type WriteLedger } from '../history/write-ledger.ts';
import { finalRead } from './final-read.ts';
import { type Checker, findings, leaderEpochs, ledgerOf } from './verdict.ts';

export function noPhantoms(shared?: WriteLedger): Checker {
  const name = 'no-phantoms';
  const epochs = leaderEpochs();
  const read = finalRead();
  const found = findings(name, epochs);
  const { writes, note } = ledgerOf(shared);
  /** Counted already: one finding a write, however many copies there are. */
  const counted = column(Uint8Array);
  let sawRead = false;
  return {
    name,
    add(entry: Entry) {
      epochs.add(entry);
      read.add(entry);
      note(entry);
      if (entry.type !== 'operation' || entry.kind !== 'read') return;
      sawRead = true;
      const row = writes.rowOf(entry.value);
      if (writes.outcomeOf(row) !== 'fail' || counted.get(row) === 1) return;
      counted.set(row, 1);
      const write = writes.operationAt(row);
      found.add(`in the log, but its operation failed with ${write.error?.name ?? 'no name'}`, () => [
        write,
        entry,
      ]);
    },
    result: () => found.verdict(read.result().complete && sawRead),
  };
}
