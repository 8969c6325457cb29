/** The runs of one experiment side by side: the same clock, the same scale. */

import { finalResults } from '../../../results/final-results.ts';
import {
  deciding,
  findingsTogether,
  longestOf,
  outcomeCounts,
  repeatsOf,
  spreadOf,
  spreadText,
  stepText,
} from '../../../results/repeats.ts';
import { noGap } from '../../../results/services.ts';
import { duration } from '../../../text/words.ts';
import type { PageData, PageResult, PageRun } from '../page-data.ts';
import { addressOf } from './data.ts';
import { type Child, h, section, tableOf } from './dom.ts';
import {
  hitText,
  orUnknown,
  outageOf,
  outageText,
  outcomeMark,
  recoverySteps,
  recoveryText,
  showsOf,
  variantText,
} from './figures.ts';
import { lastStepMs, recoveryStairs } from './recovery-stairs.ts';
import { frameOf, timelineCharts } from './timeline-charts.ts';

type Told = PageResult & { run: PageRun };

export function comparePage(data: PageData, experiment: string, signal: AbortSignal): HTMLElement {
  const all = data.results.filter((result) => result.experiment === experiment);
  const told = finalResults(all).filter((result): result is Told => result.run !== undefined);
  const repeats = repeatsOf(told);
  // One of each mode, version and setting is drawn; repeats stand in the tables.
  const drawn = repeats.map(([first]) => first!);
  return h(
    'article',
    {},
    h(
      'header',
      {},
      h('nav', { 'aria-label': 'where you are' }, h('a', { href: '#/' }, 'all runs')),
      h('h1', {}, experiment),
      showsOf(data, experiment),
      h('p', { class: 'under' }, told.length > 1 ? 'side by side' : `${told.length} run`),
    ),
    repeats.length < told.length && section('Repeats together', together(repeats)),
    told.length > 0 && section('Numbers', numbers(told)),
    missing(all),
    h('div', { class: 'columns' }, ...columnsOf(drawn, signal)),
  );
}

function numbers(results: readonly Told[]): HTMLElement {
  const rows: [string, (run: PageRun) => string][] = [
    ['hit', (run) => run.faults.map(hitText).join(' + ') || '–'],
    ['boot', ({ cluster }) => (cluster.bootMs === null ? 'never' : duration(cluster.bootMs))],
    ['no writes for', ({ produce }) => outageText(outageOf(produce))],
    ['at least', ({ produce }) => atLeast(produce)],
    ['no reads for', ({ consume }) => (consume === null ? '–' : outageText(outageOf(consume)))],
    ['predicted at most', ({ predicted }) => (predicted === null ? '–' : duration(predicted.atMostMs))],
    ...recoverySteps.map(([step, name]): [string, (run: PageRun) => string] => [
      name,
      (run) => recoveryText(run, step),
    ]),
    ['acknowledged', ({ safety }) => orUnknown(safety.acknowledged)],
    ['refused', ({ produce }) => orUnknown(produce.fail)],
    ['unknown', ({ produce }) => orUnknown(produce.unknown)],
    ['lost', ({ safety }) => orUnknown(safety.lost)],
    ['duplicates', ({ safety }) => orUnknown(safety.duplicates)],
  ];
  return tableOf(
    'numbers side by side',
    ['', ...results.map((result) => h('a', { href: addressOf(result) }, nameOf(result)))],
    [
      ['outcome', ...results.map(({ outcome }): Child => outcomeMark(outcome))],
      ...rows.map(([name, value]): Child[] => [name, ...results.map(({ run }) => value(run))]),
    ],
    'numbers',
  );
}

/** What the repeats of each mode come to together. */
function together(repeats: readonly Told[][]): HTMLElement {
  const column = (results: readonly Told[]): Child[] => {
    const runs = deciding(results).map(({ run }) => run);
    const broken = runs.filter(({ faults }) => faults.length > 0);
    const { acknowledged, lost, duplicates } = findingsTogether(results.map(({ run }) => run.safety));
    const felt = (availabilities: PageRun['produce'][]) =>
      spreadText(spreadOf(availabilities.map(longestOf)), { nothing: noGap(availabilities) });
    return [
      h('span', { class: 'outcomes' }, outcomeCounts(results).map(outcomeTimes)),
      felt(runs.map(({ produce }) => produce)),
      felt(runs.flatMap(({ consume }) => consume ?? [])),
      ...recoverySteps.map(([step]) => stepText(broken, step)),
      ...[acknowledged, lost, duplicates].map(orUnknown),
    ];
  };
  const names = [
    ...['outcome', 'no writes for', 'no reads for'],
    ...recoverySteps.map(([, name]) => name),
    ...['acknowledged', 'lost', 'duplicates'],
  ];
  const columns = repeats.map(column);
  return tableOf(
    'what repeats come to together',
    ['', ...repeats.map(([first]) => variantText(first!))],
    names.map((name, at) => [name, ...columns.map((cells) => cells[at])]),
    'numbers',
  );
}

const outcomeTimes = ({ outcome, times }: ReturnType<typeof outcomeCounts>[number]) =>
  h('span', {}, outcomeMark(outcome), ` ${times}`);

function atLeast(produce: PageRun['produce']): string {
  const outage = outageOf(produce);
  return outage === null || outage.atMostMs === 0 ? '–' : duration(outage.atLeastMs);
}

const nameOf = (result: PageResult) => `${variantText(result)}${result.n > 1 ? `, ${result.n}` : ''}`;

function missing(results: readonly PageResult[]): Child {
  const without = results.filter(({ run }) => run === undefined);
  if (without.length === 0) return null;
  return h(
    'ul',
    {},
    ...without.map((result) =>
      h(
        'li',
        {},
        h('a', { href: addressOf(result) }, nameOf(result)),
        ': ',
        outcomeMark(result.outcome),
        ` ${result.reason ?? ''}`,
      ),
    ),
  );
}

/** All by one clock, which starts when the first fault took effect, and by the same scales. */
function columnsOf(results: readonly Told[], signal: AbortSignal): HTMLElement[] {
  const frame = frameOf(results.flatMap(({ timeline }) => timeline ?? []));
  const scaleMs = Math.max(...results.map(({ run }) => lastStepMs(run)));
  return results.map((result) => {
    const { run, timeline } = result;
    return h(
      'div',
      {},
      h('h2', {}, h('a', { href: addressOf(result) }, nameOf(result)), ' ', outcomeMark(result.outcome)),
      recoveryStairs(run, scaleMs),
      timeline !== undefined && timelineCharts(run, timeline, signal, frame),
    );
  });
}
