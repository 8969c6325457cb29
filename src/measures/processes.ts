/**
 * Which nodes gave up, after the first injection began: processes that ended by themselves, and ZooKeeper servers that
 * left their ensemble while their process lived on.
 *
 * A process that a fault, or the kernel, ends has the exit code of a signal: 137 of SIGKILL, 143 of SIGTERM. Kafka and
 * ZooKeeper end themselves with small numbers.
 */
import type { Entry } from '../history/entry.ts';
import type { Fold } from './fold.ts';
import { injection } from './injection.ts';
import { ceilMs } from './time.ts';

/** A process that ended by itself. */
export interface ProcessEnd {
  atMs: number;
  node: string;
  exitCode: number;
}

/** null without an injection, or in a history from before processes were watched. */
export interface Processes {
  endedByThemselves: number | null;
  /** How often a ZooKeeper server left its ensemble. */
  leftEnsemble: number | null;
  /** How many nodes were away when the watching ended: without a process, or out of their ensemble. */
  away: number | null;
  ends: ProcessEnd[];
}

const firstOfSignals = 128;

export function processes(): Fold<Processes> {
  const marks = injection();
  const ends: ProcessEnd[] = [];
  const dead = new Set<string>();
  const out = new Set<string>();
  let isWatched = false;
  let leftEnsemble = 0;
  return {
    add(entry: Entry) {
      marks.add(entry);
      if (entry.type !== 'event') return;
      const hasBegun = marks.result().beganNs !== undefined;
      if (entry.kind === 'process') {
        const { node, running, exitCode, timeNs } = entry;
        isWatched = true;
        // Of a process that died out of its ensemble, the next one begins anew.
        out.delete(node);
        if (running) dead.delete(node);
        else dead.add(node);
        if (hasBegun && exitCode !== null && exitCode < firstOfSignals)
          ends.push({ atMs: ceilMs(timeNs), node, exitCode });
      }
      if (entry.kind !== 'node-log') return;
      if (entry.what === 'ensemble-joined') out.delete(entry.node);
      if (entry.what !== 'ensemble-left') return;
      out.add(entry.node);
      if (hasBegun) leftEnsemble++;
    },
    result() {
      if (!isWatched || marks.result().beganNs === undefined)
        return { endedByThemselves: null, leftEnsemble: null, away: null, ends: [] };
      const away = new Set([...dead, ...out]).size;
      return { endedByThemselves: ends.length, leftEnsemble, away, ends: ends.map((each) => ({ ...each })) };
    },
  };
}
