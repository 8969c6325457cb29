/** Runs of one experiment as a table, for a person at a terminal. */
import { isStillOut } from '../measures/windows.ts';
import { wordForNever } from '../results/repeats.ts';
import type { Run } from '../results/run-json.ts';
import { noGap, type Served, type Service, servedIn, servicesOf } from '../results/services.ts';
import { columns, count, duration, outcomeWords } from '../text/words.ts';
import { doneInShort } from './done-in-short.ts';
import { areRepeated, repeatsTable } from './repeats-table.ts';

/** Runs of one experiment side by side, one column each; where they repeat each other, a column for what they come to together. */
export function table(runs: readonly Run[]): string {
  if (areRepeated(runs)) return repeatsTable(runs);
  const seconds = (ms: number | null) => (ms === null ? 'never' : duration(ms));
  type Row = [string, (run: Run) => string];
  // Only where anything was.
  const done: Row[] = runs.some(doneInShort) ? [['done', (run) => doneInShort(run) ?? '–']] : [];
  const others = servicesOf(runs, ['writes', 'reads']).map(
    (service): Row => [`no ${service} for`, (run) => servedCell(run, service)],
  );
  const rows: Row[] = [
    ['', (run) => `${run.mode} ${run.kafkaVersion}`],
    ['boot', (run) => seconds(run.cluster.bootMs)],
    ['hit', (run) => run.faults.map(hitInShort).join(' + ') || '–'],
    ...done,
    ['no writes for', ({ produce }) => cell(produce)],
    ['at least', ({ produce }) => atLeast(produce)],
    ['partitions without', ({ produce }) => hitPartitions(produce)],
    ['no reads for', (run) => servedCell(run, 'reads')],
    ...others,
    ['predicted at most', ({ predicted }) => (predicted === null ? '–' : duration(predicted.atMostMs))],
    ['detected', (run) => recoveryCell(run, 'detectedMs', notNeeded(run))],
    ['elected', (run) => recoveryCell(run, 'electedMs', notNeeded(run))],
    ['client knew', (run) => recoveryCell(run, 'clientMs', notNeeded(run))],
    ['all acknowledge', (run) => recoveryCell(run, 'firstAckMs')],
    ['as before', (run) => recoveryCell(run, 'steadyMs')],
    ['consumer caught up', (run) => recoveryCell(run, 'lagDrainedMs')],
    ['full ISR', (run) => recoveryCell(run, 'fullIsrMs')],
    ['acknowledged', ({ safety }) => count(safety.acknowledged)],
    ['refused', ({ produce }) => count(produce.fail)],
    ['unknown', ({ produce }) => count(produce.unknown)],
    ['lost', ({ safety }) => (safety.lost === null ? 'unknown' : count(safety.lost))],
    ['outcome', (run) => outcomeWords[run.outcome]],
  ];
  return columns(rows.map(([name, value]) => [name, ...runs.map(value)]));
}

/** Of what a run did not ask for, nothing is told. */
export function servedCell(run: Served, service: Service): string {
  const availability = servedIn(run, service);
  return availability === null ? '–' : cell(availability);
}

function hitInShort({ kind, nodes, links }: Run['faults'][number]): string {
  if (nodes.length > 0) return `${kind} ${nodes.join(', ')}`;
  if (links.length === 0) return kind;
  return `${kind} ${links.length === 1 ? links[0] : `${links.length} links`}`;
}

/** A length of the table: "no gap", "9.2 s", "≥ 30 s" for what was not over. */
export function cell(availability: Run['produce']): string {
  const { longestMs } = availability;
  if (longestMs === null) return 'unknown';
  if (longestMs === 0) return noGap([availability]);
  return `${isStillOut(availability) ? '≥ ' : ''}${duration(longestMs)}`;
}

function atLeast({ partitions }: Run['produce']): string {
  const bounds = partitions.flatMap((each) => each.windows.map((window) => window.atLeastMs));
  return bounds.length === 0 ? '–' : duration(Math.max(...bounds));
}

function hitPartitions({ partitions }: Run['produce']): string {
  return `${partitions.filter((each) => each.windows.length > 0).length} of ${partitions.length}`;
}

/** What did not happen though all partitions acknowledge had not to. */
const notNeeded = ({ recovery }: Run) => (recovery.firstAckMs === null ? 'never' : '–');

function recoveryCell(
  { faults, recovery }: Run,
  step: keyof Run['recovery'],
  otherwise: string = wordForNever(step),
): string {
  if (faults.length === 0) return '–';
  const ms = recovery[step];
  return ms === null ? otherwise : `after ${duration(ms)}`;
}
