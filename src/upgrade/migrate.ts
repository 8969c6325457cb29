/**
 * The way of a cluster from ZooKeeper to KRaft, phase by phase, as Kafka's documentation has operators go it. Each phase has come
 * to its end when the controllers log so *and* a metric says so: one of them alone may be of an attempt before.
 */
import { awaitServing } from '../cluster/node-process.ts';
import type { MigrationPhase } from '../topology/migration.ts';
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

/** @throws EnvironmentError if the phase does not come to its end; what was done stays as it is */
export async function migrate(
  site: UpgradeSite,
  phase: MigrationPhase,
  { forgotten = [], withinMs = defaultWithinMs, underWay = async () => {} }: MigrateOptions = {},
): Promise<void> {
  const { cluster, done } = site;
  const of = (role: 'broker' | 'controller') =>
    nodesOf(cluster.topology, role).filter(({ name }) => !forgotten.includes(name));
  const exchanged =
    (into: string) =>
    ({ name }: Node) =>
      done({ what: 'migrate', phase, node: name, detail: `${name} ${into}, and nothing is out of sync` });
  const within = { withinMs };
  const found: Record<MigrationPhase, () => Promise<string[]>> = {
    async controllers() {
      await startControllers(site);
      await underWay();
      return [
        await untilLogged(site, /Controller Quorum is ready for Zk to KRaft migration/i, within),
        await untilMetric(site, migrationState, states.preMigration, within),
      ];
    },
    async 'migration-mode'() {
      await oneByOne(site, of('broker'), { coordinatedBy: 'both' }, exchanged('runs in migration mode'));
      const whyNot = () => brokersToCome(site);
      const all = nodesOf(cluster.topology, 'broker').length;
      return [
        await untilLogged(site, /Zk brokers are registered and ready for migration/i, { ...within, whyNot }),
        await untilMetric(site, migratingBrokers, all, { ...within, whyNot }),
      ];
    },
    async copied() {
      return [
        await untilLogged(site, /Completed migration of metadata from ZooKeeper to KRaft/i, {
          ...within,
          whyNot: () => brokersToCome(site),
        }),
        await untilMetric(site, migrationState, states.migration, within),
      ];
    },
    async 'dual-write'() {
      return [
        await untilLogged(site, /transitioning from \w+ to DUAL_WRITE state/, within),
        await dualWriteProof(site, withinMs),
      ];
    },
    async 'kraft-brokers'() {
      await oneByOne(site, of('broker'), { coordinatedBy: 'quorum' }, exchanged('is a broker of KRaft'));
      return [
        'each broker: "started (kafka.server.KafkaRaftServer)"',
        await untilMetric(site, migratingBrokers, 0, within),
      ];
    },
    async finalized() {
      await oneByOne(
        site,
        of('controller'),
        { coordinatedBy: 'quorum' },
        exchanged('has let go of ZooKeeper'),
      );
      const said = await untilLogged(site, /Completing the ZK migration/, within);
      const state = await untilMetric(site, migrationState, states.postMigration, within);
      for (const node of nodesOf(cluster.topology, 'zookeeper')) await cluster.endProcess(node);
      return [said, state, 'ZooKeeper is switched off'];
    },
  };
  if (phase !== 'controllers') await underWay();
  done({ what: 'migrate', phase, detail: (await found[phase]()).join('; ') });
}

/** All at once: nothing depends on them yet. They are formatted for the cluster that is there. */
async function startControllers({ cluster, admin, signal }: UpgradeSite): Promise<void> {
  const controllers = nodesOf(cluster.topology, 'controller');
  const clusterId = await admin.clusterId();
  for (const node of controllers) await cluster.startProcess(node, clusterId);
  await Promise.all(controllers.map((node) => awaitServing(node, cluster.container(node.name), { signal })));
}
