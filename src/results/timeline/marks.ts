/** What stands at one moment of a run: phases, leaders, controllers, signs in the nodes' logs, the consumer group. */
import type { Entry, Event } from '../../history/entry.ts';
import type { Fold } from '../../measures/fold.ts';
import { nsPerMs } from '../../measures/time.ts';
import type { ControllerStep, GroupStep, LeadershipStep, Sign, Timeline } from './timeline-json.ts';

export interface Marks {
  phases: Pick<Timeline['phases'][number], 'name' | 'fromMs'>[];
  leadership: LeadershipStep[];
  controller: ControllerStep[];
  signs: Sign[];
  group: GroupStep[];
}

/** One cause makes a node write the same sign many times in a moment, such as a line for each partition. */
const sameSignMs = 250;

/** A line is told as long as a person would read it. */
const mostOfLine = 200;

export function marks(): Fold<Marks> {
  const found: Marks = { phases: [], leadership: [], controller: [], signs: [], group: [] };

  function addSign(event: Extract<Event, { kind: 'node-log' }>, atMs: number): void {
    const { node, what, line } = event;
    const last = found.signs.findLast((sign) => sign.node === node && sign.what === what);
    if (last !== undefined && atMs - last.atMs <= sameSignMs) last.times++;
    else found.signs.push({ atMs, node, what, times: 1, line: line.slice(0, mostOfLine) });
  }

  return {
    add(entry: Entry) {
      if (entry.type !== 'event') return;
      const atMs = Math.round(entry.timeNs / nsPerMs);
      switch (entry.kind) {
        case 'phase':
          found.phases.push({ name: entry.name, fromMs: atMs });
          break;
        case 'leadership': {
          const { partition, leader, leaderEpoch, isr } = entry;
          found.leadership.push({ atMs, partition, leader, leaderEpoch, isr });
          break;
        }
        case 'controller':
          found.controller.push({ atMs, node: entry.node, epoch: entry.epoch });
          break;
        case 'node-log':
          addSign(entry, atMs);
          break;
        case 'group':
          found.group.push({ atMs, group: entry.group, what: entry.what, error: entry.error });
          break;
      }
    },
    result: () => found,
  };
}
