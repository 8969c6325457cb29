/** In which order a migration restarts which nodes, on the way to KRaft and on the way back. */
import { type MigrationPhase, migrationPhases, type ReversiblePhase } from '../topology/migration.ts';
import type { Planned } from './rehearsal.ts';

interface Nodes {
  controllers: readonly string[];
  brokers: readonly string[];
}

/** All phases; where going back is rehearsed, first those until there, and back. */
export function migrationPlan(rollbackAfter: ReversiblePhase | undefined, nodes: Nodes): Planned[][] {
  const there = migrationPhases.map((phase) => phaseOf(phase, nodes));
  if (rollbackAfter === undefined) return there.flat();
  const begun = there.slice(0, migrationPhases.indexOf(rollbackAfter) + 1);
  return [...begun, goingBack(rollbackAfter, nodes), ...there].flat();
}

function phaseOf(phase: MigrationPhase, { controllers, brokers }: Nodes): Planned[][] {
  const restarted: Partial<Record<MigrationPhase, readonly string[]>> = {
    ...{ 'migration-mode': brokers, 'kraft-brokers': brokers },
    finalized: controllers,
  };
  const nodes = restarted[phase] ?? [];
  return [nodes.map((node) => ({ what: 'migrate', phase, node })), [{ what: 'migrate', phase }]];
}

/** A broker of KRaft goes back by way of migration mode, because ZooKeeper alone does not tell it of the controllers that still are. */
export function goingBack(phase: ReversiblePhase, { brokers }: Pick<Nodes, 'brokers'>): Planned[][] {
  const all = (into: 'migration mode' | 'ZooKeeper') =>
    brokers.map((node): Planned => ({ what: 'revert', phase, node, into }));
  const restarts =
    phase === 'controllers'
      ? []
      : phase === 'kraft-brokers'
        ? [all('migration mode'), all('ZooKeeper')]
        : [all('ZooKeeper')];
  return [...restarts, [{ what: 'revert', phase }]];
}
