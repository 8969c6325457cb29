/**
 * What each step of an experiment's method does.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Admin } from '../clients/admin.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { findFault } from '../faults/index.ts';
import type { RunClock } from '../history/clock.ts';
import type { PhaseName } from '../history/entry.ts';
import type { Probe } from '../workloads/probe.ts';
import type { ActiveFaults } from './active-faults.ts';
import { untilWritable } from './conditions.ts';
import type { Step } from './experiment.ts';
import { describeTarget, resolveTarget } from './targets.ts';

/** What steps act upon. */
export interface Stage {
  cluster: Cluster;
  topic: string;
  admin: Admin;
  probe: Probe;
  faults: ActiveFaults;
  clock: RunClock;
  enter(phase: PhaseName): void;
  signal: AbortSignal;
}

export async function take(step: Step, stage: Stage): Promise<void> {
  const { cluster, topic, admin, probe, faults, clock, enter, signal } = stage;
  switch (step.do) {
    case 'inject': {
      const target = await resolveTarget(step.target, cluster.topology, admin, topic);
      enter('fault');
      await faults.inject(findFault(step.fault), cluster, target, signal);
      return;
    }
    case 'await-writable':
      await untilWritable(probe, clock, step.atMostMs, signal);
      return;
    case 'hold':
      await sleep(step.durationMs, undefined, { signal });
      return;
    case 'heal':
      enter('healing');
      await faults.healAll();
      return;
  }
}

/** The step in words, for a dry run. */
export function describeStep(step: Step): string {
  switch (step.do) {
    case 'inject':
      return `${step.fault} ${describeTarget(step.target)}`;
    case 'await-writable':
      return `wait until every partition has acknowledged for 3 s on end, at most ${step.atMostMs / 1000} s`;
    case 'hold':
      return `let it run for ${step.durationMs / 1000} s`;
    case 'heal':
      return 'undo what was done, the last first';
  }
}
