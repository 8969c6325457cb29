/**
 * The way back to ZooKeeper, from wherever a migration stands before it is finalized, as Kafka's documentation has operators go it.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { lastElected } from '../cluster/elected.ts';
import { deleteZnode } from '../cluster/znodes.ts';
import { EnvironmentError } from '../errors.ts';
import type { Coordination, ReversiblePhase } from '../topology/migration.ts';
import { type Node, nodesOf } from '../topology/topology.ts';
import { raiseControllerEpoch } from './controller-epoch.ts';
import { oneByOne, untilInSync } from './one-by-one.ts';
import type { UpgradeSite } from './site.ts';

const electedWithinMs = 60_000;
const pollMs = 250;

/**
 * @param phase from the end of which, or in which, it goes back
 * @throws EnvironmentError if a node does not serve again, or no broker becomes controller
 */
export async function revert(site: UpgradeSite, phase: ReversiblePhase): Promise<void> {
  const { cluster, done } = site;
  const brokersBy = (by: Coordination) =>
    nodesOf(cluster.topology, 'broker').filter((node) => cluster.coordinatedBy(node) === by);
  const back = async (nodes: readonly Node[], by: Coordination, how: string) =>
    await oneByOne(
      site,
      nodes,
      { coordinatedBy: by },
      ({ name }) =>
        done({ what: 'revert', phase, node: name, detail: `${name} ${how}, and nothing is out of sync` }),
      { deadFirst: true },
    );
  // The flag of the migration stays for now: a broker with ZooKeeper alone would not know the controller that is there.
  await back(brokersBy('quorum'), 'both', 'has ZooKeeper again, in migration mode');

  await Promise.all(nodesOf(cluster.topology, 'controller').map((node) => cluster.endProcess(node)));
  let raised: string | undefined;
  if (brokersBy('both').length > 0) {
    // Until /controller is gone nobody can become controller: as soon as can be after the controllers.
    raised = await raiseControllerEpoch(cluster);
    await deleteZnode(cluster, '/controller');
    await deleteZnode(cluster, '/migration');
  }
  await back(brokersBy('both'), 'zookeeper', 'knows nothing of the migration any more');

  const controller = await untilElected(site);
  await untilInSync(site, 'the way back');
  const detail = `the controllers are removed, ${controller.name} is the controller, and nothing is out of sync`;
  done({ what: 'revert', phase, detail: raised === undefined ? detail : `${detail}; ${raised}` });
}

/** In ZooKeeper's own words a broker is the controller again. */
async function untilElected({ cluster, signal }: UpgradeSite): Promise<Node> {
  const until = performance.now() + electedWithinMs;
  while (performance.now() < until) {
    const elected = await lastElected(cluster);
    if (elected !== undefined) return elected;
    await sleep(pollMs, undefined, { signal });
  }
  throw new EnvironmentError(`after ${electedWithinMs / 1_000} s no broker has become the controller`);
}
