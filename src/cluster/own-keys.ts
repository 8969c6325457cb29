/**
 * The settings by which a node knows where it is, who it is, and how it is reached: every cluster has its own, on which links, faults
 * and readings rely.
 */
import type { Role } from '../topology/topology.ts';

export const ownKafkaKeys: ReadonlySet<string> = new Set([
  ...['listeners', 'advertised.listeners', 'listener.security.protocol.map', 'inter.broker.listener.name'],
  ...['security.inter.broker.protocol', 'control.plane.listener.name', 'controller.listener.names'],
  ...[
    'controller.quorum.voters',
    'controller.quorum.bootstrap.servers',
    'process.roles',
    'node.id',
    'broker.id',
  ],
  ...['broker.id.generation.enable', 'log.dir', 'log.dirs', 'metadata.log.dir', 'zookeeper.connect'],
  ...['early.start.listeners', 'advertised.host.name', 'advertised.port', 'host.name', 'port'],
]);

const ownZooKeeperKey = /^(dataDir|dataLogDir|clientPort|server\.\d+)$/;

/** Whether every cluster has its own value of a setting. */
export function isOwnKey(role: Role, key: string): boolean {
  return role === 'zookeeper' ? ownZooKeeperKey.test(key) : ownKafkaKeys.has(key);
}
