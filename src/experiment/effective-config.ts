/**
 * The configuration that the brokers really use.
 */
import type { Admin } from '../clients/admin.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { grantedSessionMs } from '../cluster/granted-session.ts';
import type { EffectiveConfig } from '../measures/prediction.ts';
import { nodesOf } from '../topology/topology.ts';

/** By broker, what it reports; and of its session, what ZooKeeper has granted. */
export async function askEffectiveConfig(
  admin: Admin,
  cluster: Cluster,
): Promise<Record<string, EffectiveConfig>> {
  const { topology } = cluster;
  const brokers = nodesOf(topology, 'broker');
  const configs = await Promise.all(
    brokers.map(async ({ id, name }) => {
      const config = await admin.brokerConfig(id);
      const grantedMs =
        nodesOf(topology, 'zookeeper').length > 0
          ? await grantedSessionMs(cluster.container(name))
          : undefined;
      // A broker says what it asked for, also where ZooKeeper made something else of it.
      return [
        name,
        grantedMs === undefined ? config : { ...config, 'zookeeper.session.timeout.ms': `${grantedMs}` },
      ];
    }),
  );
  return Object.fromEntries(configs);
}
