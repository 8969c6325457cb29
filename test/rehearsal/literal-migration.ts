/** Migrations from ZooKeeper to KRaft as literals: what a test is about, it says itself. */
import type { AskedMigration } from '../../src/rehearsal/rehearsal.ts';
import type { Run } from '../../src/results/run-json.ts';
import { type MigrationPhase, migrationPhases, type ReversiblePhase } from '../../src/topology/migration.ts';
import { actionsOf, brokers, controllers, finalized, literalUpgrade } from './literal-upgrade.ts';

export const asked: AskedMigration = {
  ...{ from: '3.9.2', to: '3.9.2', mode: 'zk-to-kraft', maxOutageMs: 10_000 },
};

type Action = Run['actions'][number];

/** What was done, without its time. */
export type Done = Pick<Action, 'what' | 'phase' | 'node'>;

const recognisedBy: Record<MigrationPhase, string> = {
  controllers: 'ZkMigrationState is 2',
  'migration-mode': 'MigratingZkBrokerCount is 3',
  copied: 'ZkMigrationState is 1',
  'dual-write': 'a new topic is in ZooKeeper',
  'kraft-brokers': 'MigratingZkBrokerCount is 0',
  finalized: 'ZkMigrationState is 3; ZooKeeper is switched off',
};

/** A phase from its begin to its end. */
export function there(phase: MigrationPhase): Done[] {
  const restarted: Partial<Record<MigrationPhase, string[]>> = {
    ...{ 'migration-mode': brokers, 'kraft-brokers': brokers },
    finalized: controllers,
  };
  const nodes = restarted[phase] ?? [];
  return [...nodes.map((node): Done => ({ what: 'migrate', phase, node })), { what: 'migrate', phase }];
}

/** The phases until that one, and it. */
export function until(phase: MigrationPhase): Done[] {
  return migrationPhases.slice(0, migrationPhases.indexOf(phase) + 1).flatMap(there);
}

export const allTheWay = until('finalized');

export function back(phase: ReversiblePhase): Done[] {
  const once = brokers.map((node): Done => ({ what: 'revert', phase, node }));
  const restarts = { controllers: [], 'kraft-brokers': [...once, ...once] };
  return [...((restarts as Record<string, Done[]>)[phase] ?? once), { what: 'revert', phase }];
}

/** One after the other without a pause, from 10 s on: a node takes ten seconds, the end of a phase two. */
export function timed(done: readonly Done[]): Action[] {
  let atMs = 10_000;
  return done.map((each) => {
    const tookMs = each.node === undefined ? 2_000 : 10_000;
    atMs += tookMs;
    const end = each.what === 'migrate' ? recognisedBy[each.phase!] : 'a broker is the controller';
    const detail = each.node === undefined ? end : `${each.node} serves, and nothing is out of sync`;
    return { ...each, atMs, tookMs, detail };
  });
}

/** The rolls to another version that follow, and the features. */
export function thenUpgraded(actions: readonly Action[], kafka: string): Action[] {
  const laterMs = actions.at(-1)!.atMs - 10_000;
  const rolls = finalized(actionsOf([[...controllers, ...brokers], kafka]));
  return [...actions, ...rolls.map((each) => ({ ...each, atMs: each.atMs + laterMs }))];
}

export const asBefore = {
  ...{ comparisons: 2, compared: '6 topics, 12 configurations, 4 offsets, 3 ACLs', differences: 0 },
  found: [],
} satisfies Run['inventory'];

/** A migration that went well. */
export function literalMigration(changes: Partial<Run> = {}): Run {
  const base = literalUpgrade();
  const ofRole = (role: string) => base.cluster.nodes.filter(({ roles }) => roles.includes(role));
  const zookeepers = [1, 2, 3].map((n) => ({ name: `zookeeper-${n}`, id: n, roles: ['zookeeper'] }));
  return {
    ...base,
    experiment: 'zk-to-kraft-3-9-2',
    mode: 'zk-to-kraft',
    durationMs: 200_000,
    cluster: { ...base.cluster, nodes: [...zookeepers, ...ofRole('broker'), ...ofRole('controller')] },
    actions: timed(allTheWay),
    inventory: asBefore,
    ...changes,
  };
}

export function trouble(what: string, atMs: number): Run['harness'] {
  return { ...literalUpgrade().harness, troubles: [{ atMs, what }] };
}
