/** What was expected and what was measured; what the checkers found, with its witnesses. */

import type { Run } from '../../../results/run-json.ts';
import { boundInWords, inUnitOf } from '../../../text/quantity.ts';
import { count, duration } from '../../../text/words.ts';
import { lossInWords } from '../../loss-in-words.ts';
import type { PageRun } from '../page-data.ts';
import { type Child, folded, h, tableOf } from './dom.ts';
import { orUnknown, outcomeMark } from './figures.ts';

/** @param measures by the name of an expectation, what it bounds, as far as that is known */
export function expectations({ expectations }: PageRun, measures: Record<string, string> = {}): Child {
  if (expectations.length === 0) return h('p', { class: 'aside' }, 'The experiment expects nothing.');
  return tableOf(
    'expectations',
    ['expectation', 'bound', 'measured', ''],
    expectations.map(({ name, bound, measured, outcome }) => [
      name,
      h('span', { class: 'number', title: bound }, boundInWords(measures[name], bound)),
      measured === null
        ? h('span', { class: 'number' }, 'nothing')
        : h('span', { class: 'number', title: String(measured) }, inUnitOf(measures[name], measured)),
      outcomeMark(outcome),
    ]),
  );
}

export function predicted({ predicted }: PageRun): Child {
  if (predicted === null) return null;
  return h(
    'p',
    { class: 'aside' },
    `Predicted at most ${duration(predicted.atMostMs)}: ${predicted.because}.`,
  );
}

/** Each guarantee, worst first; witnesses are folded away below it. */
export function verdicts(run: PageRun): Child {
  const rank = { fail: 0, unknown: 1, pass: 2 } as const;
  const sorted = run.verdicts.toSorted((a, b) => rank[a.outcome] - rank[b.outcome]);
  return h(
    'div',
    {},
    tableOf(
      'verdicts',
      ['guarantee', 'findings', ''],
      sorted.map(({ name, count, outcome }) => [
        name,
        h('span', { class: 'number' }, orUnknown(count)),
        outcomeMark(outcome),
      ]),
    ),
    // What was lost is told of the nodes, and not of their configuration, which is not here.
    ...lossInWords(run as unknown as Run).map((words) => h('p', {}, `${words}.`)),
    ...sorted
      .filter(({ witnesses }) => witnesses.length > 0)
      .map(({ name, count: found, witnesses }) =>
        folded(
          `${name}: ${witnesses.length} of ${orUnknown(found)} with witnesses`,
          ...witnesses.map((witness) => witnessOf(witness)),
        ),
      ),
  );
}

function witnessOf(witness: PageRun['verdicts'][number]['witnesses'][number]): HTMLElement {
  const { finding, value, partition, offsets, leaderEpochs, operations } = witness;
  const at = (ns: number) => `${(ns / 1e9).toFixed(3)} s`;
  return h(
    'div',
    { class: 'witness' },
    h(
      'p',
      {},
      value !== null && h('code', {}, value),
      ` ${finding} (partition ${partition}, ${offsets.length === 1 ? 'offset' : 'offsets'} ${offsets.join(', ') || 'unknown'}, leader epochs ${leaderEpochs.map((epoch) => epoch ?? 'unknown').join(', ')})`,
    ),
    tableOf(
      'operations',
      ['operation', 'process', 'invoked', 'completed', 'outcome', 'offset', 'broker'],
      operations.map(({ kind, process, invokedNs, completedNs, outcome, offset, broker }) => [
        ...[kind, process, at(invokedNs), at(completedNs), outcome],
        ...[offset === null ? '–' : count(offset), broker === undefined ? '–' : String(broker)],
      ]),
    ),
  );
}
