/**
 * The addresses and ports of a cluster that runs from a compose file. They are fixed, so that whoever reads the
 * file knows them; hence one such cluster at a time.
 */
import { nodesOf, type Topology } from '../topology/topology.ts';
import { type Subnet, subnetAt } from './subnet.ts';

/** What all the addresses begin with. Beside the range of the clusters that the program boots, so that those can run at the same time. */
export const range = '10.218';

const firstPublishedPort = 19101;

export interface ComposeWiring {
  /** Where connections from this machine come in to Toxiproxy. */
  clients: Subnet;
  /** The ports on 127.0.0.1 under which clients find the brokers, by the broker's name. */
  clientPorts: ReadonlyMap<string, number>;
  /** Of a node, by its name. */
  subnet(nodeName: string): Subnet;
}

export function composeWiring(topology: Topology): ComposeWiring {
  const names = topology.nodes.map((node) => node.name);
  return {
    clients: subnetAt(range, 0),
    clientPorts: new Map(
      nodesOf(topology, 'broker').map(({ name }, index) => [name, firstPublishedPort + index]),
    ),
    subnet: (name) => subnetAt(range, 1 + names.indexOf(name)),
  };
}
