/** Every fault of the catalogue, with somebody whom it can hit in the world, and what is to be seen there. */
import type { ActiveFault } from '../../src/faults/fault.ts';
import { type FaultKind, findFault } from '../../src/faults/index.ts';
import type { Node } from '../../src/topology/topology.ts';
import { sceneOf } from './mocks.ts';
import { type NodeState, usedBytes, type World } from './world.ts';

type Condition = ReturnType<typeof condition>;
type NodeCondition = Condition['nodes'][string];

export interface Case {
  kind: FaultKind;
  with: Record<string, unknown>;
  hits: 'nodes' | 'links' | 'partition' | 'cluster';
  /** What the world must be like for this fault to have anything to do. */
  arrange?: (world: World) => void;
  /** Whether the damage is there; `before` is the world without it. */
  shows: (world: World, before: World) => boolean;
  /** What healing does not bring back, or need not. */
  leaves?: keyof NodeCondition;
  /** The mode that has what is hit, if not both do. */
  only?: 'zk' | 'kraft';
}

/** The two nodes, and the two links, that are hit. */
export const hitNodes: readonly string[] = ['broker-1', 'broker-2'];
export const hitLinks: readonly string[] = ['broker-1->broker-2', 'broker-2->broker-1'];

const onNodes =
  (isDamaged: (now: NodeState, before: NodeState) => boolean): Case['shows'] =>
  (world, before) =>
    hitNodes.every((name) => isDamaged(world.node(name), before.node(name)));
const restarted = (now: NodeState, before: NodeState) => now.running && now.pid !== before.pid;

const hasNoMetadata = ({ running, files }: NodeState) =>
  !running && !Object.keys(files).some((path) => path.startsWith('__cluster_metadata-0/'));

const node = (kind: FaultKind, isDamaged: Parameters<typeof onNodes>[0], rest: Partial<Case> = {}): Case => ({
  ...{ kind, with: {}, hits: 'nodes', shows: onNodes(isDamaged) },
  ...rest,
});

/** A fault that puts toxics into its links, which are written as "type stream". */
const toxic = (kind: FaultKind, parameters: Case['with'], ...toxics: string[]): Case => ({
  ...{ kind, with: parameters, hits: 'links' },
  shows: (world) =>
    hitLinks.every((name) => {
      const found = world.link(name).toxics.map(({ type, stream }) => `${type} ${stream}`);
      return found.join() === toxics.join();
    }),
});
const off = (kind: FaultKind, parameters: Case['with'] = {}): Case => ({
  ...{ kind, with: parameters, hits: 'links' },
  shows: (world) => hitLinks.every((name) => !world.link(name).on),
});

const damagesFile = (parameters: Case['with']): Case => ({
  ...node('corrupt', restarted, { leaves: 'files', with: parameters }),
  shows: (world, before) =>
    onNodes(restarted)(world, before) && hitNodes.every((name) => world.isDamaged(name)),
});

export const cases: readonly Case[] = [
  node('kill', ({ running, exitCode }) => !running && exitCode === 137),
  node('stop', ({ running, exitCode }) => !running && exitCode === 143),
  node('restart', restarted),
  node('restart', restarted, { with: { by: 'SIGKILL' } }),
  node('pause', ({ paused }) => paused),
  node('disconnect', ({ connected, running }) => !connected && running),
  node('cpu-starve', ({ cpuQuota }) => cpuQuota === 20_000, { with: { cpus: 0.2 } }),
  node('out-of-memory', ({ oomKilled, memoryBytes }) => oomKilled && memoryBytes < 1.1 * usedBytes),
  node('disk-full', ({ diskFilled }) => diskFilled),
  damagesFile({ file: 'partition' }),
  damagesFile({ file: 'partition', how: 'truncate', after: 'clean-stop' }),
  damagesFile({ file: 'checkpoint', how: 'flip', bytes: 2 }),
  { ...damagesFile({ file: 'metadata-log' }), only: 'kraft' },
  node('wipe', (now, before) => restarted(now, before) && Object.keys(now.files).length === 0, {
    leaves: 'files',
  }),
  node('lose-metadata', hasNoMetadata, { only: 'kraft' }),
  node('lose-metadata', hasNoMetadata, { only: 'kraft', with: { healedBy: 'backup', backupAgeMs: 1_000 } }),
  {
    ...{ kind: 'reformat', with: {}, hits: 'cluster', leaves: 'files', only: 'kraft' },
    shows: ({ state }, before) =>
      Object.entries(state.nodes).every(
        ([name, now]) => restarted(now, before.node(name)) && Object.keys(now.files).length === 0,
      ),
  },
  toxic('latency', { latencyMs: 200 }, 'latency downstream'),
  toxic(
    'latency',
    { latencyMs: 100, jitterMs: 10, direction: 'both' },
    'latency upstream',
    'latency downstream',
  ),
  toxic('bandwidth', { kilobytesPerSecond: 20 }, 'bandwidth downstream'),
  toxic('blackhole', {}, 'timeout upstream', 'timeout downstream'),
  toxic('blackhole', { direction: 'requests' }, 'timeout upstream'),
  toxic('reset', {}, 'reset_peer downstream'),
  toxic('reset', { afterMs: 200 }, 'reset_peer downstream'),
  toxic('slow-close', { delayMs: 2_000 }, 'slow_close downstream'),
  toxic('slice', {}, 'slicer downstream'),
  toxic('slice', { direction: 'requests' }, 'slicer upstream'),
  toxic('limit-data', { bytes: 1_000 }, 'limit_data downstream'),
  off('cut'),
  toxic('partition', {}, 'timeout upstream', 'timeout downstream'),
  off('partition', { as: 'refusal' }),
  // Long enough that the first turn is not over when it is looked at.
  off('flap', { onMs: 60_000 }),
  toxic('flap', { of: { fault: 'latency', with: { latencyMs: 50 } }, onMs: 60_000 }, 'latency downstream'),
  {
    ...{ kind: 'cut-consumer', with: {}, hits: 'cluster' },
    shows: ({ state: { consumer } }) => consumer.connections === 0 && consumer.refused > 0,
  },
  {
    ...{ kind: 'reassign', with: {}, hits: 'partition' },
    shows: ({ state }) => state.partitions[0]!.replicas.join() === '2,3,1',
  },
  {
    ...{ kind: 'reassign', with: { replicas: [3, 2] }, hits: 'partition' },
    shows: ({ state }) => state.partitions[0]!.replicas.join() === '3,2',
  },
  {
    ...{ kind: 'elect-preferred', with: {}, hits: 'partition' },
    arrange: (world) => world.lead(0, 2),
    shows: ({ state }) => state.partitions[0]!.leader === 1,
  },
  {
    ...{ kind: 'reconfigure', hits: 'cluster' },
    with: { topic: { 'min.insync.replicas': '3' }, brokers: { 'unclean.leader.election.enable': 'true' } },
    shows: ({ state }) =>
      state.topicConfig['min.insync.replicas'] === '3' &&
      state.brokersConfig['unclean.leader.election.enable'] === 'true',
  },
  node('unregister', ({ struck, running }) => struck && running, { only: 'kraft' }),
];

/** Injects a fault into the world: into its nodes or links of these names, partition 0, or all of it. */
export function inject(
  world: World,
  {
    kind,
    with: parameters,
    names,
  }: { kind: FaultKind; with?: Record<string, unknown>; names?: readonly string[] },
  signal = new AbortController().signal,
): Promise<ActiveFault> {
  const fault = findFault(kind);
  const { nodes, links } = world.topology;
  const targets = {
    nodes: nodes.filter(({ name }) => (names ?? hitNodes).includes(name)),
    links: links.filter(({ name }) => (names ?? hitLinks).includes(name)),
    ...{ partition: 0, cluster: null },
  };
  return fault.inject(sceneOf(world, signal), targets[fault.hits], fault.parameters.parse(parameters ?? {}));
}

/** What is the same before a fault and after its healing. */
function condition(world: World) {
  const registered = world.registered();
  const { nodes, links, partitions, consumer, topicConfig, brokersConfig } = structuredClone(world.state);
  const conditionOf = ({ name, id, roles }: Node) => {
    const { running, paused, connected, cpuQuota, memoryBytes, diskFilled, files } = nodes[name]!;
    return {
      ...{ running, paused, connected, memoryBytes, diskFilled, files, serves: world.serves(name) },
      cpuQuota: Math.max(0, cpuQuota),
      registered: roles.includes('broker') && registered.includes(id),
    };
  };
  return {
    nodes: Object.fromEntries(world.topology.nodes.map((node) => [node.name, conditionOf(node)])),
    links: Object.fromEntries(
      Object.entries(links).map(([name, { on, toxics }]) => [
        name,
        { on, toxics: toxics.map(({ type }) => type) },
      ]),
    ),
    connections: consumer.connections,
    replicas: partitions.map(({ replicas }) => replicas),
    config: { topic: topicConfig, brokers: brokersConfig },
  };
}

/** The world's condition, without what a fault may leave behind. */
export function conditionWithout(leaves: Case['leaves'], world: World): Condition {
  const all = condition(world);
  if (leaves !== undefined)
    for (const node of Object.values(all.nodes)) delete (node as Partial<NodeCondition>)[leaves];
  return all;
}
