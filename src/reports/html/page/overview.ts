/** All runs of a suite: experiments × modes, worst first. */

import { finalResults, isFinal } from '../../../results/final-results.ts';
import { repeatKey, repeatsOf } from '../../../results/repeats.ts';
import { lasting } from '../../../text/words.ts';
import { modes } from '../../../topology/mode.ts';
import type { PageData, PageResult } from '../page-data.ts';
import { goneSince } from './changes.ts';
import { experimentAddress } from './data.ts';
import { type Child, h } from './dom.ts';
import { entries } from './entry.ts';
import { dateText, outcomes } from './figures.ts';
import { filterBar, isWanted } from './filter.ts';
import { sweepPart } from './sweep-part.ts';
import { tally, whereTimeWent } from './tally.ts';

/** A row: one experiment on one Kafka version, with the same settings. */
interface Row {
  experiment: string;
  /** What the filter shows of it. */
  results: PageResult[];
}

export function overview(data: PageData): HTMLElement {
  const shown = h('div', { id: 'overview' });
  const hits = h('p', { class: 'hits', role: 'status' });
  const fill = () => {
    const wanted = data.results.filter((result) => isWanted(data, result));
    shown.replaceChildren(table(data, wanted));
    hits.textContent =
      wanted.length === data.results.length ? '' : `${wanted.length} of ${data.results.length} runs shown`;
  };
  fill();
  const gone = goneSince(data);
  return h(
    'div',
    {},
    masthead(data),
    sweepPart(data.tradeoff),
    tally(data),
    whereTimeWent(data),
    filterBar(data, fill),
    legend(data),
    hits,
    shown,
    gone.length > 0 &&
      h('p', { class: 'aside' }, `In the earlier results and not in these: ${gone.join('; ')}.`),
  );
}

function masthead({ what, startedAt, seed, parallel, results, previous, leftOut }: PageData): HTMLElement {
  const tookMs = results.reduce((sum, result) => sum + result.tookMs, 0);
  const versions = [...new Set(results.map(({ kafkaVersion }) => kafkaVersion))].toSorted();
  const facts = [
    `begun ${dateText(startedAt)}`,
    `${results.length} ${results.length === 1 ? 'run' : 'runs'}${parallel > 1 ? `, ${parallel} at once` : ''}`,
    `${lasting(tookMs)} of run time`,
    `Kafka ${versions.join(', ')}`,
    `seed ${seed}`,
    ...(previous === null ? [] : [`compared with ${dateText(previous.startedAt)}`]),
  ];
  return h(
    'header',
    {},
    h('h1', {}, what),
    h('p', { class: 'under' }, facts.join(' · ')),
    leftOut.length > 0 &&
      h('p', { class: 'aside' }, `To keep this file small, left out: ${leftOut.join(', ')}.`),
  );
}

function table(data: PageData, results: readonly PageResult[]): HTMLElement {
  if (results.length === 0) return h('p', { class: 'aside' }, 'No run is like that.');
  const rows = [...Map.groupBy(results, rowOf).values()]
    .map((same): Row => ({ experiment: same[0]!.experiment, results: same }))
    .toSorted((a, b) => worseFirst(worstOf(a, data), worstOf(b, data)));
  const repeats = Map.groupBy(data.results, repeatKey);
  const present = modes.filter((mode) => results.some((result) => result.mode === mode));
  const scaleMs = Math.max(1, ...data.results.map(({ run }) => run?.produce.longestMs ?? 0));
  const isMixed = new Set(data.results.map(({ kafkaVersion }) => kafkaVersion)).size > 1;
  return h(
    'table',
    { class: 'overview' },
    h('caption', { class: 'unseen' }, 'experiments and modes, worst first'),
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        h('th', { scope: 'col' }, 'experiment'),
        ...present.map((mode) => h('th', { scope: 'col' }, mode)),
      ),
    ),
    h(
      'tbody',
      {},
      ...rows.map((row) => h('tr', {}, nameOf(row, isMixed), ...present.map((mode) => cell(row, mode)))),
    ),
  );

  function cell({ results }: Row, mode: string): HTMLElement {
    const wanted = results.filter((result) => result.mode === mode);
    const all = wanted.length === 0 ? [] : repeats.get(repeatKey(wanted[0]!))!;
    return h('td', { 'data-mode': mode }, ...(all.length === 0 ? [] : entries(data, all, wanted, scaleMs)));
  }
}

function nameOf({ experiment, results }: Row, isMixed: boolean): HTMLElement {
  const { kafkaVersion, subject, set = [] } = results[0]!;
  return h(
    'th',
    { scope: 'row' },
    h('a', { href: experimentAddress(experiment) }, experiment),
    isMixed && h('small', {}, ` ${kafkaVersion}`),
    set.map((each) => h('small', { class: 'set' }, each)),
    subject !== undefined && h('small', { class: 'subject' }, subject),
  );
}

const rowOf = (result: PageResult) => repeatKey({ ...result, mode: '' });

/** The worst run of a row that counts; where the filter shows none of them, of those that it shows. */
function worstOf({ results }: Row, data: PageData): PageResult {
  const counting = results.filter((result) => isFinal(result, data.results));
  return (counting.length === 0 ? results : counting).toSorted(worseFirst)[0]!;
}

function worseFirst(a: PageResult, b: PageResult): number {
  const lastsMs = ({ run }: PageResult) => run?.produce.longestMs ?? Infinity;
  return (
    outcomes.indexOf(a.outcome) - outcomes.indexOf(b.outcome) ||
    (lastsMs(a) === lastsMs(b) ? a.index - b.index : lastsMs(b) - lastsMs(a))
  );
}

function legend({ results }: PageData): Child[] {
  const areRepeated = repeatsOf(finalResults(results)).some(({ length }) => length > 1);
  return [
    h(
      'p',
      { class: 'aside' },
      'No writes for: the longest stretch of any partition without an acknowledgement, from the last before to the first after it (at most), and what failed or unanswered attempts prove (at least). ',
      'In a bar, solid is the at-least bound and pale the at-most one; the thin line is where it was predicted to end. ',
      '“≥” before a number: it was not over at the end; what is proven of it stands in parentheses.',
    ),
    areRepeated
      ? h(
          'p',
          { class: 'aside' },
          'Runs that repeat each other are one entry, which opens to the single ones: the median of those that decide something, and in parentheses between which values it lies with 95 % certainty (with fewer than six: between which all of them lie). ',
          'Its bar is solid up to the median, and the line with two ends is that interval.',
        )
      : null,
  ];
}
