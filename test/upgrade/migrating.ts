/**
 * A cluster on its way to KRaft, in memory, that does as it is told. It takes the place of the modules that talk to processes and to
 * ZooKeeper: to be imported before anything that uses them. Time is that of vitest's fake timers.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { vi } from 'vitest';
import type { Admin } from '../../src/clients/admin.ts';
import type { Change, Cluster } from '../../src/cluster/cluster.ts';
import { EnvironmentError } from '../../src/errors.ts';
import { type Coordination, firstCoordination, isThereFromTheBegin } from '../../src/topology/migration.ts';
import { defaultSizes } from '../../src/topology/mode.ts';
import { createTopology, findNode, type Node } from '../../src/topology/topology.ts';
import type { Done, UpgradeSite } from '../../src/upgrade/site.ts';
import { useWorldTime } from '../faults/world.ts';

const pollMs = 500;

export class Migrating {
  readonly topology = createTopology('zk-to-kraft', defaultSizes);
  /** By what each node is coordinated that is part of the cluster. */
  readonly by = new Map<string, Coordination>();
  /** What the process of each node that was mentioned has logged. */
  readonly logs = new Map<string, string[]>();
  /** What the controllers tell, by the last part of a metric's name. */
  readonly metrics: Record<string, number> = { ZkWriteBehindLag: 0 };
  readonly znodes = new Map<string, string>();
  /** Everything that was done, in order: "broker-1 → both". */
  readonly did: string[] = [];
  readonly told: Done[] = [];
  /** What comes of something that is done, as soon as it is. */
  upon: (did: string) => void = () => {};
  active = 'controller-1';
  /** Who is controller in the eyes of ZooKeeper. */
  elected: string | undefined = 'broker-1';
  outOfSync: string[] = [];
  /** Who does not answer. */
  readonly silent = new Set<string>();
  readonly end = new AbortController();

  /** @param there by what the nodes are coordinated that are not as they begin */
  constructor(there: Record<string, Coordination> = {}) {
    for (const node of this.topology.nodes) {
      if (isThereFromTheBegin(this.topology, node))
        this.by.set(node.name, firstCoordination(this.topology, node));
    }
    for (const [name, coordination] of Object.entries(there)) this.by.set(name, coordination);
  }

  do(what: string): void {
    this.did.push(what);
    this.upon(what);
  }

  /** A node logs a line. */
  log(name: string, line: string): void {
    this.logs.set(name, [...(this.logs.get(name) ?? []), line]);
  }

  /** Of what was done, that which has to do with the way: not who serves, nor what was told. */
  get way(): string[] {
    return this.did.filter((each) => !/ serves$|^told /.test(each));
  }

  get site(): UpgradeSite {
    return {
      cluster: this.cluster,
      admin: {
        clusterId: async () => 'id-of-the-brokers',
        outOfSync: async () => this.outOfSync,
      } as Partial<Admin> as Admin,
      signal: this.end.signal,
      images: new Map(),
      activeController: async () => findNode(this.topology, this.active),
      done: (about) => {
        this.told.push(about);
        this.do(`told ${about.node ?? about.phase}`);
      },
    };
  }

  get cluster(): Cluster {
    const { by } = this;
    const cluster: Partial<Cluster> & { migrating: Migrating } = {
      migrating: this,
      topology: this.topology,
      bootstrapServers: ['127.0.0.1:9'],
      isPartOfIt: ({ name }) => by.has(name),
      coordinatedBy: (node) => by.get(node.name) ?? firstCoordination(this.topology, node),
      container: (name) => {
        if (!by.has(name)) throw new EnvironmentError(`${name} is no part of the cluster now`);
        return {
          ...{ migrating: this, name },
          logs: async () => Buffer.from((this.logs.get(name) ?? []).join('\n')),
        } as unknown as ReturnType<Cluster['container']>;
      },
      startProcess: async (node, clusterId) => {
        by.set(node.name, firstCoordination(this.topology, node));
        this.do(`start ${node.name} for ${clusterId}`);
      },
      exchangeProcess: async ({ name }, change: Change) => {
        by.set(name, change.coordinatedBy!);
        this.logs.delete(name);
        if (change.coordinatedBy === 'quorum' && name.startsWith('broker')) {
          this.log(name, '[KafkaRaftServer nodeId=1] Kafka Server started (kafka.server.KafkaRaftServer)');
        }
        this.do(`${name} → ${change.coordinatedBy}`);
      },
      endProcess: async ({ name }) => {
        by.delete(name);
        this.do(`end ${name}`);
      },
    };
    return cluster as unknown as Cluster;
  }
}

function migratingOf(owner: object): Migrating {
  return (owner as { migrating: Migrating }).migrating;
}

vi.mock('../../src/cluster/node-process.ts', () => ({
  awaitServing: async ({ name }: Node, container: object) => migratingOf(container).do(`${name} serves`),
}));

vi.mock('../../src/cluster/process-life.ts', () => ({
  serves: async (cluster: Cluster, node: Node) =>
    cluster.isPartOfIt(node) && !migratingOf(cluster).silent.has(node.name),
}));

vi.mock('../../src/cluster/logs.ts', async (importOriginal) => ({
  ...(await importOriginal<typeof import('../../src/cluster/logs.ts')>()),
  /** Of a process that is silent there is an end of the log. */
  async *followLog(container: { name: string }, signal: AbortSignal) {
    const { logs, silent } = migratingOf(container);
    for (let read = 0; !signal.aborted; ) {
      for (const line of (logs.get(container.name) ?? []).slice(read)) {
        read += 1;
        yield line;
      }
      if (silent.has(container.name)) return;
      await sleep(pollMs, undefined, { signal }).catch(() => {});
    }
  },
}));

vi.mock('../../src/cluster/metrics.ts', () => ({
  async metric(cluster: Cluster, node: Node, name: string) {
    const value =
      migratingOf(cluster).metrics[/^kafka\.controller:type=KafkaController,name=(\w+)$/.exec(name)![1]!];
    if (value === undefined) throw new EnvironmentError(`${node.name} does not tell ${name}`);
    return value;
  },
}));

vi.mock('../../src/cluster/znodes.ts', () => ({
  hasZnode: async (cluster: Cluster, path: string) => migratingOf(cluster).znodes.has(path),
  // As the shell prints it: that there is none goes to the same stream.
  readZnode: async (cluster: Cluster, path: string) =>
    `Connecting to 127.0.0.1:2181\n\n${migratingOf(cluster).znodes.get(path) ?? `Node does not exist: ${path}`}\n`,
  async writeZnode(cluster: Cluster, path: string, data: string) {
    migratingOf(cluster).znodes.set(path, data);
    migratingOf(cluster).do(`set ${path} ${data}`);
  },
  async deleteZnode(cluster: Cluster, path: string) {
    migratingOf(cluster).znodes.delete(path);
    migratingOf(cluster).do(`delete ${path}`);
  },
}));

vi.mock('../../src/cluster/elected.ts', () => ({
  async lastElected(cluster: Cluster) {
    const { topology, elected } = migratingOf(cluster);
    return topology.nodes.find(({ name }) => name === elected);
  },
}));

/** Fake time, for the time-outs of signals as well. */
export function useMigratingTime(): void {
  useWorldTime();
  vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
    const late = new AbortController();
    setTimeout(() => late.abort(new DOMException('it is over', 'TimeoutError')), ms);
    return late.signal;
  });
}
