/** The recovery clock as a staircase: from the fault down to full ISR, each step from where the one before ended. */
import { duration } from '../../../text/words.ts';
import type { PageRun } from '../page-data.ts';
import { h } from './dom.ts';
import { recoverySteps, recoveryText } from './figures.ts';

export function recoveryStairs(run: PageRun, scaleMs = lastStepMs(run)): HTMLElement {
  if (run.faults.length === 0)
    return h('p', { class: 'aside' }, 'Nothing was broken, so nothing had to recover.');
  const percent = (ms: number) => `${((100 * ms) / Math.max(1, scaleMs)).toFixed(2)}%`;
  const reached = recoverySteps
    .flatMap(([step, name]) => {
      const ms = run.recovery[step];
      return ms === null ? [] : [{ step, name, ms }];
    })
    .toSorted((a, b) => a.ms - b.ms);
  const missed = recoverySteps.filter(([step]) => run.recovery[step] === null);
  let beforeMs = 0;
  const rows = reached.map(({ name, ms }) => {
    const [left, width] = [percent(beforeMs), percent(ms - beforeMs)];
    const later = ms - beforeMs;
    beforeMs = ms;
    return h(
      'tr',
      {},
      h('th', { scope: 'row' }, name),
      h('td', { class: 'number' }, `after ${duration(ms)}`),
      h('td', { class: 'number later' }, `+ ${duration(later)}`),
      h('td', { class: 'stair' }, h('i', { style: `left:${left};width:${width}` })),
    );
  });
  return h(
    'div',
    { class: 'stairs' },
    h(
      'table',
      {},
      h('caption', { class: 'unseen' }, 'steps of recovery, from the moment the first fault took effect'),
      h(
        'tbody',
        {},
        ...rows,
        ...missed.map(([step, name]) =>
          h(
            'tr',
            { class: 'missed' },
            h('th', { scope: 'row' }, name),
            h('td', { class: 'number' }, recoveryText(run, step)),
            h('td'),
            h('td'),
          ),
        ),
      ),
    ),
  );
}

/** How leaders, replicas and controllers changed since the injection, as far as that was observed. */
export function changesInWords({ replication, controllers }: PageRun): HTMLElement | null {
  const counted: [what: string, times: number | null][] = [
    ['leader changes', replication.leaderChanges],
    ['ISR shrinks', replication.isrShrinks],
    ['controller changes', controllers.changes],
  ];
  const words = counted.flatMap(([what, times]) => (times === null ? [] : `${what} ${times}`));
  return words.length === 0 ? null : h('p', { class: 'aside' }, `Since the injection: ${words.join(', ')}.`);
}

/** The last step that was reached, for a scale that several runs may share. */
export function lastStepMs({ recovery }: PageRun): number {
  return Math.max(0, ...Object.values(recovery).map((ms) => ms ?? 0));
}
