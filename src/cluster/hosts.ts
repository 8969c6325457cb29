/**
 * The machine, so to say, on which a node runs: a network of its own, shared with nobody but Toxiproxy, and a
 * small container that keeps it alive. A node's process joins its host's network, so when it dies its address
 * stays and answers "connection refused" at once, as the host of a dead process does. (Without it Docker takes
 * the address away together with the process, and whoever connects hangs for up to 38 s: measured.)
 */
import { randomInt } from 'node:crypto';
import type Docker from 'dockerode';
import { ownerLabels } from '../engine/ownership.ts';
import { EnvironmentError } from '../errors.ts';
import type { Node, Topology } from '../topology/topology.ts';
import { dataDirectory } from './configuration.ts';
import { ClusterContainer, containerName } from './container.ts';
import { createDisk } from './limited-disk.ts';
import { hostArguments, hostProgram } from './links.ts';
import { type Subnet, subnetAt, subnetCount } from './subnet.ts';

export interface Host {
  node: Node;
  container: Docker.Container;
  network: Docker.Network;
  /** The node's address in its network, and Toxiproxy's. */
  address: string;
  toxiproxyAddress: string;
  /** The volume of the node's data directory, where that is limited in size. */
  disk: string | undefined;
}

export async function startHost(
  docker: Docker,
  cluster: string,
  { nodes }: Topology,
  node: Node,
  toxiproxyImage: string,
  diskBytes?: number,
): Promise<Host> {
  const disk = diskBytes === undefined ? undefined : await createDisk(docker, cluster, node, diskBytes);
  const { network, name, subnet } = await createNetwork(docker, cluster, node.name);
  const started = await new ClusterContainer(toxiproxyImage, cluster, `${node.name}-host`)
    .withHostname(node.name)
    .withAddress(name, subnet.node)
    .withEntrypoint([hostProgram])
    .withCommand(hostArguments(nodes, node))
    .withDisk(disk, dataDirectory)
    .start();
  return {
    node,
    container: docker.getContainer(started.getId()),
    network,
    address: subnet.node,
    toxiproxyAddress: subnet.toxiproxy,
    disk,
  };
}

/** Takes a host off its network; what runs on it runs on. */
export async function disconnectHost({ container, network }: Host): Promise<void> {
  await network.disconnect({ Container: container.id, Force: true });
}

/** Connects a host to its network again, under the address it had. Harmless if it is connected. */
export async function connectHost(host: Host): Promise<void> {
  if (await isConnected(host)) return;
  const EndpointConfig = { IPAMConfig: { IPv4Address: host.address } };
  await host.network.connect({ Container: host.container.id, EndpointConfig });
}

export async function isConnected({ container }: Host): Promise<boolean> {
  const { NetworkSettings } = await container.inspect();
  return Object.keys(NetworkSettings.Networks).length > 0;
}

/** The range of the networks of clusters that the program boots. */
const range = '10.219';

async function createNetwork(
  docker: Docker,
  cluster: string,
  nodeName: string,
): Promise<{ network: Docker.Network; name: string; subnet: Subnet }> {
  const name = containerName(cluster, nodeName);
  // From a random one on, because clusters of several processes start at the same time.
  const first = randomInt(subnetCount);
  const attempts = 64;
  for (let index = first; index < first + attempts; index++) {
    const subnet = subnetAt(range, index);
    try {
      const network = await docker.createNetwork({
        Name: name,
        Driver: 'bridge',
        Internal: true,
        Labels: ownerLabels(cluster),
        IPAM: { Config: [{ Subnet: subnet.cidr }] },
      });
      return { network, name, subnet };
    } catch (error) {
      if (!/overlap/i.test((error as Error).message)) throw error;
    }
  }
  throw new EnvironmentError(
    `no free subnet for a node's network: ${attempts} of ${range}.0.0/16 are taken; "kafka-chaos clean" removes what interrupted runs left`,
  );
}
