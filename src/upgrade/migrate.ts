/**
 * The way of a cluster from ZooKeeper to KRaft, phase by phase, as Kafka's documentation has operators go it. Each phase has come
 * to its end when the controllers log so *and* a metric says so: one of them alone may be of an attempt before.
 */
import { awaitServing } from '../cluster/node-process.ts';
import type { Coordination, MigrationPhase } from '../topology/migration.ts';
import { type Node, nodesOf } from '../topology/topology.ts';
import { dualWriteProof } from './dual-write-proof.ts';
import { oneByOne } from './one-by-one.ts';
import { brokersToCome, migratingBrokers, migrationState, untilLogged, untilMetric } from './recognise.ts';
import type { UpgradeSite } from './site.ts';

export interface MigrateOptions {
  /** Of those whom a phase restarts, these are left as they are: for rehearsing that somebody is forgotten. */
  forgotten?: readonly string[] | undefined;
  /** For so long what a phase waits for may take, once all that is to be restarted is. */
  withinMs?: number | undefined;
  /** Is waited for when the phase is under way: before it restarts anybody, but when its controllers are there. */
  underWay?: () => Promise<void>;
}

/** How ZkMigrationState counts. */
const states = { preMigration: 2, migration: 1, postMigration: 3 } as const;

const defaultWithinMs = 60_000;

/** A phase that is under way. */
interface Way {
  site: UpgradeSite;
  phase: MigrationPhase;
  /** Whom it restarts. */
  mine(role: 'broker' | 'controller'): Node[];
  within: { withinMs: number };
  underWay(): Promise<void>;
}

/** @throws EnvironmentError if the phase does not come to its end; what was done stays as it is */
export async function migrate(
  site: UpgradeSite,
  phase: MigrationPhase,
  { forgotten = [], withinMs = defaultWithinMs, underWay = async () => {} }: MigrateOptions = {},
): Promise<void> {
  const mine = (role: 'broker' | 'controller') =>
    nodesOf(site.cluster.topology, role).filter(({ name }) => !forgotten.includes(name));
  const seen = await phases[phase]({ site, phase, mine, within: { withinMs }, underWay });
  site.done({ what: 'migrate', phase, detail: seen.join('; ') });
}

/** What each phase does, and what it has come to its end by, for people. */
const phases: Record<MigrationPhase, (way: Way) => Promise<string[]>> = {
  async controllers({ site, within, underWay }) {
    await startControllers(site);
    await underWay();
    return [
      await untilLogged(site, /Controller Quorum is ready for Zk to KRaft migration/i, within),
      await untilMetric(site, migrationState, states.preMigration, within),
    ];
  },

  async 'migration-mode'(way) {
    const { site, mine, within, underWay } = way;
    await underWay();
    await restart(way, mine('broker'), 'both', 'runs in migration mode');
    const patience = { ...within, whyNot: () => brokersToCome(site) };
    const all = nodesOf(site.cluster.topology, 'broker').length;
    return [
      await untilLogged(site, /Zk brokers are registered and ready for migration/i, patience),
      await untilMetric(site, migratingBrokers, all, patience),
    ];
  },

  async copied({ site, within, underWay }) {
    await underWay();
    const patience = { ...within, whyNot: () => brokersToCome(site) };
    return [
      await untilLogged(site, /Completed migration of metadata from ZooKeeper to KRaft/i, patience),
      await untilMetric(site, migrationState, states.migration, within),
    ];
  },

  async 'dual-write'({ site, within, underWay }) {
    await underWay();
    return [
      await untilLogged(site, /transitioning from \w+ to DUAL_WRITE state/, within),
      await dualWriteProof(site, within.withinMs),
    ];
  },

  async 'kraft-brokers'(way) {
    const { site, mine, within, underWay } = way;
    await underWay();
    await restart(way, mine('broker'), 'quorum', 'is a broker of KRaft');
    const said = nodesOf(site.cluster.topology, 'broker').map((node) =>
      untilLogged(site, /started \(kafka\.server\.KafkaRaftServer\)/, { ...within, nodes: [node] }),
    );
    return [...(await Promise.all(said)), await untilMetric(site, migratingBrokers, 0, within)];
  },

  async finalized(way) {
    const { site, mine, within, underWay } = way;
    await underWay();
    await restart(way, mine('controller'), 'quorum', 'has let go of ZooKeeper');
    const seen = [
      await untilLogged(site, /Completing the ZK migration/, within),
      await untilMetric(site, migrationState, states.postMigration, within),
    ];
    const { cluster } = site;
    for (const node of nodesOf(cluster.topology, 'zookeeper')) await cluster.endProcess(node);
    return [...seen, 'ZooKeeper is switched off'];
  },
};

/** All at once: nothing depends on them yet. They are formatted for the cluster that is there. */
async function startControllers({ cluster, admin, signal }: UpgradeSite): Promise<void> {
  const controllers = nodesOf(cluster.topology, 'controller');
  const clusterId = await admin.clusterId();
  for (const node of controllers) await cluster.startProcess(node, clusterId);
  await Promise.all(controllers.map((node) => awaitServing(node, cluster.container(node.name), { signal })));
}

async function restart(
  { site, phase }: Way,
  nodes: readonly Node[],
  coordinatedBy: Coordination,
  what: string,
): Promise<void> {
  await oneByOne(site, nodes, { coordinatedBy }, ({ name }) =>
    site.done({ what: 'migrate', phase, node: name, detail: `${name} ${what}, and nothing is out of sync` }),
  );
}
