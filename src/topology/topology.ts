/**
 * A cluster as plain data: its nodes, and the directed links between them.
 *
 * Every link is a Toxiproxy proxy once the cluster runs, so a fault can hit `broker-1->controller-2` and leave
 * the way back alone.
 */
import type { Mode, Sizes } from './mode.ts';

export type Role = 'broker' | 'controller' | 'zookeeper';

/** One container. `id` is Kafka's node id, or ZooKeeper's server id: unique among the nodes of its kind. */
export interface Node {
  name: string;
  id: number;
  roles: readonly Role[];
}

/** What a node listens for. Each service of a node has its own port number, the same in every network. */
export const services = [
  'client',
  'replication',
  'quorum',
  'zookeeper',
  'zookeeper-peer',
  'zookeeper-election',
] as const;
export type Service = (typeof services)[number];

/** `clients` is everything outside of the cluster: the harness and the programs that it measures with. */
export const clients = 'clients';

/** A directed pair of nodes (or `clients` and a node), and one service of the destination that the source uses. */
export interface Link {
  name: string;
  source: string;
  destination: string;
  service: Service;
  port: number;
}

export interface Topology {
  mode: Mode;
  nodes: readonly Node[];
  links: readonly Link[];
}

/** ZooKeeper ids and broker ids are apart from each other in Kafka; KRaft controllers share the brokers' number space. */
const firstControllerId = 101;

const servicesOf: Record<Role, readonly Service[]> = {
  broker: ['client', 'replication'],
  controller: ['quorum'],
  zookeeper: ['zookeeper', 'zookeeper-peer', 'zookeeper-election'],
};

/**
 * Who opens connections to which service. Brokers use the quorum as well: they fetch the metadata log from it.
 * In KRaft nothing connects to a broker but brokers and clients; on the way there controllers do, because they tell brokers
 * that still have ZooKeeper what to do, and write what changes to ZooKeeper as well.
 */
const usersOf: Record<Service, readonly (Role | typeof clients)[]> = {
  client: [clients],
  replication: ['broker'],
  quorum: ['controller', 'broker'],
  zookeeper: ['broker', 'controller'],
  'zookeeper-peer': ['zookeeper'],
  'zookeeper-election': ['zookeeper'],
};
const usersOnTheWay = { ...usersOf, replication: ['broker', 'controller'] } satisfies typeof usersOf;

/** Ports are told apart by service and node, so that a port number names a destination in every network. */
const firstPortOf: Record<Service, number> = {
  client: 9101,
  replication: 9201,
  quorum: 9301,
  zookeeper: 2101,
  'zookeeper-peer': 2201,
  'zookeeper-election': 2301,
};

/** The nodes and links of a cluster of the given mode and size. */
export function createTopology(mode: Mode, sizes: Sizes): Topology {
  const nodes = createNodes(mode, sizes);
  return { mode, nodes, links: createLinks(nodes, mode === 'zk-to-kraft' ? usersOnTheWay : usersOf) };
}

export function nodesOf(topology: Topology, role: Role): Node[] {
  return topology.nodes.filter((node) => node.roles.includes(role));
}

export function findNode(topology: Topology, name: string): Node {
  const node = topology.nodes.find((candidate) => candidate.name === name);
  if (node === undefined) {
    throw new Error(`there is no node "${name}", only ${topology.nodes.map((n) => n.name).join(', ')}`);
  }
  return node;
}

/** The broker with this Kafka id, as it appears in metadata. */
export function findBroker(topology: Topology, id: number): Node {
  const node = nodesOf(topology, 'broker').find((broker) => broker.id === id);
  if (node === undefined) throw new Error(`there is no broker with id ${id} in this cluster`);
  return node;
}

/** The port on which a node offers a service; every (node, service) pair of a cluster has a number of its own. */
export function portOf(nodes: readonly Node[], node: Node, service: Service): number {
  return firstPortOf[service] + nodes.indexOf(node);
}

function createNodes(mode: Mode, sizes: Sizes): Node[] {
  const series = (count: number, prefix: string, firstId: number, roles: readonly Role[]): Node[] =>
    Array.from({ length: count }, (_, i) => ({ name: `${prefix}-${i + 1}`, id: firstId + i, roles }));
  switch (mode) {
    case 'zk':
      return [
        ...series(sizes.zookeepers, 'zookeeper', 1, ['zookeeper']),
        ...series(sizes.brokers, 'broker', 1, ['broker']),
      ];
    case 'kraft':
      return [
        ...series(sizes.controllers, 'controller', firstControllerId, ['controller']),
        ...series(sizes.brokers, 'broker', 1, ['broker']),
      ];
    case 'kraft-combined':
      return series(sizes.brokers, 'node', 1, ['broker', 'controller']);
    case 'zk-to-kraft':
      return [
        ...createNodes('zk', sizes),
        ...series(sizes.controllers, 'controller', firstControllerId, ['controller']),
      ];
  }
}

function createLinks(nodes: readonly Node[], users: typeof usersOf): Link[] {
  const sources = [{ name: clients, roles: [clients] as const }, ...nodes];
  return sources.flatMap((source) =>
    nodes
      .filter((destination) => destination !== source)
      .flatMap((destination) =>
        servicesBetween(source, destination, users).map((service, index) => ({
          name: linkName(source.name, destination.name, index === 0 ? undefined : service),
          source: source.name,
          destination: destination.name,
          service,
          port: portOf(nodes, destination, service),
        })),
      ),
  );
}

function servicesBetween(
  source: { roles: readonly (Role | typeof clients)[] },
  destination: Node,
  users: typeof usersOf,
): Service[] {
  return destination.roles
    .flatMap((role) => servicesOf[role])
    .filter((service) => source.roles.some((role) => users[service].includes(role)));
}

/** `source->destination`; where a pair has more than one link, the further ones name their service behind a colon. */
function linkName(source: string, destination: string, furtherService: Service | undefined): string {
  return `${source}->${destination}${furtherService === undefined ? '' : `:${furtherService}`}`;
}
