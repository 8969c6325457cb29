/**
 * The way of a cluster from ZooKeeper to KRaft, in the phases that an operator sees.
 */
import type { Node, Topology } from './topology.ts';

/** By what a Kafka node is coordinated: ZooKeeper, the quorum of controllers, or both while it is on its way. */
export type Coordination = 'zookeeper' | 'both' | 'quorum';

/** How a node begins. A migrating cluster's controllers are started only on its way. */
export function firstCoordination({ mode }: Pick<Topology, 'mode'>, { roles }: Node): Coordination {
  if (mode === 'zk') return 'zookeeper';
  if (mode !== 'zk-to-kraft') return 'quorum';
  return roles.includes('controller') ? 'both' : 'zookeeper';
}

/** Whether the cluster boots with this node, or it joins later. */
export function isThereFromTheBegin({ mode }: Pick<Topology, 'mode'>, { roles }: Node): boolean {
  return mode !== 'zk-to-kraft' || !roles.includes('controller');
}

/**
 * In their order; each is named by what is so at its end: the quorum of controllers is there; every broker runs in migration
 * mode; what is in ZooKeeper was copied; whatever changes is written to both; every broker is one of KRaft; the controllers
 * have let go of ZooKeeper, and it is switched off.
 */
export const migrationPhases = [
  'controllers',
  'migration-mode',
  'copied',
  'dual-write',
  'kraft-brokers',
  'finalized',
] as const;
export type MigrationPhase = (typeof migrationPhases)[number];

/** Those from whose end there is a way back to ZooKeeper. */
export type ReversiblePhase = Exclude<MigrationPhase, 'finalized'>;

export function isReversible(phase: MigrationPhase): phase is ReversiblePhase {
  return phase !== 'finalized';
}
