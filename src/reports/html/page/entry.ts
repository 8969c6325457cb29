/** What stands in a cell of the overview: one run, or several that repeat each other. */
import { finalResults, isFinal } from '../../../results/final-results.ts';
import {
  deciding,
  findingsTogether,
  longestOf,
  outcomeCounts,
  reachedIn,
  repeatKey,
  spreadOf,
  spreadParts,
  spreadText,
} from '../../../results/repeats.ts';
import { servedIn, servicesOf } from '../../../results/services.ts';
import { duration } from '../../../text/words.ts';
import type { PageData, PageResult, PageRun } from '../page-data.ts';
import { changeOf } from './changes.ts';
import { addressOf } from './data.ts';
import { type Child, h } from './dom.ts';
import {
  outageBar,
  outageOf,
  outageText,
  outcomeClass,
  outcomeMark,
  provenText,
  safetyText,
  spreadBar,
} from './figures.ts';

/** Which repeats the reader has opened; kept while a run is looked at. */
const opened = new Set<string>();

/**
 * The results of one experiment in one mode.
 * @param all those that repeat each other, with all their attempts
 * @param wanted those of them that the filter shows
 */
export function entries(
  data: PageData,
  all: readonly PageResult[],
  wanted: readonly PageResult[],
  scaleMs: number,
): Child[] {
  const counting = finalResults(all);
  if (counting.length === 1) return wanted.map((result) => entry(data, result, scaleMs));
  const key = repeatKey(all[0]!);
  const folder = h(
    'details',
    { class: 'repeats' },
    h('summary', {}, together(data, counting, scaleMs)),
    ...wanted.map((result) => entry(data, result, scaleMs, true)),
  );
  folder.open = opened.has(key);
  folder.addEventListener('toggle', () => (folder.open ? opened.add(key) : opened.delete(key)));
  return [folder];
}

/** One run, or one that did not come about. */
function entry(data: PageData, result: PageResult, scaleMs: number, isRepeat = false): HTMLElement {
  const { run, outcome, n, attempt, reason } = result;
  const outage = outageOf(run?.produce ?? null);
  const proven = provenText(outage);
  const counts = isFinal(result, data.results);
  // Repeats change together, and say so together.
  const change = isRepeat ? undefined : changeOf(data, result);
  const more = [
    ...(n > 1 || isRepeat ? [`repeat ${n}`] : []),
    ...(attempt > 1 ? [`attempt ${attempt}`] : []),
    ...(counts ? [] : ['was run once more']),
    ...(reason === undefined ? [] : [reason]),
    ...(run === undefined ? [] : [safetyText(run), ...othersShort([run]), ...recoveryShort(run)]),
  ];
  return h(
    'a',
    { class: `entry ${outcomeClass(outcome)}${counts ? '' : ' earlier'}`, href: addressOf(result) },
    outcomeMark(outcome),
    run === undefined
      ? h('span', { class: 'none' }, '–')
      : h(
          'span',
          { class: 'outage', title: 'no writes for, at most and at least' },
          h('b', {}, outageText(outage)),
          ' ',
          proven !== undefined && h('small', {}, `(${proven})`),
        ),
    outageBar(outage, scaleMs, run?.predicted?.atMostMs),
    moreOf(more, change),
  );
}

/** What repeats come to together. */
function together(data: PageData, results: readonly PageResult[], scaleMs: number): HTMLElement {
  const counts = outcomeCounts(results);
  const runs = results.flatMap(({ run }) => run ?? []);
  const counting = deciding(results).flatMap(({ run }) => run ?? []);
  const spread = spreadOf(counting.map(({ produce }) => longestOf(produce)));
  const parts = spread === undefined ? undefined : spreadParts(spread, { nothing: 'no gap' });
  const more = [
    ...(runs.length === 0
      ? []
      : [safetyText({ safety: findingsTogether(runs.map(({ safety }) => safety)) })]),
    ...othersShort(counting),
    ...recoveryTogether(counting),
  ];
  return h(
    'span',
    { class: `entry ${outcomeClass(counts[0]!.outcome)}` },
    h(
      'span',
      { class: 'outcomes' },
      ...counts.map(({ outcome, times }) => h('span', {}, outcomeMark(outcome), ` ${times}`)),
    ),
    parts === undefined
      ? h('span', { class: 'none' }, '–')
      : h(
          'span',
          { class: 'outage', title: 'no writes for, at most: the median, and between which values it lies' },
          h('b', {}, parts.median),
          ' ',
          h('small', {}, `(${parts.around})`),
        ),
    spreadBar(spread, scaleMs, counting[0]?.predicted?.atMostMs),
    moreOf(more, changeOf(data, results[0]!)),
  );
}

const moreOf = (more: readonly string[], change: string | undefined) =>
  h('span', { class: 'more' }, more.join(' · '), change !== undefined && h('em', {}, change));

/** What else they were without, but for writes: "no administration for 30.7 s". */
function othersShort(runs: readonly PageRun[]): string[] {
  return servicesOf(runs, ['writes']).flatMap((service) => {
    const lengths = spreadOf(runs.flatMap((run) => servedIn(run, service) ?? []).map(longestOf));
    if (lengths === undefined || lengths.median.ms === 0) return [];
    const { median, around } = spreadParts(lengths);
    return [`no ${service} for ${median}${runs.length > 1 ? ` (${around})` : ''}`];
  });
}

function recoveryShort({ faults, recovery }: PageRun): string[] {
  if (faults.length === 0) return [];
  const { fullIsrMs } = recovery;
  return [fullIsrMs === null ? 'full ISR never' : `full ISR after ${duration(fullIsrMs)}`];
}

function recoveryTogether(runs: readonly PageRun[]): string[] {
  const broken = runs.filter(({ faults }) => faults.length > 0);
  const spread = spreadOf(broken.map((run) => reachedIn(run, 'fullIsrMs')));
  return spread === undefined ? [] : [`full ISR after ${spreadText(spread)}`];
}
