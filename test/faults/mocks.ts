/**
 * Puts the world in the place of the modules that talk to a node's host, to its disk and to Kafka. To be imported
 * before anything that uses them.
 */
import type { Header } from 'tar-stream';
import { vi } from 'vitest';
import type { Admin } from '../../src/clients/admin.ts';
import type * as administration from '../../src/clients/administration.ts';
import type * as ask from '../../src/cluster/ask.ts';
import type { Cluster } from '../../src/cluster/cluster.ts';
import type * as disk from '../../src/cluster/disk.ts';
import { EnvironmentError } from '../../src/errors.ts';
import type { Scene } from '../../src/faults/fault.ts';
import type { Node } from '../../src/topology/topology.ts';
import { clusterOf, worldOf } from './engine.ts';
import { heardOnHost, heardOverLink } from './readings.ts';
import { topic, type World } from './world.ts';

/** What a fault acts upon, in this world. */
export function sceneOf(world: World, signal: AbortSignal): Scene {
  const admin = {
    world,
    async topicState(name: string) {
      const alive = world.registered(world.seen);
      if (alive.length === 0) throw new EnvironmentError('no broker answers');
      const brokers = alive.map((id) => ({ id, server: `127.0.0.1:${id}` }));
      const partitions = world.seen.partitions.map(({ leader, leaderEpoch, ...life }, partition) => {
        const isMoving = performance.now() < life.moving.until;
        const replicas = [...life.replicas, ...(isMoving ? life.moving.others : [])];
        const inSync = (id: number) => alive.includes(id) && (!isMoving || id === leader);
        return { partition, leader, leaderEpoch, replicas, isr: replicas.filter(inSync) };
      });
      return { topicId: name, brokers, partitions: name === topic ? partitions : [] };
    },
  };
  const consumerGate: Scene['consumerGate'] = {
    close: () => world.act('close', 'the gate', () => world.shutGate()),
    open: () => world.act('open', 'the gate', () => world.openGate()),
    connections: () => world.seen.consumer.connections,
    refused: () => world.seen.consumer.refused,
  };
  return { cluster: clusterOf(world), admin: admin as unknown as Admin, topic, consumerGate, signal };
}

vi.mock('../../src/cluster/ask.ts', async (importActual) => {
  const actual = await importActual<typeof ask>();
  const { ownService, question } = actual;
  const mock: Partial<typeof ask> = {
    async askOwn(cluster, { name }, { say = question } = {}) {
      const world = worldOf(cluster);
      const node = world.node(name);
      if (node.running && node.cpuQuota > 0) node.throttledPeriods += 3;
      const service = ownService(world.topology.nodes.find((each) => each.name === name)!);
      return heardOnHost(world, name, service, say(service));
    },
    askLinks: async (cluster, links, { say = question, withinMs }) =>
      links.map((link) => heardOverLink(worldOf(cluster), link, say(link.service), withinMs)),
  };
  return { ...actual, ...mock };
});

vi.mock('../../src/cluster/disk.ts', async (importActual) => {
  const spaceOf = (cluster: Cluster, { name }: Node) => {
    const full = worldOf(cluster).seen.nodes[name]!.diskFilled;
    return { sizeBytes: 1_000, freeBytes: full ? 0 : 900, writeError: full ? 'no space left on device' : '' };
  };
  const filesOn = (cluster: Cluster, { name }: Node) => worldOf(cluster).node(name).files;
  const mock: Partial<typeof disk> = {
    async fillDisk(cluster, node) {
      await worldOf(cluster).act('fill', node.name, () => worldOf(cluster).fill(node.name));
      return spaceOf(cluster, node);
    },
    async freeDisk(cluster, node) {
      const world = worldOf(cluster);
      await world.act('free', node.name, () => {
        world.node(node.name).diskFilled = false;
      });
      return spaceOf(cluster, node);
    },
    diskSpace: async (cluster, node) => spaceOf(cluster, node),
    namesOnDisk: async (cluster, node, folder) =>
      Object.keys(filesOn(cluster, node)).flatMap((path) =>
        path.startsWith(`${folder}/`) ? [path.slice(folder.length + 1)] : [],
      ),
    async readOnDisk(cluster, node, path) {
      const content = filesOn(cluster, node)[path];
      if (content === undefined) return undefined;
      return { path, header: { name: path } as Header, content: Buffer.from(content, 'hex') };
    },
    writeOnDisk: (cluster, node, { path, content }) =>
      worldOf(cluster).act('write', node.name, () => {
        filesOn(cluster, node)[path] = content.toString('hex');
      }),
    async readFolder(cluster, node, path) {
      const inside = Object.entries(filesOn(cluster, node)).filter(([name]) => name.startsWith(`${path}/`));
      const folder = { header: { name: `${path}/` } as Header, content: Buffer.alloc(0) };
      const files = inside.map(([name, content]) => ({
        ...{ header: { name } as Header, content: Buffer.from(content, 'hex') },
      }));
      return { path, entries: [folder, ...files] };
    },
    replaceFolder: (cluster, node, { path, entries }) =>
      worldOf(cluster).act('write', node.name, () => {
        const files = filesOn(cluster, node);
        for (const name of Object.keys(files)) if (name.startsWith(`${path}/`)) delete files[name];
        for (const { header, content } of entries.slice(1)) files[header.name] = content.toString('hex');
      }),
    markDisk: (cluster, node) =>
      worldOf(cluster).act('write', node.name, () => {
        filesOn(cluster, node).mark = '00';
        return 'mark';
      }),
    isOnDisk: async (cluster, node, path) => path in filesOn(cluster, node),
  };
  return { ...(await importActual<typeof disk>()), ...mock };
});

/** What Kafka shows where nothing was set at run time. */
const defaults: Record<string, string> = {
  'min.insync.replicas': '1',
  'unclean.leader.election.enable': 'false',
};

vi.mock('../../src/clients/administration.ts', async (importActual) => {
  const mock: Partial<typeof administration> = {
    partitionState: async (admin, name, partition) => (await admin.topicState(name)).partitions[partition]!,
    registeredBrokers: async (admin) => (await admin.topicState('')).brokers.map(({ id }) => id),
    async reassign(admin, _, partition, replicas) {
      const world = worldOf(admin);
      await world.act('reassign', `partition ${partition}`, () => {
        const gone = replicas.filter((id) => !world.registered().includes(id));
        if (gone.length > 0) throw new EnvironmentError(`there is no broker ${gone.join(', ')}`);
        world.move(partition, [...replicas]);
      });
    },
    reassigning: async (admin, _, partition) =>
      performance.now() < worldOf(admin).seen.partitions[partition]!.moving.until,
    async electPreferred(admin, _, partition) {
      const world = worldOf(admin);
      const { replicas } = world.state.partitions[partition]!;
      await world.act('elect', `partition ${partition}`, () => world.lead(partition, replicas[0]!));
    },
    async describeConfig(admin, resource) {
      const { topicConfig, brokersConfig } = worldOf(admin).seen;
      const own = resource === 'all-brokers' ? brokersConfig : 'topic' in resource ? topicConfig : {};
      const all = resource === 'all-brokers' ? own : { ...defaults, ...brokersConfig, ...own };
      return new Map(Object.entries(all).map(([key, value]) => [key, { value, isOverridden: key in own }]));
    },
    async alterConfig(admin, resource, changes) {
      const world = worldOf(admin);
      const own = resource === 'all-brokers' ? 'brokersConfig' : 'topicConfig';
      await world.act('configure', own, () => {
        const merged = Object.entries({ ...world.state[own], ...changes });
        const left = merged.filter((entry): entry is [string, string] => entry[1] !== null);
        world.state[own] = Object.fromEntries(left);
      });
    },
    async unregisterBroker(admin, id) {
      const world = worldOf(admin);
      const broker = world.topology.nodes.find((node) => node.roles.includes('broker') && node.id === id)!;
      await world.act('unregister', broker.name, () => {
        world.node(broker.name).struck = true;
      });
    },
  };
  return { ...(await importActual<typeof administration>()), ...mock };
});
