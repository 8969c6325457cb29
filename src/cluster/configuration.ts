/**
 * The configuration files of a node. Only what the topology demands is set, and what `Settings` ask for: every
 * other value is Kafka's or ZooKeeper's own default, because those defaults are what is to be measured.
 */
import { type Coordination, firstCoordination } from '../topology/migration.ts';
import { type Node, nodesOf, portOf, type Role, type Service, type Topology } from '../topology/topology.ts';
import { ownPeerPort } from './links.ts';
import type { Settings } from './settings.ts';

export const dataDirectory = '/var/lib/kafka/data';
/** Where our files go in a container: a folder that no image has, readable by any user. */
export const configurationDirectory = '/etc/kafka-chaos';

/** What the configuration depends on beside the topology: known only once Toxiproxy's ports are published. */
export interface Surroundings {
  topology: Topology;
  settings: Settings;
  /** The port on 127.0.0.1 under which clients reach a broker, by the broker's name. */
  clientPorts: ReadonlyMap<string, number>;
  /** Instead of what a node begins with. */
  coordinatedBy?: Coordination;
}

/** The main class of a node's role and the properties it is given as its only argument. */
export function mainClass(node: Node): string {
  return node.roles.includes('zookeeper')
    ? 'org.apache.zookeeper.server.quorum.QuorumPeerMain'
    : 'kafka.Kafka';
}

/** The line of its log by which a node says that it serves: for ZooKeeper, that it has found its quorum or needs none. */
export function startedLine(node: Node): RegExp {
  return node.roles.includes('zookeeper')
    ? /(LEADING|FOLLOWING) - LEADER ELECTION TOOK|PrepRequestProcessor \(sid:0\) started/
    : /started \(kafka\.server\.(KafkaServer|KafkaRaftServer)\)/;
}

export function nodeProperties(node: Node, surroundings: Surroundings): string {
  const own = node.roles.includes('zookeeper')
    ? zookeeperProperties(node, surroundings.topology)
    : kafkaProperties(node, surroundings);
  const asked = Object.assign({}, ...node.roles.map((role) => surroundings.settings[role] ?? {}));
  return Object.entries<string>({ ...own, ...asked })
    .filter(([key]) => surroundings.coordinatedBy !== 'quorum' || !key.startsWith('zookeeper.'))
    .map(([key, value]) => `${key}=${value}\n`)
    .join('');
}

/** `tickTime`, `initLimit` and `syncLimit` are those of ZooKeeper's own sample: an ensemble must have them set. */
function zookeeperProperties(node: Node, { nodes }: Topology): Record<string, string> {
  const servers = nodes
    .filter((each) => each.roles.includes('zookeeper'))
    .map((each) => {
      const peerPort = each === node ? ownPeerPort(nodes, each) : portOf(nodes, each, 'zookeeper-peer');
      return [`server.${each.id}`, `${each.name}:${peerPort}:${portOf(nodes, each, 'zookeeper-election')}`];
    });
  return {
    tickTime: '2000',
    initLimit: '10',
    syncLimit: '5',
    dataDir: dataDirectory,
    clientPort: String(portOf(nodes, node, 'zookeeper')),
    quorumListenOnAllIPs: 'true',
    'admin.enableServer': 'false',
    '4lw.commands.whitelist': '*',
    ...Object.fromEntries(servers),
  };
}

function kafkaProperties(node: Node, surroundings: Surroundings): Record<string, string> {
  const { topology, clientPorts, coordinatedBy = firstCoordination(topology, node) } = surroundings;
  const { nodes } = topology;
  const is = (role: Role) => node.roles.includes(role);
  const listeners = [
    ...(is('broker') ? [`CLIENT://:${portOf(nodes, node, 'client')}`] : []),
    ...(is('broker') ? [`REPLICATION://:${portOf(nodes, node, 'replication')}`] : []),
    ...(is('controller') ? [`CONTROLLER://${address(nodes, node, 'quorum')}`] : []),
  ];
  return {
    'log.dirs': dataDirectory,
    listeners: listeners.join(','),
    'listener.security.protocol.map': 'CLIENT:PLAINTEXT,REPLICATION:PLAINTEXT,CONTROLLER:PLAINTEXT',
    ...(is('broker') && {
      'advertised.listeners': [
        `CLIENT://127.0.0.1:${clientPorts.get(node.name)}`,
        `REPLICATION://${address(nodes, node, 'replication')}`,
      ].join(','),
      'inter.broker.listener.name': 'REPLICATION',
      ...internalTopics(nodesOf(topology, 'broker').length),
    }),
    ...(is('controller') || coordinatedBy === 'quorum'
      ? { 'process.roles': node.roles.join(','), 'node.id': String(node.id) }
      : { 'broker.id': String(node.id) }),
    ...(coordinatedBy !== 'quorum' && {
      'zookeeper.connect': nodesOf(topology, 'zookeeper')
        .map((each) => address(nodes, each, 'zookeeper'))
        .join(','),
    }),
    ...(coordinatedBy !== 'zookeeper' && {
      'controller.listener.names': 'CONTROLLER',
      'controller.quorum.voters': nodesOf(topology, 'controller')
        .map((each) => `${each.id}@${address(nodes, each, 'quorum')}`)
        .join(','),
    }),
    ...(coordinatedBy === 'both' && {
      'zookeeper.metadata.migration.enable': 'true',
      // By it controllers tell brokers that have ZooKeeper still what to do.
      'inter.broker.listener.name': 'REPLICATION',
    }),
    ...(topology.mode === 'zk-to-kraft' && rights(coordinatedBy === 'quorum' || is('controller'))),
  };
}

/** A migration has to take rights along; so that there can be any, and everybody may do everything all the same. */
function rights(inKRaft: boolean): Record<string, string> {
  return {
    'authorizer.class.name': inKRaft
      ? 'org.apache.kafka.metadata.authorizer.StandardAuthorizer'
      : 'kafka.security.authorizer.AclAuthorizer',
    'super.users': 'User:ANONYMOUS',
    'allow.everyone.if.no.acl.found': 'true',
  };
}

/** Kafka's internal topics want three brokers; a smaller cluster could not create them. */
function internalTopics(brokers: number): Record<string, string> {
  if (brokers >= 3) return {};
  return {
    'offsets.topic.replication.factor': String(brokers),
    'transaction.state.log.replication.factor': String(brokers),
    'transaction.state.log.min.isr': String(Math.min(brokers, 2)),
  };
}

function address(nodes: readonly Node[], node: Node, service: Service): string {
  return `${node.name}:${portOf(nodes, node, service)}`;
}
