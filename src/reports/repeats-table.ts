/** Repeats for a person at a terminal: what the runs of one experiment come to together, a column for each mode. */

import {
  deciding,
  findingsTogether,
  longestOf,
  outcomeCounts,
  repeatsOf,
  spreadOf,
  spreadText,
  stepText,
} from '../results/repeats.ts';
import type { Run } from '../results/run-json.ts';
import { noGap, type Served, type Service, servedIn, servicesOf } from '../results/services.ts';
import { columns, count, outcomeWords } from '../text/words.ts';

/** Whether there is anything to be taken together; an attempt that decided nothing and the one after it are no repeats. */
export function areRepeated(runs: readonly Run[]): boolean {
  return repeatsOf(runs).some((repeats) => deciding(repeats).length > 1);
}

/** "8.4 s (8.1 to 8.6, 5 runs)": medians, and between which values they lie; counts are of all runs. */
export function repeatsTable(runs: readonly Run[]): string {
  type Length = [string, (counting: readonly Run[]) => string];
  const lengths: Length[] = [
    ...servicesOf(runs).map(
      (service): Length => [`no ${service} for`, (counting) => felt(counting, service)],
    ),
    ['detected', (counting) => reached(counting, 'detectedMs')],
    ['elected', (counting) => reached(counting, 'electedMs')],
    ['client knew', (counting) => reached(counting, 'clientMs')],
    ['all acknowledge', (counting) => reached(counting, 'firstAckMs')],
    ['as before', (counting) => reached(counting, 'steadyMs')],
    ['consumer caught up', (counting) => reached(counting, 'lagDrainedMs')],
    ['full ISR', (counting) => reached(counting, 'fullIsrMs')],
  ];
  const repeats = repeatsOf(runs);
  return columns([
    ['', ...repeats.map(([first]) => `${first!.mode} ${first!.kafkaVersion}`)],
    ...lengths.map(([name, value]) => [name, ...repeats.map((each) => value(deciding(each)))]),
    ['acknowledged', ...repeats.map((each) => found(each, 'acknowledged'))],
    ['lost', ...repeats.map((each) => found(each, 'lost'))],
    ['outcome', ...repeats.map(outcomesInWords)],
  ]);
}

/** For how long repeats were not served; `–` for what they did not ask for. */
export function felt(runs: readonly Served[], service: Service): string {
  const served = runs.flatMap((run) => servedIn(run, service) ?? []);
  return spreadText(spreadOf(served.map(longestOf)), { nothing: noGap(served) });
}

function reached(runs: readonly Run[], step: keyof Run['recovery']): string {
  return stepText(
    runs.filter(({ faults }) => faults.length > 0),
    step,
  );
}

function found(runs: readonly Run[], finding: 'acknowledged' | 'lost'): string {
  const sum = findingsTogether(runs.map(({ safety }) => safety))[finding];
  return sum === null ? 'unknown' : count(sum);
}

function outcomesInWords(runs: readonly Run[]): string {
  const counts = outcomeCounts(runs);
  return counts
    .map(({ outcome, times }) => `${outcome === 'not run' ? outcome : outcomeWords[outcome]} ${times}`)
    .join(', ');
}
