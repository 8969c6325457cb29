/** The world as what steps of a method act upon. To be imported before anything that uses it. */
import '../faults/mocks.ts';
import { vi } from 'vitest';
import { activeFaults } from '../../src/experiment/active-faults.ts';
import type { ClusterView } from '../../src/experiment/cluster-view.ts';
import type { InventoryKeeper } from '../../src/experiment/inventory-keeper.ts';
import { stepSchema } from '../../src/experiment/method.ts';
import { randomOf } from '../../src/experiment/random.ts';
import type { PlainStep, StepInput } from '../../src/experiment/step.ts';
import { type Stage, take } from '../../src/experiment/take.ts';
import type { Event } from '../../src/history/entry.ts';
import type { Mode } from '../../src/topology/mode.ts';
import type { Node } from '../../src/topology/topology.ts';
import { sceneOf } from '../faults/mocks.ts';
import { World } from '../faults/world.ts';

/** A stage in the world, on which the named node is the controller, and another one the group's coordinator. */
export function stageOf(mode: Mode, roles: { controller?: string; coordinator?: string } = {}) {
  const world = new World(mode);
  const end = new AbortController();
  const scene = sceneOf(world, end.signal);
  const events: Event[] = [];
  const clock = { startedAt: new Date(), now: () => performance.now() * 1e6, at: () => 0 };
  const find = async (name: string | undefined): Promise<Node | undefined> =>
    world.topology.nodes.find((node) => node.name === name);
  const view: ClusterView = {
    partition: async (partition) => (await scene.admin.topicState(scene.topic)).partitions[partition]!,
    activeController: () => find(roles.controller),
    coordinator: () => find(roles.coordinator),
    zookeeperLeader: async () => undefined,
    isThere: () => true,
  };
  const inventory = {
    furnish: vi.fn<InventoryKeeper['furnish']>(async () => {}),
    compare: vi.fn<InventoryKeeper['compare']>(async () => {}),
  };
  const faults = activeFaults(clock, (event) => events.push(event));
  const stage: Stage = {
    ...{ scene, view, random: randomOf(1), faults, images: new Map(), clock },
    probe: { status: () => [], stop: async () => {} },
    inventory,
    enter: (name) => events.push({ type: 'event', timeNs: clock.now(), kind: 'phase', name }),
    tell: (body) => events.push({ type: 'event', timeNs: clock.now(), ...body }),
  };
  const step = (input: StepInput) => take(stepSchema.parse(input) as PlainStep, stage);
  return { world, scene, view, faults, inventory, events, end, step };
}
