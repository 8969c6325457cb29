/**
 * The faults of a run that are not healed yet.
 */
import type { ActiveFault, Scene } from '../faults/fault.ts';
import { findFault } from '../faults/index.ts';
import type { RunClock } from '../history/clock.ts';
import type { Event, EventBody } from '../history/entry.ts';
import type { CheckedUse } from './fault-use.ts';
import type { Damaged, Resolved } from './resolve.ts';

export interface ActiveFaults {
  /** @throws if the fault's effect cannot be seen; it is undone then */
  inject(use: CheckedUse, scene: Scene, resolved: Resolved): Promise<void>;
  /** Whether there is anything to heal. */
  any(): boolean;
  damaged(): Damaged;
  /** Heals what there is, or only the last fault of a kind, the last first. What cannot be healed is told as a trouble. */
  heal(only?: string): Promise<void>;
  /** Takes all damage away and waits for nothing: for a run that is broken off, whose cluster is removed next. */
  undo(): Promise<void>;
}

interface Active {
  use: CheckedUse;
  resolved: Resolved;
  fault: ActiveFault;
}

export function activeFaults(clock: RunClock, emit: (event: Event) => void): ActiveFaults {
  const active: Active[] = [];
  const tell = (body: EventBody) => emit({ type: 'event', timeNs: clock.now(), ...body });

  /** Runs for each, the last first. One that fails does not keep the others from it. */
  const lastFirst = async (faults: readonly Active[], work: (each: Active) => Promise<void>) => {
    for (const each of faults.toReversed()) {
      await work(each).catch((error) =>
        tell({ kind: 'trouble', what: `${each.use.fault} cannot be healed: ${(error as Error).message}` }),
      );
    }
  };

  const hitBy = ({ nodes, links }: Resolved) => ({
    nodes: nodes.map(({ name }) => name),
    links: links.map(({ name }) => name),
  });

  return {
    async inject(use, scene, resolved) {
      const { target, facts } = resolved;
      const fault = await findFault(use.fault).inject(scene, target, use.with);
      active.push({ use, resolved, fault });
      tell({
        kind: 'fault-injected',
        fault: use.fault,
        ...hitBy(resolved),
        evidence: { ...facts, ...fault.evidence },
      });
    },
    any: () => active.length > 0,
    damaged: () => ({
      nodes: new Set(active.flatMap(({ resolved }) => resolved.nodes.map(({ name }) => name))),
      links: new Set(active.flatMap(({ resolved }) => resolved.links.map(({ name }) => name))),
    }),
    undo: () => lastFirst(active.splice(0), ({ fault }) => fault.undo()),
    async heal(only) {
      const last = active.findLast(({ use }) => use.fault === only);
      const healing = only === undefined ? [...active] : last === undefined ? [] : [last];
      // All damage goes before any end of it is waited for: a node that starts again may need another's links.
      await lastFirst(healing, ({ fault }) => fault.undo());
      // Each end is told when it is seen, whichever is over first.
      await Promise.all(
        healing.toReversed().map((each) =>
          lastFirst([each], async ({ use, resolved, fault }) => {
            const evidence = await fault.awaitHealed();
            tell({ kind: 'fault-healed', fault: use.fault, ...hitBy(resolved), evidence });
          }),
        ),
      );
      for (const each of healing) active.splice(active.indexOf(each), 1);
    },
  };
}
