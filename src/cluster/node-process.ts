/**
 * The process of a node: one JVM in a container that joins the network of the node's host.
 */
import type Docker from 'dockerode';
import { EnvironmentError } from '../errors.ts';
import type { KafkaImage } from '../images/kafka-image.ts';
import type { Node } from '../topology/topology.ts';
import { dataDirectory, type Surroundings, startedLine } from './configuration.ts';
import { ClusterContainer } from './container.ts';
import type { Host } from './hosts.ts';
import { followLog } from './logs.ts';
import { answersJmx } from './metrics.ts';
import { loggingFile, nodeCommand, propertiesFile } from './node-command.ts';
import type { DataFile } from './storage.ts';
import { tarOf } from './tar.ts';

/** Longer than any node of ours ever took to start, on a machine that is busy with other things. */
const startTimeoutMs = 120_000;

/** Creates the container of a node, with its files, and starts it; it does not wait until the node serves. */
export async function startNodeProcess(
  docker: Docker,
  options: {
    cluster: string;
    node: Node;
    host: Host;
    image: KafkaImage;
    surroundings: Surroundings;
    data: readonly DataFile[];
  },
): Promise<Docker.Container> {
  const { cluster, node, host, image, surroundings, data } = options;
  // What a migration has come to is told by its controllers' metrics.
  const isAsked = surroundings.topology.mode === 'zk-to-kraft' && node.roles.includes('controller');
  const files = [
    loggingFile(image.kafkaVersion),
    propertiesFile(node, surroundings),
    ...data.map(({ name, content }) => ({ name: `${dataDirectory}/${name}`, content })),
  ];
  const started = await new ClusterContainer(image.reference, cluster, node.name)
    .withNetworkMode(`container:${host.container.id}`)
    .withEntrypoint(['java'])
    .withCommand(nodeCommand(node, image, isAsked ? answersJmx : []))
    .withDisk(host.disk, dataDirectory)
    .withCopyArchivesToContainer([{ tar: tarOf(files), target: '/' }])
    .start();
  return docker.getContainer(started.getId());
}

/**
 * Waits until a started node says in its log that it serves.
 * @param onLine is shown every line on the way
 * @throws EnvironmentError if the node stops, or does not serve within two minutes
 */
export async function awaitServing(
  node: Node,
  container: Docker.Container,
  options: { sinceSeconds?: number; signal?: AbortSignal; onLine?: (line: string) => void },
): Promise<void> {
  const started = startedLine(node);
  const timeout = AbortSignal.timeout(startTimeoutMs);
  const signal = options.signal === undefined ? timeout : AbortSignal.any([timeout, options.signal]);
  let lastComplaint = '';
  for await (const line of followLog(container, signal, options.sinceSeconds)) {
    options.onLine?.(line);
    if (started.test(line)) return;
    if (/\b(ERROR|FATAL)\b|Exception|^Error/.test(line)) lastComplaint = line;
  }
  options.signal?.throwIfAborted();
  const what = timeout.aborted
    ? `did not serve within ${startTimeoutMs / 1000} s`
    : 'stopped before it served';
  throw new EnvironmentError(`${node.name} ${what}${lastComplaint && `; its log says: ${lastComplaint}`}`);
}
