/**
 * A cluster in memory: what faults do to it shows in its state, and what they ask is answered from there. It can be
 * told to refuse what it is asked to do, and to hide what was done to it. Time is that of vitest's fake timers.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { vi } from 'vitest';
import { defaultSizes, type Mode } from '../../src/topology/mode.ts';
import { createTopology, type Node, nodesOf, type Topology } from '../../src/topology/topology.ts';
import { filesOf } from './files.ts';

export const topic = 'effects';
export const machineBytes = 8 * 1024 ** 3;
/** What a node's process uses. */
export const usedBytes = 512 * 1024 ** 2;

/** How long things take in the world, in ms. */
const operationMs = 1;
const bootMs = 2_000;
const shutdownMs = 500;
const sessionMs = 6_000;
const copyMs = 300;
const retryMs = 300;

export interface NodeState {
  container: string;
  running: boolean;
  paused: boolean;
  pid: number;
  exitCode: number;
  oomKilled: boolean;
  startedAt: string;
  finishedAt: string;
  servesAt: number;
  connected: boolean;
  /** In microseconds a period; none if it is not positive. */
  cpuQuota: number;
  throttledPeriods: number;
  memoryBytes: number;
  diskFilled: boolean;
  /** By their paths in the data directory; contents in hexadecimal. */
  files: Record<string, string>;
  /** Taken from the registry by an administrator, until the process is another one. */
  struck: boolean;
  /** Until when ZooKeeper keeps a dead broker's name taken. */
  sessionUntil: number;
}

export interface LinkState {
  on: boolean;
  toxics: { name: string; type: string; stream: string; attributes: Record<string, number> }[];
}

interface PartitionLife {
  leader: number | null;
  leaderEpoch: number;
  replicas: number[];
  /** Brokers that have no replica yet, or have one no longer, until then. */
  moving: { others: number[]; until: number };
}

interface State {
  nodes: Record<string, NodeState>;
  links: Record<string, LinkState>;
  partitions: PartitionLife[];
  /** The running consumer's connections, and how many it was refused. */
  consumer: { connections: number; refused: number };
  topicConfig: Record<string, string>;
  brokersConfig: Record<string, string>;
}

export class World {
  readonly topology: Topology;
  /** Everything that was to change the world, in order: "kill SIGKILL broker-1". */
  readonly log: string[] = [];
  state: State;
  /** How the world refuses an operation: with what is returned, if anything is. */
  refusal: (operation: string, subject: string) => Error | undefined = () => undefined;
  /** How much longer than usual an operation takes, in ms. */
  delay: (operation: string, subject: string) => number = () => 0;
  /** In whose names links are off. */
  readonly offBy = new Map<string, Set<string>>();
  /** Whether processes end themselves that find a file damaged. */
  minds = false;
  /** Is told of a process that is replaced, and of the id for which its disk is formatted, if it is another one. */
  replaced: (name: string, clusterId: string | undefined) => void = () => {};
  zookeeperLeader = 'zookeeper-1';
  /** Whether processes take no notice of SIGTERM. */
  stubborn = false;
  #hidden: State | undefined;
  #pids = 100;
  readonly #wholeFiles: Record<string, Record<string, string>>;

  constructor(mode: Mode) {
    this.topology = createTopology(mode, defaultSizes);
    const { nodes, links } = this.topology;
    this.state = {
      nodes: Object.fromEntries(nodes.map((node) => [node.name, this.#newNode(node)])),
      links: Object.fromEntries(links.map(({ name }) => [name, { on: true, toxics: [] }])),
      partitions: [
        [1, 2, 3],
        [2, 3, 1],
        [3, 1, 2],
      ].map((replicas) => ({
        leader: replicas[0]!,
        leaderEpoch: 5,
        replicas,
        moving: { others: [], until: 0 },
      })),
      consumer: { connections: 4, refused: 0 },
      topicConfig: { 'min.insync.replicas': '2' },
      brokersConfig: {},
    };
    this.#wholeFiles = Object.fromEntries(
      nodes.map(({ name }) => [name, { ...this.state.nodes[name]!.files }]),
    );
  }

  /** What observers see: the world as it is, or as it was when it was hidden. */
  get seen(): State {
    return this.#hidden ?? this.state;
  }

  /** From now on nothing that happens can be seen. */
  hide(): void {
    this.#hidden = structuredClone(this.state);
  }

  show(): void {
    this.#hidden = undefined;
  }

  node(name: string): NodeState {
    return this.state.nodes[name]!;
  }

  link(name: string): LinkState {
    return this.state.links[name]!;
  }

  /** Does something to the world, unless the world refuses it. */
  async act<T>(operation: string, subject: string, effect: () => T): Promise<T> {
    this.log.push(`${operation} ${subject}`);
    await sleep(operationMs + this.delay(operation, subject));
    const refusal = this.refusal(operation, subject);
    if (refusal !== undefined) throw refusal;
    return effect();
  }

  /** A process ends. */
  end(name: string, exitCode: number, oomKilled = false): void {
    const now = performance.now();
    // Who shuts down in order takes leave of ZooKeeper.
    const sessionUntil = this.topology.mode === 'zk' && exitCode === 137 ? now + sessionMs : 0;
    const finishedAt = this.#stamp();
    const dead = { running: false, paused: false, pid: 0, exitCode, oomKilled, finishedAt, sessionUntil };
    Object.assign(this.node(name), dead);
    this.#elect();
  }

  /** A process is started; it may end by itself again. */
  begin(name: string): void {
    const node = this.node(name);
    const taken = performance.now() < node.sessionUntil;
    const started = {
      running: true,
      pid: ++this.#pids,
      startedAt: this.#stamp(),
      oomKilled: false,
      exitCode: 0,
    };
    Object.assign(node, {
      ...started,
      struck: false,
      throttledPeriods: 0,
      servesAt: performance.now() + bootMs,
    });
    if (taken || node.diskFilled || (this.minds && this.isDamaged(name))) {
      const { sessionUntil } = node;
      this.end(name, 1);
      node.sessionUntil = sessionUntil;
    }
  }

  /** SIGTERM. */
  terminate(name: string): void {
    const { pid } = this.node(name);
    if (this.stubborn) return;
    setTimeout(() => this.node(name).pid === pid && this.end(name, 143), shutdownMs);
  }

  /** A new process in a new container, with an empty disk. */
  replace(name: string): void {
    if (this.node(name).running) this.end(name, 137);
    Object.assign(this.node(name), { container: `container-${++this.#pids}`, files: {}, diskFilled: false });
    this.begin(name);
  }

  fill(name: string): void {
    this.node(name).diskFilled = true;
    setTimeout(() => this.node(name).diskFilled && this.node(name).running && this.end(name, 1), shutdownMs);
  }

  /** The consumer loses its connections, and soon tries in vain to get others. */
  shutGate(): number {
    const { connections } = this.state.consumer;
    this.state.consumer = { connections: 0, refused: 0 };
    setTimeout(() => this.state.consumer.connections === 0 && this.state.consumer.refused++, retryMs);
    return connections;
  }

  /** The consumer gets its connections again, as soon as it tries. */
  openGate(): void {
    setTimeout(() => {
      this.state.consumer.connections = 4;
    }, retryMs);
  }

  isDamaged(name: string): boolean {
    const { files } = this.node(name);
    return Object.entries(this.#wholeFiles[name]!).some(
      ([path, whole]) => files[path] !== undefined && files[path] !== whole,
    );
  }

  /** Whether a node's process answers. */
  serves(name: string, { nodes } = this.state): boolean {
    const { running, paused, servesAt } = nodes[name]!;
    return running && !paused && performance.now() >= servesAt;
  }

  /** Kafka's ids of the brokers that are in the registry. */
  registered({ nodes } = this.state): number[] {
    const now = performance.now();
    const isRegistered = ({ name }: Node) => {
      const { running, struck, servesAt, sessionUntil } = nodes[name]!;
      return (running && !struck && now >= servesAt) || now < sessionUntil;
    };
    return nodesOf(this.topology, 'broker')
      .filter(isRegistered)
      .map(({ id }) => id);
  }

  move(partition: number, replicas: number[]): void {
    const life = this.state.partitions[partition]!;
    const others = life.replicas.filter((id) => !replicas.includes(id));
    const isNew = replicas.some((id) => !life.replicas.includes(id));
    Object.assign(life, { replicas, moving: { others, until: performance.now() + (isNew ? copyMs : 0) } });
    if (!replicas.includes(life.leader!)) this.lead(partition, replicas[0]!);
  }

  lead(partition: number, leader: number | null): void {
    const life = this.state.partitions[partition]!;
    Object.assign(life, { leader, leaderEpoch: life.leaderEpoch + 1 });
  }

  #elect(): void {
    const alive = this.registered();
    for (const [partition, { leader, replicas }] of this.state.partitions.entries()) {
      if (leader === null || alive.includes(leader)) continue;
      this.lead(partition, replicas.find((id) => alive.includes(id)) ?? null);
    }
  }

  #newNode(node: Node): NodeState {
    return {
      ...{ container: `container-${++this.#pids}`, running: true, paused: false, pid: ++this.#pids },
      ...{ exitCode: 0, oomKilled: false, startedAt: this.#stamp(), finishedAt: '', servesAt: 0 },
      ...{ connected: true, cpuQuota: 0, throttledPeriods: 0, memoryBytes: machineBytes, diskFilled: false },
      ...{ files: filesOf(node, this.topology.mode, topic), struck: false, sessionUntil: 0 },
    };
  }

  #stamp(): string {
    return `started or ended as number ${++this.#pids}`;
  }
}

/** Fake time that passes by itself whenever everybody waits. */
export function useWorldTime(): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'], fakeNodeBuiltins: true });
  vi.setTimerTickMode('nextTimerAsync');
}
