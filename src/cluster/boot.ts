/**
 * Brings a topology to life.
 */
import { randomBytes } from 'node:crypto';
import type Docker from 'dockerode';
import { removeCluster } from '../engine/leftovers.ts';
import { keptLabel, ownerLabels } from '../engine/ownership.ts';
import { EnvironmentError } from '../errors.ts';
import type { KafkaImage } from '../images/kafka-image.ts';
import { clients, findNode, type Node, nodesOf, type Topology } from '../topology/topology.ts';
import { bootClock } from './boot-clock.ts';
import type { Cluster } from './cluster.ts';
import { clearDisk } from './disk.ts';
import { type Host, startHost } from './hosts.ts';
import { bootstrapCheckpoint, knownKeys } from './image-facts.ts';
import { asksKafka, refuseUnknownSettings } from './known-settings.ts';
import { awaitServing, startNodeProcess } from './node-process.ts';
import { ignoring } from './process-life.ts';
import { startProxies } from './proxies.ts';
import type { Settings } from './settings.ts';
import { dataFiles, randomUuid } from './storage.ts';

export interface ClusterOptions {
  topology: Topology;
  image: KafkaImage;
  toxiproxyImage: string;
  settings: Settings;
  /** Gives every node a data directory of this size, in memory: one that can become full. By default it is the machine's. */
  diskBytes?: number | undefined;
  /** How a node's process is started; only the boot benchmark knows another way, to compare with. */
  launch?: typeof startNodeProcess;
}

/** How long a process that is asked to end may take for it before it is killed. */
const stopWithinSeconds = 60;

/** A name for a cluster that nobody else uses. */
export function newClusterId(): string {
  return randomBytes(4).toString('hex');
}

/**
 * Boots a cluster and returns when every node serves. Whatever goes wrong on the way, or if `signal` aborts,
 * what was made is removed again.
 * @throws UsageError for a setting that this Kafka does not know
 * @throws EnvironmentError if a node does not start
 */
export async function bootCluster(
  docker: Docker,
  id: string,
  options: ClusterOptions,
  signal: AbortSignal,
): Promise<Cluster> {
  const { topology, image, settings } = options;
  const knownToKafka = asksKafka(settings) ? await knownKeys(docker, image) : undefined;
  refuseUnknownSettings(topology, settings, image.kafkaVersion, knownToKafka);
  try {
    return await boot(docker, id, options, signal);
  } catch (error) {
    await removeCluster(docker, id);
    throw error;
  }
}

/** Says that a cluster is to outlive this process; only `down` and `clean --all` remove it then. */
export async function keepCluster(docker: Docker, id: string): Promise<void> {
  await docker.createVolume({
    Name: `kafka-chaos-${id}-kept`,
    Labels: { ...ownerLabels(id), [keptLabel]: 'true' },
  });
}

async function boot(
  docker: Docker,
  id: string,
  { topology, image, toxiproxyImage, settings, diskBytes, launch = startNodeProcess }: ClusterOptions,
  signal: AbortSignal,
): Promise<Cluster> {
  // Brokers can do nothing before the quorum has a leader: started together with it, they would only take the
  // processor from it, and then wait for the end of their back-off. Meanwhile their hosts are made.
  const [quorum, others] = partition(topology.nodes, (node) => node.roles.some((role) => role !== 'broker'));
  const failure = new AbortController();
  const anyEnd = AbortSignal.any([signal, failure.signal]);
  const clock = bootClock(quorum.map((node) => node.name));
  const jvms = runningJvms(topology.nodes, anyEnd);
  const checkpoint = topology.mode === 'zk' ? undefined : await bootstrapCheckpoint(docker, image);
  const clusterId = randomUuid();
  const hosts = new Map<string, Host>();
  const containers = new Map<string, Docker.Container>();
  const linksFrom = (source: string) => topology.links.filter((link) => link.source === source);
  const proxiesStart = startProxies(docker, id, topology, toxiproxyImage);

  const startHosts = (nodes: readonly Node[]) =>
    allOrNone(
      nodes.map(async (node) => {
        hosts.set(node.name, await startHost(docker, id, topology, node, toxiproxyImage, diskBytes));
      }),
    );
  const createProcess = async (node: Node, formattedFor = clusterId) => {
    const { clientPorts } = await proxiesStart;
    const surroundings = { topology, settings, clientPorts };
    const data = dataFiles(node, topology, formattedFor, checkpoint);
    const host = hosts.get(node.name)!;
    const container = await launch(docker, { cluster: id, node, host, image, surroundings, data });
    containers.set(node.name, container);
    return container;
  };
  const startNode = async (node: Node) => {
    signal.throwIfAborted();
    await (await proxiesStart).open(linksFrom(node.name), hosts.get(node.name)!, hosts);
    const container = await createProcess(node);
    clock.started(node.name);
    await awaitServing(node, container, {
      signal: anyEnd,
      onLine(line) {
        clock.sawLine(node.name, line);
        jvms.sawLine(node);
      },
    });
  };

  const quorumHosts = startHosts(quorum);
  const quorumServes = quorumHosts.then(() => allOrNone(quorum.map(startNode)));
  const otherHosts = quorumHosts.then(() => startHosts(others));
  const othersServe = allOrNone([jvms.run(quorum), otherHosts]).then(() => allOrNone(others.map(startNode)));
  const clientLinks = otherHosts.then(async () =>
    (await proxiesStart).open(linksFrom(clients), clients, hosts),
  );
  const stages = [proxiesStart, quorumHosts, quorumServes, otherHosts, clientLinks, othersServe];
  await allOrNone(stages, () => failure.abort());
  const proxies = await proxiesStart;
  return {
    id,
    topology,
    image,
    bootstrapServers: nodesOf(topology, 'broker').map(
      (node) => `127.0.0.1:${proxies.clientPorts.get(node.name)}`,
    ),
    proxies,
    bootTimes: clock.read(),
    container: (name) => containers.get(findNode(topology, name).name)!,
    host: (name) => hosts.get(findNode(topology, name).name)!,
    async exchangeProcess(node, other) {
      const host = hosts.get(node.name)!;
      if (host.disk === undefined) throw new EnvironmentError(`${node.name} has no disk of its own to keep`);
      const container = containers.get(node.name)!;
      await container.stop({ t: stopWithinSeconds }).catch(ignoring(304));
      await container.remove({ force: true, v: true });
      const { clientPorts } = proxies;
      const surroundings = { topology, settings, clientPorts };
      containers.set(
        node.name,
        await launch(docker, { cluster: id, node, host, image: other, surroundings, data: [] }),
      );
    },
    async replaceProcess(node, formattedFor) {
      await containers.get(node.name)!.remove({ force: true, v: true });
      const host = hosts.get(node.name)!;
      if (host.disk !== undefined) await clearDisk(host);
      await createProcess(node, formattedFor);
    },
  };
}

/**
 * Like Promise.all, but comes back only when none of them is under way any more: what a straggler makes after
 * the removal would stay behind.
 */
async function allOrNone(promises: readonly Promise<unknown>[], onFailure?: () => void): Promise<void> {
  const all = Promise.all(promises);
  all.catch(() => onFailure?.());
  await Promise.allSettled(promises);
  await all;
}

/** Which JVMs run, by the first line of each; whoever waits for them is told as well if the boot ends before. */
function runningJvms(nodes: readonly Node[], end: AbortSignal) {
  const first = new Map(nodes.map((node) => [node, Promise.withResolvers<void>()]));
  const ended = new Promise<never>((_, reject) => {
    end.addEventListener('abort', () => reject(end.reason), { once: true });
  });
  ended.catch(() => {});
  return {
    sawLine: (node: Node) => first.get(node)!.resolve(),
    run: (some: readonly Node[]) =>
      Promise.race([ended, Promise.all(some.map((node) => first.get(node)!.promise))]),
  };
}

function partition<T>(items: readonly T[], isFirst: (item: T) => boolean): [T[], T[]] {
  return [items.filter(isFirst), items.filter((item) => !isFirst(item))];
}
