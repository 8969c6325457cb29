/** What was broken and what proves it; what the clients felt of it. */

import { applicationsOf } from '../../../results/applications.ts';
import { count, duration, namedCounts } from '../../../text/words.ts';
import { looksInWords } from '../../looks-in-words.ts';
import { trialInWords } from '../../trial-in-words.ts';
import type { PageRun } from '../page-data.ts';
import { type Child, h, tableOf } from './dom.ts';
import { factList, orUnknown, outageOf, outageText, shortList } from './figures.ts';

export function faultTable(run: PageRun): Child {
  const { faults, actions, trials, healed } = run;
  const at = (ms: number) => `${(ms / 1000).toFixed(3)} s`;
  const done = [
    ...actions.map(
      ({ atMs, what, detail, tookMs }) =>
        `${what}: ${detail} (done at ${at(atMs)}, took ${duration(tookMs)})`,
    ),
    ...(trials?.tried ?? []).map(trialInWords),
    ...looksInWords(run),
  ];
  return h(
    'div',
    {},
    faults.length === 0
      ? h('p', { class: 'aside' }, 'Nothing was broken.')
      : tableOf(
          'faults and their evidence',
          ['fault', 'hit', 'took effect', 'evidence', 'healed', 'evidence of the healing'],
          faults.map(({ kind, nodes, links, injectedAtMs, healedAtMs, evidence, healingEvidence }) => [
            kind,
            shortList([...nodes, ...links].map((name) => h('li', {}, name))),
            at(injectedAtMs),
            factList(evidence),
            healedAtMs === null ? 'never' : at(healedAtMs),
            factList(healingEvidence),
          ]),
          'evidence',
        ),
    done.length > 0 && h('ul', {}, ...done.map((words) => h('li', {}, words))),
    h(
      'p',
      { class: 'aside' },
      healed === null
        ? 'The cluster was not seen to be well again after the last healing.'
        : h(
            'span',
            {},
            `Well again at ${at(healed.atMs)}: `,
            Object.entries(healed.evidence)
              .map(([name, value]) => `${name} ${value}`)
              .join(', '),
            '. Times are since the run began.',
          ),
    ),
  );
}

/** The probe and the applications side by side, one column each. */
export function clientTable(run: PageRun): Child {
  const { client, workload, produce, errors, latencyMs, recovery, safety } = run;
  const probe = {
    name: `probe (${client})`,
    sends: `raw, every ${workload.intervalMs} ms`,
    ...{ produce, errors, latencyMs, recovery },
    safety: { lost: safety.lost, duplicates: safety.duplicates } as Safety | undefined,
  };
  const applications = applicationsOf(run).map(({ client: name, intervalMs, acks, felt }) => ({
    ...{ name, sends: `acks=${acks}, every ${intervalMs} ms` },
    ...felt,
  }));
  // Beside applications, what is lost and doubled is told apart, and the run's own counts are those of all together.
  if (applications.length > 0) probe.safety = undefined;
  const all = [probe, ...applications];
  type Column = (typeof all)[number];
  const rows: [string, (column: Column) => string][] = [
    ['sends', ({ sends }) => sends],
    ['nothing acknowledged for', ({ produce }) => outageText(outageOf(produce))],
    ['all partitions acknowledge', ({ recovery }) => after(recovery.firstAckMs)],
    ['as before', ({ recovery }) => after(recovery.steadyMs)],
    ['acknowledged', ({ produce }) => count(produce.ok)],
    ['refused', ({ produce }) => count(produce.fail)],
    ['unknown', ({ produce }) => count(produce.unknown)],
    ['p50 before', ({ latencyMs }) => ms(latencyMs.before.p50)],
    ['p99 before', ({ latencyMs }) => ms(latencyMs.before.p99)],
    ['p99 during', ({ latencyMs }) => ms(latencyMs.during.p99)],
    ['longest', ({ latencyMs }) => ms(latencyMs.during.max)],
    ['p99 after', ({ latencyMs }) => ms(latencyMs.after.p99)],
    ['lost', ({ safety }) => (safety === undefined ? '–' : orUnknown(safety.lost))],
    ['duplicates', ({ safety }) => (safety === undefined ? '–' : orUnknown(safety.duplicates))],
    ['errors', ({ errors }) => namedCounts(errors)],
  ];
  return tableOf(
    'clients side by side',
    ['', ...all.map(({ name }) => name)],
    rows.map(([name, value]) => [name, ...all.map(value)]),
    'numbers',
  );
}

type Safety = PageRun['clients'][string]['safety'];

const after = (value: number | null) => (value === null ? '–' : `after ${duration(value)}`);
const ms = (value: number | null) => (value === null ? '–' : duration(value));

export function safetyTable({ safety }: PageRun): Child {
  return tableOf(
    'safety',
    ['finding', 'records'],
    Object.entries(safety).map(([name, found]) => [
      name,
      h('span', { class: found === 0 ? 'number nothing' : 'number' }, orUnknown(found)),
    ]),
  );
}
