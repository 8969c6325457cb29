/** The page of one run. */
import { noGap, servedIn, servicesOf } from '../../../results/services.ts';
import { lasting, namedCounts } from '../../../text/words.ts';
import { doneInShort } from '../../done-in-short.ts';
import type { PageData, PageResult, PageRun } from '../page-data.ts';
import { changeOf } from './changes.ts';
import { addressOf, experimentAddress } from './data.ts';
import { type Child, h, section, verbatim } from './dom.ts';
import { happenings, windowsOf } from './events.ts';
import { clientTable, faultTable, safetyTable } from './evidence.ts';
import {
  commandOf,
  dateText,
  hitText,
  outageOf,
  outageText,
  outcomeMark,
  provenText,
  safetyText,
  showsOf,
} from './figures.ts';
import { expectations, predicted, verdicts } from './findings.ts';
import { configuration, harnessNotes, nodeLogs } from './harness.ts';
import { changesInWords, recoveryStairs } from './recovery-stairs.ts';
import { timelineCharts } from './timeline-charts.ts';

export function runPage(data: PageData, result: PageResult, signal: AbortSignal): HTMLElement {
  const { run, timeline } = result;
  return h(
    'article',
    {},
    heading(data, result),
    // What a command made of its own, or what a file of somebody's has, no name could run again.
    result.subject !== undefined && command(data, result),
    ...(run === undefined
      ? [h('p', { class: 'trouble' }, `This run did not come about: ${result.reason ?? 'nobody knows why'}.`)]
      : [
          figures(run),
          section(
            'Time line',
            timeline === undefined
              ? h('p', { class: 'aside' }, 'There is no time line of this run.')
              : timelineCharts(run, timeline, signal),
            windowsOf(run),
            timeline !== undefined && happenings(run, timeline),
          ),
          section('What was broken', faultTable(run)),
          h(
            'div',
            { class: 'pair' },
            run.faults.length > 0 && section('Recovery', recoveryStairs(run), changesInWords(run)),
            section(
              'Expectations',
              expectations(run, data.experiments[run.experiment]?.measures),
              predicted(run),
            ),
            section('Verdicts', verdicts(run)),
            section('Safety', safetyTable(run)),
          ),
          section('Clients', clientTable(run)),
          section('The harness', ...harnessNotes(run)),
          part('Node logs around the faults', nodeLogs(result)),
          part('Effective configuration', configuration(data, result)),
        ]),
  );
}

function part(title: string, children: Child[]): HTMLElement | null {
  return children.length === 0 ? null : section(title, ...children);
}

function heading(data: PageData, result: PageResult): HTMLElement {
  const { experiment, mode, kafkaVersion, n, attempt, run, outcome, tookMs, subject } = result;
  const change = changeOf(data, result);
  const siblings = data.results.filter((each) => each.experiment === experiment && each !== result);
  const facts = [
    ...(subject === undefined ? [] : [subject]),
    ...(n > 1 ? [`repeat ${n}`] : []),
    ...(attempt > 1 ? [`attempt ${attempt}`] : []),
    ...(run === undefined
      ? []
      : [`begun ${dateText(run.startedAt)}`, `client ${run.client}`, `seed ${run.seed}`]),
    ...(tookMs > 0 ? [`took ${lasting(tookMs)}`] : []),
    ...(change === undefined ? [] : [change]),
  ];
  return h(
    'header',
    {},
    h(
      'nav',
      { 'aria-label': 'where you are' },
      h('a', { href: '#/' }, 'all runs'),
      ' / ',
      h('a', { href: experimentAddress(experiment) }, experiment),
    ),
    h('h1', {}, experiment, h('span', { class: 'mode' }, ` ${mode} ${kafkaVersion}`)),
    showsOf(data, experiment),
    h('p', { class: 'under' }, outcomeMark(outcome), ` ${facts.join(' · ')}`),
    siblings.length > 0 &&
      h(
        'p',
        { class: 'siblings' },
        h('a', { href: experimentAddress(experiment) }, 'side by side'),
        ...siblings.map((each) =>
          h(
            'a',
            { href: addressOf(each) },
            `${each.mode} ${each.kafkaVersion}${each.n > 1 ? `, ${each.n}` : ''}${each.attempt > 1 ? `, attempt ${each.attempt}` : ''} `,
            outcomeMark(each.outcome),
          ),
        ),
      ),
  );
}

function command(data: PageData, result: PageResult): HTMLElement {
  const text = commandOf(result, data.seed);
  const copy = h('button', { type: 'button', class: 'quiet' }, 'copy');
  copy.addEventListener('click', () => {
    navigator.clipboard.writeText(text).then(
      () => {
        copy.textContent = 'copied';
      },
      () => getSelection()?.selectAllChildren(code),
    );
  });
  const code = h('code', {}, verbatim(text));
  return h('p', { class: 'command' }, code, copy);
}

/** The numbers by which a run is known. */
export function figures(run: PageRun): HTMLElement {
  const { produce, faults, errors } = run;
  const hit = produce.partitions.filter(({ windows }) => windows.length > 0).length;
  const writes = outageOf(produce);
  const done = doneInShort(run);
  const others = servicesOf([run], ['writes']).map((service) => [service, servedIn(run, service)] as const);
  return h(
    'dl',
    { class: 'figures' },
    figure('hit', faults.map(hitText).join(' + ') || 'nothing'),
    ...(done === undefined ? [] : [figure('done', done)]),
    figure('no writes for', outageText(writes), [
      provenText(writes),
      `${hit} of ${produce.partitions.length} partitions`,
    ]),
    ...others.map(([name, availability]) =>
      figure(
        `no ${name} for`,
        outageText(outageOf(availability), noGap(availability === null ? [] : [availability])),
        [provenText(outageOf(availability))],
      ),
    ),
    figure('safety', safetyText(run), [`of ${run.safety.acknowledged.toLocaleString('en')} acknowledged`]),
    figure('attempts not acknowledged', (produce.fail + produce.unknown).toLocaleString('en'), [
      namedCounts(errors),
    ]),
  );
}

function figure(name: string, value: string, more: (string | undefined)[] = []): HTMLElement {
  const told = more.filter((each) => each !== undefined).join(', ');
  return h('div', {}, h('dt', {}, name), h('dd', {}, h('b', {}, value), told !== '' && h('small', {}, told)));
}
