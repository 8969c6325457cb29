/**
 * When a fault took effect. That is when a process ended that it hit, and otherwise when its effect was seen: to damage what
 * a broker of ZooKeeper has on its disk, its session has to be over first, which takes as long as a whole outage.
 */
import type { Entry, Event } from '../history/entry.ts';

export interface Effects {
  add(entry: Entry): void;
  /** The first end of a process since the step began, which may turn out to be it; undefined if none has ended. */
  candidateNs(): number | undefined;
  of(injected: Extract<Event, { kind: 'fault-injected' }>): number;
}

export function effects(): Effects {
  /** Which processes have ended in the step under way, and when. */
  const ended = new Map<string, number>();
  return {
    add(entry) {
      if (entry.type !== 'event') return;
      if (entry.kind === 'phase' && entry.name === 'fault') ended.clear();
      if (entry.kind === 'process' && !entry.running && !ended.has(entry.node)) {
        ended.set(entry.node, entry.timeNs);
      }
    },
    candidateNs: () => ended.values().next().value,
    of: ({ nodes, timeNs }) => Math.min(timeNs, ...nodes.flatMap((node) => ended.get(node) ?? [])),
  };
}
