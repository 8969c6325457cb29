/**
 * A topology brought to life.
 */
import { randomBytes } from 'node:crypto';
import type Docker from 'dockerode';
import { removeCluster } from '../engine/leftovers.ts';
import { keptLabel, ownerLabels } from '../engine/ownership.ts';
import type { KafkaImage } from '../images/kafka-image.ts';
import { clients, findNode, nodesOf, type Topology } from '../topology/topology.ts';
import { type BootTimes, bootClock } from './boot-clock.ts';
import { type Host, startHost } from './hosts.ts';
import { bootstrapCheckpoint, knownKeys } from './image-facts.ts';
import { asksKafka, refuseUnknownSettings } from './known-settings.ts';
import { awaitServing, startNodeProcess } from './node-process.ts';
import { type Proxies, startProxies } from './proxies.ts';
import type { Settings } from './settings.ts';
import { dataFiles, randomUuid } from './storage.ts';

export interface Cluster {
  id: string;
  topology: Topology;
  image: KafkaImage;
  /** Where clients find the brokers: `127.0.0.1:port` of each, through its proxy. */
  bootstrapServers: readonly string[];
  proxies: Proxies;
  bootTimes: BootTimes;
  /** The container of a node's process, by the node's name. */
  container(nodeName: string): Docker.Container;
}

export interface ClusterOptions {
  topology: Topology;
  image: KafkaImage;
  toxiproxyImage: string;
  settings: Settings;
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
  { topology, image, toxiproxyImage, settings, launch = startNodeProcess }: ClusterOptions,
  signal: AbortSignal,
): Promise<Cluster> {
  const clock = bootClock();
  const failure = new AbortController();
  const anyEnd = AbortSignal.any([signal, failure.signal]);
  const checkpoint = topology.mode === 'zk' ? undefined : await bootstrapCheckpoint(docker, image);
  const starting = topology.nodes.map((node) => startHost(docker, id, node, toxiproxyImage));
  const [proxies, hostList] = await allOrNone<[Proxies, Host[]]>([
    startProxies(docker, id, topology, toxiproxyImage),
    allOrNone<Host[]>(starting),
  ]);
  signal.throwIfAborted();
  const hosts = new Map(hostList.map((host) => [host.node.name, host]));
  const linksFrom = (source: string) => topology.links.filter((link) => link.source === source);
  const clusterId = randomUuid();
  const surroundings = { topology, settings, clientPorts: proxies.clientPorts };

  const bootNode = async (host: Host): Promise<[string, Docker.Container]> => {
    const { node } = host;
    await proxies.open(linksFrom(node.name), host, hosts);
    const data = dataFiles(node, topology, clusterId, checkpoint);
    const container = await launch(docker, { cluster: id, node, host, image, surroundings, data });
    clock.created();
    await awaitServing(node, container, { signal: anyEnd, onLine: (line) => clock.sawLine(node.name, line) });
    return [node.name, container];
  };
  await proxies.open(linksFrom(clients), clients, hosts);
  const containers = new Map(
    await allOrNone<[string, Docker.Container][]>(hostList.map(bootNode), () => failure.abort()),
  );
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
  };
}

/**
 * Like Promise.all, but comes back only when none of them is under way any more: what a straggler makes after
 * the removal would stay behind.
 */
async function allOrNone<T extends readonly unknown[]>(
  promises: { [K in keyof T]: Promise<T[K]> },
  onFailure?: () => void,
): Promise<T> {
  const all = Promise.all(promises);
  all.catch(() => onFailure?.());
  await Promise.allSettled(promises);
  return (await all) as unknown as T;
}
