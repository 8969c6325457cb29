/**
 * What each step of an experiment's method does.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { churnTopics, createTopics, patientConnections } from '../clients/create-topics.ts';
import { ensembleWork } from '../cluster/ensemble-work.ts';
import { liveHeap } from '../cluster/live-heap.ts';
import { EnvironmentError, UsageError } from '../errors.ts';
import type { Scene } from '../faults/fault.ts';
import type { RunClock } from '../history/clock.ts';
import type { EventBody, PhaseName } from '../history/entry.ts';
import type { KafkaImage } from '../images/kafka-image.ts';
import { isReversible } from '../topology/migration.ts';
import { finalize } from '../upgrade/finalize.ts';
import { migrate } from '../upgrade/migrate.ts';
import { revert } from '../upgrade/revert.ts';
import { roll } from '../upgrade/roll.ts';
import type { Done, UpgradeSite } from '../upgrade/site.ts';
import type { Probe } from '../workloads/probe.ts';
import type { ActiveFaults } from './active-faults.ts';
import type { ClusterView } from './cluster-view.ts';
import { untilFullIsr, untilWritable } from './conditions.ts';
import { describeUse } from './fault-use.ts';
import type { InventoryKeeper } from './inventory-keeper.ts';
import type { Random } from './random.ts';
import { NobodyLeftError, resolve } from './resolve.ts';
import { rolesOf } from './roles.ts';
import type { ChurnTopics, CreateTopics, Lasting, Migrate, PlainStep } from './step.ts';
import { manyTopics } from './step-in-words.ts';
import { tryOut } from './try-out.ts';

/** What steps act upon. */
export interface Stage {
  scene: Scene;
  view: ClusterView;
  random: Random;
  probe: Probe;
  faults: ActiveFaults;
  /** The images of versions that the method exchanges nodes for. */
  images: ReadonlyMap<string, KafkaImage>;
  inventory: InventoryKeeper;
  clock: RunClock;
  enter(phase: PhaseName): void;
  tell(event: EventBody): void;
}

/**
 * @returns whether the method can go on; if a fault's effect was not to be seen, a topic not created, or a heap not measured, it cannot
 * @throws UsageError for what only the cluster could say cannot be
 */
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
      return await felt(step, stage, () => create(step, stage));
    case 'churn-topics':
      return await felt(step, stage, () => churn(step, stage));
    case 'measure-heap':
      // A full collection stops the process for a moment.
      return await felt(step, stage, () => measureHeap(stage));
    case 'measure-ensemble':
      return await felt(step, stage, async () =>
        stage.tell({ kind: 'ensemble', ...(await ensembleWork(scene.cluster)) }),
      );
    case 'roll':
      return await beside(step, stage, (site) => roll(site, step));
    case 'finalize':
      return await beside(step, stage, finalize);
    case 'migrate':
      return await migrateOn(step, stage);
    case 'revert':
      return await upgrade(step, stage, (site) => revert(site, step.from));
    case 'furnish':
      return await felt(step, stage, () => stage.inventory.furnish(step.topics));
    case 'compare-inventory':
      return await felt(step, stage, () => stage.inventory.compare(step));
    case 'try-settings':
    case 'try-program':
    case 'try-configuration':
      return await felt(step, stage, async () => {
        for (const each of await tryOut(step, scene, stage.view)) stage.tell({ kind: 'trial', ...each });
      });
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
    if (error instanceof UsageError) throw error;
    const { message } = error as Error;
    if (step.orSkip && error instanceof NobodyLeftError) {
      tell({ kind: 'note', what: `left out: ${message}` });
      return true;
    }
    tell({ kind: 'trouble', what: `${describeUse(step, topology)}: ${message}`, ofMethod: true });
    return false;
  }
}

/** Takes a step of an upgrade; what it does is told node by node. */
async function upgrade(
  step: PlainStep,
  stage: Stage,
  work: (site: UpgradeSite) => Promise<void>,
): Promise<boolean> {
  const { scene, view, images, clock, tell } = stage;
  let beganNs = clock.now();
  const done = (about: Done) => {
    const nowNs = clock.now();
    tell({ kind: 'action', tookMs: Math.round((nowNs - beganNs) / 1e6), ...about });
    beganNs = nowNs;
  };
  const activeController = () => view.activeController();
  return await felt(step, stage, () => work({ ...scene, images, activeController, done }));
}

/** Takes a phase of a migration, with what is done meanwhile. A phase that does not come to its end is taken back. */
async function migrateOn(step: Migrate, stage: Stage): Promise<boolean> {
  const { phase, sticks = false } = step;
  const [came, went] = await meanwhile(step, stage, (underWay) =>
    upgrade(step, stage, (site) => migrate(site, phase, { ...step, underWay })),
  );
  if (came && !sticks) return went;
  if (came) stage.tell({ kind: 'trouble', what: `migrate ${phase}: it came to its end`, ofMethod: true });
  await stage.faults.heal();
  if (!isReversible(phase)) return false;
  const isBack = await upgrade({ do: 'revert', from: phase }, stage, (site) => revert(site, phase));
  return isBack && sticks && !came && went;
}

/** Takes another step of an upgrade, with what is done meanwhile. */
async function beside(
  step: PlainStep & Lasting,
  stage: Stage,
  work: (site: UpgradeSite) => Promise<void>,
): Promise<boolean> {
  const both = await meanwhile(step, stage, (underWay) =>
    upgrade(step, stage, async (site) => {
      await underWay();
      await work(site);
    }),
  );
  return !both.includes(false);
}

/**
 * Takes steps beside some work: the first of them when the work says that it is under way, and before it goes on; the others while it
 * does.
 * @returns whether the work was done, and whether the steps were
 */
async function meanwhile(
  { meanwhile: steps = [] }: Lasting,
  stage: Stage,
  work: (underWay: () => Promise<void>) => Promise<boolean>,
): Promise<[boolean, boolean]> {
  const [first, ...rest] = steps;
  let others = Promise.resolve(true);
  const came = await work(async () => {
    if (first === undefined) return;
    if (!(await take(first, stage))) {
      throw new EnvironmentError('what was to happen meanwhile could not be done');
    }
    others = inTurn(rest, stage);
    others.catch(() => {});
  });
  return [came, await others];
}

/** @returns whether the method can go on */
export async function inTurn(steps: readonly PlainStep[], stage: Stage): Promise<boolean> {
  for (const step of steps) if (!(await take(step, stage))) return false;
  return true;
}

/** For what clients may feel, and is no noise of the run therefore. */
async function felt(
  step: PlainStep,
  { scene, enter, tell }: Stage,
  work: () => Promise<void>,
): Promise<boolean> {
  enter('fault');
  try {
    await work();
    return true;
  } catch (error) {
    scene.signal.throwIfAborted();
    if (error instanceof UsageError) throw error;
    const { message } = error as Error;
    const [name, isWanted] =
      step.do === 'migrate' ? [`migrate ${step.phase}`, step.sticks] : [step.do, false];
    const what = `${name}: ${message}`;
    tell(isWanted ? { kind: 'note', what } : { kind: 'trouble', what, ofMethod: true });
    return false;
  }
}

async function create(step: CreateTopics, stage: Stage): Promise<void> {
  await makeTopics(step, stage, async (...how) => {
    const { requests, acceptedMs } = await createTopics(...how);
    return `${requests} requests, all accepted after ${Math.round(acceptedMs)} ms`;
  });
}

async function churn(step: ChurnTopics, stage: Stage): Promise<void> {
  await makeTopics(step, stage, async (...how) => {
    await churnTopics(...how);
    return 'one after the other, and deleted';
  });
}

/** Makes topics of names that are new, and tells how long it took. */
async function makeTopics(
  step: CreateTopics | ChurnTopics,
  { scene: { cluster, topic, signal }, clock, tell }: Stage,
  work: (...how: Parameters<typeof createTopics>) => Promise<string>,
): Promise<void> {
  const connections = patientConnections(cluster.bootstrapServers);
  const beganNs = clock.now();
  // The moment tells the topics of one such step from those of another.
  const prefix = `${topic}-${Math.round(beganNs / 1e6)}`;
  try {
    const how = await work(connections, { ...step, prefix }, signal);
    const tookMs = Math.round((clock.now() - beganNs) / 1e6);
    tell({ kind: 'action', what: step.do, tookMs, detail: `${manyTopics(step)}; ${how}` });
  } finally {
    await connections.close();
  }
}

async function measureHeap({ scene: { cluster, signal }, view, tell }: Stage): Promise<void> {
  const controller = await view.activeController();
  if (controller === undefined) throw new EnvironmentError('there is no active controller');
  const liveBytes = await liveHeap(cluster, controller, signal);
  tell({ kind: 'heap', node: controller.name, liveBytes });
}
