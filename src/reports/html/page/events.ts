/** What the charts show, as tables: the windows of every partition, and everything that happened at one moment. */
import { servedIn, servicesOf } from '../../../results/services.ts';
import type { Timeline } from '../../../results/timeline.ts';
import { duration } from '../../../text/words.ts';
import type { PageRun } from '../page-data.ts';
import { type Child, folded, h, tableOf } from './dom.ts';
import { brokerName, hitText, outageText } from './figures.ts';

const at = (ms: number) => `${(ms / 1000).toFixed(3)} s`;

/** Each outage of each partition with both bounds; nothing where there was none. */
export function windowsOf(run: PageRun): Child {
  const rows = servicesOf([run]).flatMap((service) =>
    servedIn(run, service)!.partitions.flatMap(({ partition, windows }) =>
      windows.map((window): Child[] => [
        service,
        service === 'writes' || service === 'reads' ? String(partition) : '–',
        at(window.fromMs),
        window.toMs === null ? 'not over at the end' : at(window.toMs),
        outageText(window),
        duration(window.atLeastMs),
      ]),
    ),
  );
  if (rows.length === 0) return null;
  return folded(
    `${rows.length} ${rows.length === 1 ? 'window' : 'windows'} of unavailability`,
    tableOf('windows', ['no', 'partition', 'from', 'to', 'at most', 'at least'], rows, 'numbers'),
  );
}

interface Happening {
  atMs: number;
  who: string;
  what: string;
}

/** Everything that happened, in order of time, folded away. */
export function happenings(run: PageRun, timeline: Timeline): HTMLElement {
  const all: Happening[] = [
    ...timeline.phases.map(({ fromMs, name }) => ({ atMs: fromMs, who: 'run', what: `phase ${name}` })),
    ...run.actions.map(({ atMs, what, detail }) => ({ atMs, who: 'run', what: `${what}: ${detail}` })),
    ...timeline.faults.map((fault) => ({ atMs: fault.injectedAtMs, who: 'fault', what: hitText(fault) })),
    ...timeline.faults.flatMap((fault) =>
      fault.healedAtMs === null
        ? []
        : [{ atMs: fault.healedAtMs, who: 'fault', what: `${hitText(fault)} healed` }],
    ),
    ...timeline.leadership.map(({ atMs, partition, leader, leaderEpoch, isr }) => ({
      atMs,
      who: `partition ${partition}`,
      what: `${leader === null ? 'no leader' : `led by ${brokerName(run, leader)}`}, leader epoch ${leaderEpoch}, in sync ${isr.join(', ') || 'none'}`,
    })),
    ...timeline.controller.map(({ atMs, node, epoch }) => ({
      atMs,
      who: 'controller',
      what: `${node ?? 'none known'}${epoch === null ? '' : `, epoch ${epoch}`}`,
    })),
    ...timeline.group.map(({ atMs, group, what, error }) => ({
      atMs,
      who: group,
      what: `${what.replace('-', ' ')}${error === null ? '' : `: ${error}`}`,
    })),
    ...timeline.signs.map(({ atMs, node, line, times }) => ({
      atMs,
      who: node,
      what: times === 1 ? line : `${line} (and ${times - 1} more)`,
    })),
  ].toSorted((a, b) => a.atMs - b.atMs);
  const details = folded(`${all.length} events in order`);
  details.addEventListener(
    'toggle',
    () => {
      const rows = all.map(({ atMs, who, what }): Child[] => [
        at(atMs),
        who,
        h('span', { class: 'line' }, what),
      ]);
      details.append(tableOf('events', ['since the run began', 'who', 'what'], rows, 'events'));
    },
    { once: true },
  );
  return details;
}
