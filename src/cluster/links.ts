/**
 * What makes every link a proxy, as plain data: the cluster that the program boots and the compose file share it.
 */
import { type Link, type Node, portOf, type Topology } from '../topology/topology.ts';

/** The port of Toxiproxy's API. */
export const apiPort = 8474;

export const toxiproxyCommand: readonly string[] = ['-host=0.0.0.0'];

/** The program of a node's host; compose/toxiproxy/host/ says what it does, and why for ZooKeeper's peer port. */
export const hostProgram = '/host';

export function hostArguments(nodes: readonly Node[], node: Node): string[] {
  if (!node.roles.includes('zookeeper')) return [];
  return [`${portOf(nodes, node, 'zookeeper-peer')}:${ownPeerPort(nodes, node)}`];
}

/** Where a ZooKeeper server itself listens for its peers: behind its host, which stands at the port they know. */
export function ownPeerPort(nodes: readonly Node[], node: Node): number {
  return portOf(nodes, node, 'zookeeper-peer') + 1_000;
}

/** A proxy in the form in which Toxiproxy reads it, from its API and from its configuration file. */
export interface ProxyDefinition {
  name: string;
  listen: string;
  upstream: string;
  enabled: boolean;
}

/**
 * The proxies of links that have one source.
 * @param listenAddress Toxiproxy's address in the network of the source
 * @param addressOf the address of a node in its own network, by the node's name
 */
export function proxyDefinitions(
  links: readonly Link[],
  listenAddress: string,
  addressOf: (nodeName: string) => string,
): ProxyDefinition[] {
  return links.map((link) => ({
    name: link.name,
    listen: `${listenAddress}:${link.port}`,
    upstream: `${addressOf(link.destination)}:${link.port}`,
    enabled: true,
  }));
}

/** The names that mean Toxiproxy in the network of a node: those of all others. */
export function toxiproxyAliases(topology: Topology, node: Node): string[] {
  return topology.nodes.filter((each) => each !== node).map((each) => each.name);
}
