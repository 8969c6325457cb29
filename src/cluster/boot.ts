/**
 * Brings a topology to life.
 */
import { randomBytes } from 'node:crypto';
import type Docker from 'dockerode';
import { removeCluster } from '../engine/leftovers.ts';
import { keptLabel, ownerLabels } from '../engine/ownership.ts';
import { EnvironmentError } from '../errors.ts';
import type { KafkaImage } from '../images/kafka-image.ts';
import { isThereFromTheBegin } from '../topology/migration.ts';
import { clients, findNode, type Node, nodesOf, type Topology } from '../topology/topology.ts';
import { bootClock } from './boot-clock.ts';
import type { Cluster } from './cluster.ts';
import { type Host, startHost } from './hosts.ts';
import { bootstrapCheckpoint, knownKeys } from './image-facts.ts';
import { asksKafka, refuseUnknownSettings } from './known-settings.ts';
import { awaitServing, startNodeProcess } from './node-process.ts';
import { processesOf } from './processes.ts';
import { startProxies } from './proxies.ts';
import type { Settings } from './settings.ts';
import { randomUuid } from './storage.ts';

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
  // Nobody would hear an abort that is past already.
  signal.throwIfAborted();
  await using undo = new AsyncDisposableStack();
  undo.defer(() => removeCluster(docker, id));
  const cluster = await boot(docker, id, options, signal);
  undo.move();
  return cluster;
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
  const nodes = topology.nodes.filter((node) => isThereFromTheBegin(topology, node));
  const later = topology.nodes.filter((node) => !nodes.includes(node));
  const [quorum, others] = partition(nodes, (node) => node.roles.some((role) => role !== 'broker'));
  const failure = new AbortController();
  const anyEnd = AbortSignal.any([signal, failure.signal]);
  const clock = bootClock(quorum.map((node) => node.name));
  const jvms = runningJvms(nodes, anyEnd);
  const checkpoint = topology.mode === 'zk' ? undefined : await bootstrapCheckpoint(docker, image);
  const clusterId = randomUuid();
  const hosts = new Map<string, Host>();
  const linksFrom = (source: string) => topology.links.filter((link) => link.source === source);
  const proxiesStart = startProxies(docker, id, topology, toxiproxyImage);
  const clientPorts = proxiesStart.then((proxies) => proxies.clientPorts);
  clientPorts.catch(() => {});
  const around = { topology, settings, clientPorts, hosts, checkpoint, launch };
  const processes = processesOf(docker, { cluster: id, image, ...around });

  const startHosts = (nodes: readonly Node[]) =>
    allOrNone(
      nodes.map(async (node) => {
        hosts.set(node.name, await startHost(docker, id, topology, node, toxiproxyImage, diskBytes));
      }),
    );
  const openLinks = async ({ name }: Node) =>
    (await proxiesStart).open(linksFrom(name), hosts.get(name)!, hosts);
  const startNode = async (node: Node) => {
    signal.throwIfAborted();
    await openLinks(node);
    const container = await processes.create(node, clusterId);
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
  const otherHosts = quorumHosts.then(() => startHosts([...others, ...later]));
  const laterLinks = otherHosts.then(() => allOrNone(later.map(openLinks)));
  const othersServe = allOrNone([jvms.run(quorum), otherHosts]).then(() => allOrNone(others.map(startNode)));
  const clientLinks = otherHosts.then(async () =>
    (await proxiesStart).open(linksFrom(clients), clients, hosts),
  );
  const stages = [
    ...[proxiesStart, quorumHosts, quorumServes, otherHosts],
    ...[clientLinks, laterLinks, othersServe],
  ];
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
    isPartOfIt: (node) => processes.container(node) !== undefined,
    container(name) {
      const container = processes.container(findNode(topology, name));
      if (container === undefined) throw new EnvironmentError(`${name} is no part of the cluster now`);
      return container;
    },
    host: (name) => hosts.get(findNode(topology, name).name)!,
    coordinatedBy: (node) => processes.coordinatedBy(node),
    replaceProcess: (node, formattedFor = clusterId) => processes.replace(node, formattedFor),
    exchangeProcess: (node, change) => processes.exchange(node, change),
    startProcess: async (node, formattedFor) => void (await processes.create(node, formattedFor)),
    endProcess: (node) => processes.end(node),
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
