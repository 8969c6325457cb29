/** How many hold and how many do not, and where the time of the night went. */
import { finalResults } from '../../../results/final-results.ts';
import { lasting } from '../../../text/words.ts';
import { spentOn, type TimeSpent, timeSpent } from '../../time-spent.ts';
import type { PageData } from '../page-data.ts';
import { h } from './dom.ts';
import { outcomeClass, outcomeMark, outcomes } from './figures.ts';

export function tally(data: PageData): HTMLElement {
  const results = finalResults(data.results);
  const counted = outcomes.map((outcome) => ({
    outcome,
    times: results.filter((result) => result.outcome === outcome).length,
  }));
  return h(
    'div',
    { class: 'tally' },
    h(
      'ul',
      {},
      ...counted.map(({ outcome, times }) =>
        h('li', { class: times === 0 ? 'none' : '' }, h('b', {}, String(times)), outcomeMark(outcome)),
      ),
    ),
    h(
      'div',
      { class: 'share', 'aria-hidden': 'true' },
      ...counted
        .filter(({ times }) => times > 0)
        .map(({ outcome, times }) => h('i', { class: outcomeClass(outcome), style: `flex-grow:${times}` })),
    ),
  );
}

/** The sum over all runs, those that were repeated too. */
export function whereTimeWent({ results, parallel }: PageData): HTMLElement | null {
  const spent = results.flatMap((result) => timeSpent(result) ?? []);
  if (spent.length === 0) return null;
  const parts = Object.entries(spentOn).map(([part, name]): [name: string, ms: number] => [
    name,
    spent.reduce((sum, each) => sum + each[part as keyof TimeSpent], 0),
  ]);
  const totalMs = parts.reduce((sum, [, ms]) => sum + ms, 0);
  return h(
    'div',
    { class: 'times' },
    h(
      'p',
      {},
      `${spent.length} runs took ${lasting(totalMs)} of run time${parallel > 1 ? `, ${parallel} at once` : ''}:`,
    ),
    h(
      'div',
      { class: 'share', 'aria-hidden': 'true' },
      ...parts.map(([name, ms], at) =>
        h('i', { class: `time-${at % 8}`, title: name, style: `flex-grow:${ms}` }),
      ),
    ),
    h(
      'ul',
      {},
      ...parts.map(([name, ms], at) =>
        h(
          'li',
          {},
          h('i', { class: `swatch time-${at % 8}`, 'aria-hidden': 'true' }),
          `${name} `,
          h('b', {}, lasting(ms)),
          ` ${Math.round((100 * ms) / totalMs)} %`,
        ),
      ),
    ),
  );
}
