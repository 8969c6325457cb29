/**
 * The processes of a cluster's nodes: which image each runs, by what it is coordinated, and which container it is now.
 */
import type Docker from 'dockerode';
import { EnvironmentError } from '../errors.ts';
import type { KafkaImage } from '../images/kafka-image.ts';
import { type Coordination, firstCoordination } from '../topology/migration.ts';
import type { Node, Topology } from '../topology/topology.ts';
import type { Change } from './cluster.ts';
import type { Surroundings } from './configuration.ts';
import { clearDisk } from './disk.ts';
import type { Host } from './hosts.ts';
import type { startNodeProcess } from './node-process.ts';
import { ignoring } from './process-life.ts';
import type { Settings } from './settings.ts';
import { dataFiles } from './storage.ts';

export interface Processes {
  /** Its container; another one after each of the following. Undefined for a node that has no process, and is to have none. */
  container(node: Node): Docker.Container | undefined;
  coordinatedBy(node: Node): Coordination;
  /** Starts a node on a new disk, formatted for a cluster of this id where it is one of KRaft. */
  create(node: Node, clusterId: string): Promise<Docker.Container>;
  /** Removes a node's process with all that it has on disk, and creates another one. */
  replace(node: Node, clusterId: string): Promise<void>;
  /** Asks a process to end, and starts another one in its place, on the disk that it had. */
  exchange(node: Node, change: Change): Promise<void>;
  /** Asks a process to end, and removes it with all that it has on disk. */
  end(node: Node): Promise<void>;
}

/** How long a process that is asked to end may take for it before it is killed. */
const stopWithinSeconds = 60;

export function processesOf(
  docker: Docker,
  options: {
    cluster: string;
    topology: Topology;
    settings: Settings;
    image: KafkaImage;
    clientPorts: Promise<Surroundings['clientPorts']>;
    hosts: ReadonlyMap<string, Host>;
    /** With what a new KRaft node begins. */
    checkpoint: Buffer | undefined;
    launch: typeof startNodeProcess;
  },
): Processes {
  const { cluster, topology, settings, hosts, checkpoint, launch } = options;
  const containers = new Map<string, Docker.Container>();
  const changes = new Map<string, Change>();
  const coordinatedBy = (node: Node) =>
    changes.get(node.name)?.coordinatedBy ?? firstCoordination(topology, node);
  const start = async (node: Node, formattedFor?: string) => {
    const { image = options.image } = changes.get(node.name) ?? {};
    const by = coordinatedBy(node);
    const data = formattedFor === undefined ? [] : dataFiles(node, by, formattedFor, checkpoint);
    const host = hosts.get(node.name)!;
    const surroundings = { topology, settings, clientPorts: await options.clientPorts, coordinatedBy: by };
    const container = await launch(docker, { cluster, node, host, image, surroundings, data });
    containers.set(node.name, container);
    return container;
  };
  const stop = async ({ name }: Node) => {
    const container = containers.get(name);
    if (container === undefined) return;
    await container.stop({ t: stopWithinSeconds }).catch(ignoring(304));
    await container.remove({ force: true, v: true });
    containers.delete(name);
  };
  const clear = async ({ name }: Node) => {
    const host = hosts.get(name)!;
    if (host.disk !== undefined) await clearDisk(host);
  };
  return {
    container: ({ name }) => containers.get(name),
    coordinatedBy,
    create: (node, clusterId) => start(node, clusterId),
    async replace(node, clusterId) {
      await containers.get(node.name)!.remove({ force: true, v: true });
      await clear(node);
      await start(node, clusterId);
    },
    async exchange(node, change) {
      if (hosts.get(node.name)!.disk === undefined) {
        throw new EnvironmentError(`${node.name} has no disk of its own to keep`);
      }
      changes.set(node.name, { ...changes.get(node.name), ...change });
      await stop(node);
      await start(node);
    },
    async end(node) {
      await stop(node);
      changes.delete(node.name);
      await clear(node);
    },
  };
}
