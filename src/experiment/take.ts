/**
 * What each step of an experiment's method does.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { createTopics, patientConnections } from '../clients/create-topics.ts';
import { liveHeap } from '../cluster/live-heap.ts';
import { EnvironmentError } from '../errors.ts';
import type { Scene } from '../faults/fault.ts';
import type { RunClock } from '../history/clock.ts';
import type { ActionName, EventBody, PhaseName } from '../history/entry.ts';
import type { KafkaImage } from '../images/kafka-image.ts';
import { finalize } from '../upgrade/finalize.ts';
import { roll } from '../upgrade/roll.ts';
import type { UpgradeSite } from '../upgrade/site.ts';
import type { Probe } from '../workloads/probe.ts';
import type { ActiveFaults } from './active-faults.ts';
import type { ClusterView } from './cluster-view.ts';
import { untilFullIsr, untilWritable } from './conditions.ts';
import { describeUse } from './fault-use.ts';
import { manyTopics } from './method.ts';
import type { Random } from './random.ts';
import { NobodyLeftError, resolve } from './resolve.ts';
import { rolesOf } from './roles.ts';
import type { CreateTopics, PlainStep } from './step.ts';

/** What steps act upon. */
export interface Stage {
  scene: Scene;
  view: ClusterView;
  random: Random;
  probe: Probe;
  faults: ActiveFaults;
  /** The images of versions that the method exchanges nodes for. */
  images: ReadonlyMap<string, KafkaImage>;
  clock: RunClock;
  enter(phase: PhaseName): void;
  tell(event: EventBody): void;
}

/** @returns whether the method can go on; if a fault's effect was not to be seen, a topic not created, or a heap not measured, it cannot */
export async function take(step: PlainStep, stage: Stage): Promise<boolean> {
  const { scene, probe, faults, clock, enter } = stage;
  const { signal } = scene;
  switch (step.do) {
    case 'inject':
      return await inject(step, stage);
    case 'await-in-sync':
      await untilFullIsr(scene.admin, scene.topic, step.atMostMs, signal);
      return true;
    case 'await-writable':
      await untilWritable(probe, clock, step.atMostMs, signal);
      return true;
    case 'create-topics':
      return await create(step, stage);
    case 'measure-heap':
      return await measureHeap(stage);
    case 'roll':
      return await upgrade(step, stage, (each) => roll(each, step));
    case 'finalize':
      return await upgrade(step, stage, finalize);
    case 'hold':
      await sleep(step.durationMs, undefined, { signal });
      return true;
    case 'heal':
      enter('healing');
      await faults.heal(step.only);
      return true;
  }
}

async function inject(
  step: Extract<PlainStep, { do: 'inject' }>,
  { scene, view, random, faults, enter, tell }: Stage,
): Promise<boolean> {
  const { topology } = scene.cluster;
  const damaged = faults.damaged();
  try {
    const resolved = await resolve(step, { topology, view, random, damaged, careful: step.orSkip });
    const roles = await rolesOf(resolved.nodes, view, scene);
    enter('fault');
    await faults.inject(step, scene, { ...resolved, facts: { ...resolved.facts, ...roles } });
    return true;
  } catch (error) {
    scene.signal.throwIfAborted();
    const { message } = error as Error;
    if (step.orSkip && error instanceof NobodyLeftError) {
      tell({ kind: 'note', what: `left out: ${message}` });
      return true;
    }
    tell({ kind: 'trouble', what: `${describeUse(step, topology)}: ${message}` });
    return false;
  }
}

/** Takes a step of an upgrade; what it does is told node by node. */
async function upgrade(
  step: PlainStep,
  { scene, view, images, clock, enter, tell }: Stage,
  work: (site: UpgradeSite) => Promise<void>,
): Promise<boolean> {
  enter('fault');
  let beganNs = clock.now();
  const done = (about: { what: ActionName; detail: string; node?: string; kafka?: string }) => {
    const nowNs = clock.now();
    tell({ kind: 'action', tookMs: Math.round((nowNs - beganNs) / 1e6), ...about });
    beganNs = nowNs;
  };
  try {
    await work({ ...scene, images, activeController: () => view.activeController(), done });
    return true;
  } catch (error) {
    scene.signal.throwIfAborted();
    tell({ kind: 'trouble', what: `${step.do}: ${(error as Error).message}` });
    return false;
  }
}

async function create(step: CreateTopics, { scene, clock, enter, tell }: Stage): Promise<boolean> {
  const { cluster, topic, signal } = scene;
  const connections = patientConnections(cluster.bootstrapServers);
  // What the clients feel of it is no noise of the run.
  enter('fault');
  // The moment tells the topics of one such step from those of another.
  const prefix = `${topic}-${Math.round(clock.now() / 1e6)}`;
  try {
    const { requests, acceptedMs, ledMs } = await createTopics(connections, { ...step, prefix }, signal);
    const detail = `${manyTopics(step)}; ${requests} requests, all accepted after ${Math.round(acceptedMs)} ms`;
    tell({ kind: 'action', what: 'create-topics', tookMs: Math.round(ledMs), detail });
    return true;
  } catch (error) {
    signal.throwIfAborted();
    tell({ kind: 'trouble', what: `create-topics: ${(error as Error).message}` });
    return false;
  } finally {
    await connections.close();
  }
}

async function measureHeap({ scene, view, enter, tell }: Stage): Promise<boolean> {
  const { cluster, signal } = scene;
  // A full collection stops the process for a moment; what the clients feel of it is no noise of the run.
  enter('fault');
  try {
    const controller = await view.activeController();
    if (controller === undefined) throw new EnvironmentError('there is no active controller');
    const liveBytes = await liveHeap(cluster, controller, signal);
    tell({ kind: 'heap', node: controller.name, liveBytes });
    return true;
  } catch (error) {
    signal.throwIfAborted();
    tell({ kind: 'trouble', what: `measure-heap: ${(error as Error).message}` });
    return false;
  }
}
