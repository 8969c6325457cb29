/** How many hold and how many do not, and where the time of the night went. */
import { duration } from '../../words.ts';
import { finalResults } from '../final-results.ts';
import type { PageData, PageResult } from '../page-data.ts';
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

const phaseNames = ['warm-up', 'steady', 'fault', 'healing', 'recovery', 'catch-up', 'final-read'] as const;

/** The sum over all runs, those that were repeated too. */
export function whereTimeWent({ results, parallel }: PageData): HTMLElement | null {
  const spent = new Map<string, number>([['boot', 0], ...phaseNames.map((name) => [name, 0] as const)]);
  const add = (name: string, ms: number) => spent.set(name, (spent.get(name) ?? 0) + ms);
  const told = results.filter(({ run }) => run !== undefined && run.phases.length > 0);
  for (const result of told) for (const [name, ms] of timesOf(result)) add(name, ms);
  const totalMs = [...spent.values()].reduce((sum, ms) => sum + ms, 0);
  if (totalMs === 0) return null;
  const parts = [...spent].filter(([, ms]) => ms > 0);
  return h(
    'div',
    { class: 'times' },
    h(
      'p',
      {},
      `${told.length} runs took ${lasting(totalMs)} of run time${parallel > 1 ? `, ${parallel} at once` : ''}:`,
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

function timesOf({ tookMs, run }: PageResult): [name: string, ms: number][] {
  if (run === undefined) return [];
  const { phases, durationMs, cluster } = run;
  const spans = phases.map(({ name, atMs }, at): [string, number] => [
    name,
    (phases[at + 1]?.atMs ?? durationMs) - atMs,
  ]);
  const parts: [string, number][] = [
    ['boot', cluster.bootMs ?? 0],
    ...spans.filter(([name]) => name !== 'end'),
  ];
  const restMs = tookMs - parts.reduce((sum, [, ms]) => sum + ms, 0);
  return [...parts, ['setting up, judging and removing', Math.max(0, restMs)]];
}

/** "1 h 20 min", "12 min", "48 s". */
export function lasting(ms: number): string {
  if (ms < 99_950) return duration(ms);
  const minutes = Math.round(ms / 60_000);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
