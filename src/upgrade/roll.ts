/** Exchanges the nodes of a role for another version. */
import { EnvironmentError } from '../errors.ts';
import { nodesOf, type Role } from '../topology/topology.ts';
import { oneByOne, type Patience } from './one-by-one.ts';
import type { UpgradeSite } from './site.ts';

export interface RollOptions extends Patience {
  role: Extract<Role, 'broker' | 'controller'>;
  kafka: string;
}

/** @throws EnvironmentError for a node that does not serve again, or partitions that do not come back into sync */
export async function roll(site: UpgradeSite, { role, kafka, ...patience }: RollOptions): Promise<void> {
  const image = site.images.get(kafka);
  if (image === undefined) throw new EnvironmentError(`there is no image of Kafka ${kafka}`);
  const nodes = nodesOf(site.cluster.topology, role);
  const exchanged = ({ name }: { name: string }) => {
    const detail = `${name} runs Kafka ${kafka}, and nothing is out of sync`;
    site.done({ what: 'roll', detail, node: name, kafka });
  };
  await oneByOne(site, nodes, { image }, exchanged, patience);
}
