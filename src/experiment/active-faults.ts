/**
 * The faults of a run that are not healed yet.
 */
import type { Cluster } from '../cluster/cluster.ts';
import type { ActiveFault, Fault } from '../faults/fault.ts';
import type { RunClock } from '../history/clock.ts';
import type { Event } from '../history/entry.ts';
import type { Resolved } from './targets.ts';

export interface ActiveFaults {
  inject(fault: Fault, cluster: Cluster, target: Resolved, signal: AbortSignal): Promise<void>;
  /** Whether there is anything to heal. */
  any(): boolean;
  /** Heals what there is, the last first. One that cannot be healed does not keep the others from it. */
  healAll(): Promise<void>;
}

export function activeFaults(clock: RunClock, emit: (event: Event) => void): ActiveFaults {
  const active: { kind: string; fault: ActiveFault }[] = [];
  return {
    async inject(fault, cluster, target, signal) {
      const injected = await fault.inject(cluster, target.nodes, signal);
      active.push({ kind: fault.kind, fault: injected });
      const { nodes, links, evidence } = injected;
      emit({
        type: 'event',
        timeNs: clock.now(),
        kind: 'fault-injected',
        fault: fault.kind,
        nodes: [...nodes],
        links: [...links],
        evidence: { ...target.facts, ...evidence },
      });
    },
    any: () => active.length > 0,
    async healAll() {
      const failures: unknown[] = [];
      for (let last = active.pop(); last !== undefined; last = active.pop()) {
        const { kind, fault } = last;
        try {
          const evidence = await fault.heal();
          emit({ type: 'event', timeNs: clock.now(), kind: 'fault-healed', fault: kind, evidence });
        } catch (error) {
          failures.push(error);
        }
      }
      if (failures.length > 0) throw failures[0];
    },
  };
}
