/**
 * Shows a run while it goes on: on a terminal a line a partition that is written over, elsewhere plain lines.
 */
import { stderr } from 'node:process';
import { createLogUpdate } from 'log-update';
import type { RunWatcher } from '../experiment/run.ts';
import { eventInWords } from '../reports/terminal.ts';
import type { PartitionStatus } from '../workloads/probe.ts';

export interface Display extends RunWatcher {
  /** Takes the live lines away. */
  end(): void;
}

/** A partition that has not acknowledged for this long is shown as silent. */
const silentMs = 250;

/**
 * Everything goes to standard error: standard output is for results.
 * @param overwrites whether it may write over its own lines: of several runs at once, none may
 */
export function display(label: string, overwrites = true): Display {
  const began = performance.now();
  const live = overwrites && stderr.isTTY ? createLogUpdate(stderr) : undefined;
  const say = (line: string) => {
    live?.clear();
    stderr.write(`${label} ${((performance.now() - began) / 1000).toFixed(1).padStart(5)} s  ${line}\n`);
  };
  return {
    say,
    happened: (event) => say(eventInWords(event)),
    show(status, nowNs) {
      live?.(status.map((each) => partitionLine(each, nowNs)).join('\n'));
    },
    end() {
      live?.clear();
    },
  };
}

function partitionLine(status: PartitionStatus, nowNs: number): string {
  const { partition, counts, inFlight, lastOkNs, lastError } = status;
  const silentForMs = lastOkNs === null ? undefined : (nowNs - lastOkNs) / 1e6;
  const state =
    silentForMs === undefined
      ? 'not yet'
      : silentForMs < silentMs
        ? 'writes ok'
        : `no write for ${(silentForMs / 1000).toFixed(1)} s`;
  return [
    `  partition ${partition}`,
    state.padEnd(22),
    `ok ${counts.ok}`.padEnd(9),
    `refused ${counts.fail}`.padEnd(13),
    `unknown ${counts.unknown}`.padEnd(13),
    `unanswered ${inFlight}`.padEnd(16),
    lastError ?? '',
  ].join('  ');
}
