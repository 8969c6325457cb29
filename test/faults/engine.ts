/** The world as a cluster: what of Docker and of Toxiproxy faults make use of. */
import { setTimeout as sleep } from 'node:timers/promises';
import type Docker from 'dockerode';
import type { Cluster } from '../../src/cluster/cluster.ts';
import type { Host } from '../../src/cluster/hosts.ts';
import { firstCoordination } from '../../src/topology/migration.ts';
import { findNode } from '../../src/topology/topology.ts';
import { type LinkState, usedBytes, type World } from './world.ts';

/** The cluster that a world looks like. */
export function clusterOf(world: World): Cluster {
  const cluster: Partial<Cluster> & { world: World } = {
    world,
    topology: world.topology,
    isPartOfIt: () => true,
    coordinatedBy: (node) => firstCoordination(world.topology, node),
    container: (name) => containerOf(world, name) as unknown as Docker.Container,
    host: (name) => hostOf(world, name) as unknown as Host,
    proxies: proxiesOf(world) as unknown as Cluster['proxies'],
    replaceProcess: ({ name }, clusterId) =>
      world.act('replace', name, () => {
        world.replaced(name, clusterId);
        world.replace(name);
      }),
  };
  return cluster as unknown as Cluster;
}

export function worldOf(owner: object): World {
  return (owner as { world: World }).world;
}

/** An answer of Docker that is an error. */
export function dockerError(statusCode: number, message: string): Error {
  return Object.assign(new Error(message), { statusCode });
}

function containerOf(world: World, name: string) {
  const node = () => world.node(name);
  const seen = () => world.seen.nodes[name]!;
  const mustRun = () => {
    if (!node().running) throw dockerError(409, `${name} is not running`);
  };
  return {
    id: seen().container,
    async inspect() {
      const { running, paused, pid, exitCode, oomKilled, startedAt, finishedAt } = seen();
      const life = { Running: running, Paused: paused, Pid: pid, ExitCode: exitCode, OOMKilled: oomKilled };
      const HostConfig = { CpuQuota: node().cpuQuota };
      return { State: { ...life, StartedAt: startedAt, FinishedAt: finishedAt }, HostConfig };
    },
    kill: ({ signal }: { signal: string }) =>
      world.act(`kill ${signal}`, name, () => {
        mustRun();
        if (signal === 'SIGKILL') world.end(name, 137);
        else world.terminate(name);
      }),
    async wait({ abortSignal: signal }: { abortSignal?: AbortSignal } = {}) {
      while (node().running) await sleep(10, undefined, signal && { signal });
    },
    start: () =>
      world.act('start', name, () => {
        if (node().running) throw dockerError(304, `${name} is running`);
        world.begin(name);
      }),
    pause: () =>
      world.act('pause', name, () => {
        mustRun();
        if (node().paused) throw dockerError(409, `${name} is paused already`);
        node().paused = true;
      }),
    unpause: () =>
      world.act('unpause', name, () => {
        if (!node().paused) throw dockerError(500, `${name} is not paused`);
        node().paused = false;
      }),
    update: ({ CpuQuota: quota, Memory: bytes }: { CpuQuota?: number; Memory?: number }) =>
      world.act('update', name, () => {
        if (quota !== undefined) node().cpuQuota = quota;
        if (bytes !== undefined) node().memoryBytes = bytes;
      }),
    stats: async () => ({
      cpu_stats: { throttling_data: { throttled_periods: seen().throttledPeriods } },
      memory_stats: { usage: usedBytes + 1_000, stats: { inactive_file: 1_000 }, limit: seen().memoryBytes },
    }),
    putArchive: async () => {},
    exec: async ({ Cmd: [, command, bytes] }: { Cmd: string[] }) => ({
      start: () =>
        world.act(command!, name, () => {
          mustRun();
          if (usedBytes + Number(bytes) > node().memoryBytes) world.end(name, 137, true);
        }),
    }),
  };
}

function hostOf(world: World, name: string) {
  const node = () => world.node(name);
  const container = {
    id: `${name}-host`,
    inspect: async () => ({
      NetworkSettings: { Networks: node().connected ? { [name]: {} } : {} },
    }),
    getArchive: async () => 'the program of hosts',
  };
  const network = {
    disconnect: () =>
      world.act('disconnect', name, () => {
        if (!node().connected) throw dockerError(404, `${name} is not connected`);
        node().connected = false;
      }),
    connect: () =>
      world.act('connect', name, () => {
        node().connected = true;
      }),
  };
  return { node: findNode(world.topology, name), container, network, address: `${name}'s address` };
}

function proxiesOf(world: World) {
  return {
    switchOff: (link: string, by: string) =>
      world.act('switch off', link, () => {
        world.offBy.set(link, (world.offBy.get(link) ?? new Set()).add(by));
        world.link(link).on = false;
      }),
    switchOn: (link: string, by: string) =>
      world.act('switch on', link, () => {
        world.offBy.get(link)?.delete(by);
        world.link(link).on = !world.offBy.get(link)?.size;
      }),
    addToxic: (link: string, toxic: LinkState['toxics'][number]) =>
      world.act(`add ${toxic.type}`, link, () => {
        world.link(link).toxics.push(toxic);
      }),
    removeToxic: (link: string, name: string) =>
      world.act('remove toxic', link, () => {
        world.link(link).toxics = world.link(link).toxics.filter((toxic) => toxic.name !== name);
      }),
    async damaged() {
      const found = Object.entries(world.seen.links).map(([name, { on, toxics }]): [string, string] => [
        name,
        [...(on ? [] : ['off']), ...toxics.map(({ type }) => type)].join(', '),
      ]);
      return new Map(found.filter(([, wrong]) => wrong !== ''));
    },
  };
}
