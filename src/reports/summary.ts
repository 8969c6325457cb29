/**
 * `summary.md`: a suite on one screen, for a pull request or the summary page of a CI job. The worst comes first.
 */

import { finalResults } from '../results/final-results.ts';
import { countsInWords, whyNot, worstFirst } from '../results/overview.ts';
import {
  deciding,
  findingsTogether,
  outcomeCounts,
  reachedIn,
  repeatsOf,
  spreadOf,
  spreadText,
} from '../results/repeats.ts';
import type { Result, Results } from '../results/results.ts';
import { type Service, servicesOf } from '../results/services.ts';
import { markdownCell } from '../text/markdown.ts';
import { count, duration, outcomeWords } from '../text/words.ts';
import { felt } from './repeats-table.ts';
import { servedCell } from './runs-table.ts';
import { sweepMd } from './sweep-md.ts';
import { timeInWords } from './time-spent.ts';

const signs = { pass: '✅', fail: '❌', unknown: '❔', 'not run': '⏹️' } as const;

export function summaryMd(suite: Results): string {
  const { what, startedAt, seed, parallel, results } = suite;
  const last = finalResults(results);
  const again = results.length - last.length;
  const at = `${startedAt.slice(0, 16).replace('T', ' ')} UTC`;
  const groups = repeatsOf(worstFirst(last));
  const took = timeInWords(results);
  const parts = [
    `# kafka-chaos ${what}: ${countsInWords(results)}`,
    `${at}, seed ${seed}${parallel > 1 ? `, ${parallel} runs at once` : ''}.${took === '' ? '' : ` ${took}.`}`,
    ...(again === 0
      ? []
      : [`${again} decided nothing at first and ${again === 1 ? 'was' : 'were'} run once more.`]),
    ...sweepMd(suite),
    table(groups),
    ...(groups.some(({ length }) => length > 1) ? [aboutRepeats] : []),
    ...details(worstFirst(results)),
  ];
  return `${parts.join('\n\n')}\n`;
}

const aboutRepeats =
  'Repeats are one line: the median of the runs that decide something, and in parentheses between which values it lies with 95 % certainty (with fewer than six runs: between which all of them lie). What was acknowledged and lost is the sum of all.';

function table(groups: readonly Result[][]): string {
  const always = ['writes', 'reads'] as const;
  const runs = groups.flat().flatMap(({ run }) => run ?? []);
  const asked = [...always, ...servicesOf(runs, always)];
  const heads = [
    '',
    'experiment',
    'mode',
    ...asked.map((service) => `no ${service} for`),
    'full ISR after',
    'acknowledged',
    'lost',
  ];
  const rows = groups.map((group) =>
    group.length === 1 ? rowOf(group[0]!, asked) : rowOfRepeats(group, asked),
  );
  const lines = [heads, heads.map(() => '---'), ...rows];
  return lines.map((row) => `| ${row.map(markdownCell).join(' | ')} |`).join('\n');
}

function rowOf(result: Result, asked: readonly Service[]): string[] {
  const { outcome, run } = result;
  const about = [`${signs[outcome]} ${word(outcome)}`, ...nameOf(result)];
  if (run === undefined) return [...about, ...nothing(asked)];
  const { safety, recovery, faults } = run;
  const recovered = recovery.fullIsrMs;
  return [
    ...about,
    ...asked.map((service) => servedCell(run, service)),
    faults.length === 0 ? '–' : recovered === null ? 'never' : duration(recovered),
    count(safety.acknowledged),
    orUnknown(safety.lost),
  ];
}

/** Several runs of the same, the worst of them first. */
function rowOfRepeats(results: readonly Result[], asked: readonly Service[]): string[] {
  const counts = outcomeCounts(results).map(({ outcome, times }) => `${word(outcome)} ${times}`);
  const about = [`${signs[results[0]!.outcome]} ${counts.join(', ')}`, ...nameOf(results[0]!)];
  const runs = results.flatMap(({ run }) => run ?? []);
  if (runs.length === 0) return [...about, ...nothing(asked)];
  const counting = deciding(results).flatMap(({ run }) => run ?? []);
  const broken = counting.filter(({ faults }) => faults.length > 0);
  const { acknowledged, lost } = findingsTogether(runs.map(({ safety }) => safety));
  return [
    ...about,
    ...asked.map((service) => felt(counting, service)),
    spreadText(spreadOf(broken.map((run) => reachedIn(run, 'fullIsrMs')))),
    orUnknown(acknowledged),
    orUnknown(lost),
  ];
}

/** Of what did not come about, in every column. */
const nothing = (asked: readonly Service[]) => [...asked, 'full ISR', 'acknowledged', 'lost'].map(() => '–');

function nameOf({ experiment, mode, kafkaVersion, set = [] }: Result): string[] {
  return [[experiment, ...set].join(' '), `${mode} ${kafkaVersion}`];
}

/** What did not come to "holds", in full, attempts that were made again among it. */
function details(results: readonly Result[]): string[] {
  const open = results.filter(({ outcome }) => outcome !== 'pass');
  if (open.length === 0) return [];
  const lines = open.map((result) => {
    const { experiment, mode, n, set = [], attempt, outcome } = result;
    const run = [
      `${experiment} ${mode}${n > 1 ? ` ${n}` : ''}`,
      ...set,
      ...(attempt > 1 ? ['once more'] : []),
    ];
    const which = markdownCell(run.join(', '));
    return `- **${which}** ${word(outcome)}: ${markdownCell(whyNot(result) || 'no reason is known')}`;
  });
  return ['## What does not hold, or cannot be told', lines.join('\n')];
}

const word = (outcome: Result['outcome']) => (outcome === 'not run' ? 'not run' : outcomeWords[outcome]);
const orUnknown = (found: number | null) => (found === null ? 'unknown' : count(found));
