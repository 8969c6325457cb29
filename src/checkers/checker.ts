/**
 * What all checkers have in common: they look at a run's operations, know its writes and how far the final read got, and
 * end in a verdict. What is left for a checker to say is what it looks for.
 */
import type { Event, Operation } from '../history/entry.ts';
import { type WriteLedger, writeLedger } from '../history/write-ledger.ts';
import { type FinalRead, finalRead } from './final-read.ts';
import { type LeaderEpochs, leaderEpochs } from './leader-epochs.ts';
import { type Checker, type Findings, findings } from './verdict.ts';

/** Makes a checker. All checkers of a run share a ledger of its writes, to which each is added before it is shown to them. */
export type CheckerMaker = (shared?: WriteLedger) => Checker;

interface Tools {
  writes: WriteLedger;
  /** How far the final read got, at each moment. */
  read: Readonly<FinalRead>;
  epochs: LeaderEpochs;
  found: Findings;
}

interface Check {
  see?(operation: Operation): void;
  seeEvent?(event: Event): void;
  /** Whether what was seen is enough to say, after a complete final read, that there is nothing to find. */
  sawEnough(): boolean;
  /** Adds what can be found only when all has been seen. */
  conclude?(found: Findings): void;
}

export function checker(name: string, look: (tools: Tools) => Check): CheckerMaker {
  return (shared) => {
    const epochs = leaderEpochs();
    const read = finalRead();
    const writes = shared ?? writeLedger();
    const found = findings(name, epochs);
    const { see, seeEvent, sawEnough, conclude } = look({ writes, read: read.result(), epochs, found });
    return {
      name,
      add(entry) {
        epochs.add(entry);
        read.add(entry);
        if (entry.type === 'event') {
          seeEvent?.(entry);
          return;
        }
        if (shared === undefined && entry.kind === 'produce') writes.add(entry);
        see?.(entry);
      },
      result() {
        const all = conclude === undefined ? found : found.copy();
        const { complete } = read.result();
        if (complete) conclude?.(all);
        return all.verdict(complete && sawEnough());
      },
    };
  };
}
