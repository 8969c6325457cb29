/**
 * The way back to ZooKeeper, from wherever a migration stands before it is finalized, as Kafka's documentation has operators go it.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { lastElected } from '../cluster/elected.ts';
import { metric } from '../cluster/metrics.ts';
import { deleteZnode } from '../cluster/znodes.ts';
import { EnvironmentError } from '../errors.ts';
import type { Coordination, ReversiblePhase } from '../topology/migration.ts';
import { type Node, nodesOf } from '../topology/topology.ts';
import { raiseControllerEpoch } from './controller-epoch.ts';
import { oneByOne, untilInSync } from './one-by-one.ts';
import { ofController, zooKeeperLag } from './recognise.ts';
import type { UpgradeSite } from './site.ts';

const electedWithinMs = 60_000;
/** How long ZooKeeper is given to have what the controllers know: no longer, because there may be no controller that tells it. */
const writtenWithinMs = 30_000;
/**
 * How long is waited for what is out of sync before the next broker is restarted all the same. While brokers in migration mode get a
 * controller of ZooKeeper's again, the thread by which one of them tells it of its replicas in sync may end with an error (Kafka 3.9.2:
 * "A metric named … already exists"); only its restart mends that.
 */
const goOnAfterMs = 30_000;
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
      ({ name }, outOfSync) =>
        done({
          ...{ what: 'revert', phase, node: name },
          detail: `${name} ${how}, and ${outOfSync ?? 'nothing is out of sync'}`,
          ...(outOfSync !== undefined && { outOfSync }),
        }),
      { deadFirst: true, ...(by === 'zookeeper' && { goOnAfterMs }) },
    );
  // The flag of the migration stays for now: a broker with ZooKeeper alone would not know the controller that is there.
  await back(brokersBy('quorum'), 'both', 'has ZooKeeper again, in migration mode');

  const behind = brokersBy('both').length > 0 ? await untilWritten(site) : undefined;
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
  const remarks = [behind, raised].flatMap((each) => each ?? []);
  done({ what: 'revert', phase, detail: [detail, ...remarks].join('; ') });
}

/**
 * What the controllers know they write to ZooKeeper a little later. Stopped before that, they leave partitions there as they were, and
 * brokers ignore what the next controller says of these, because they are further themselves: no leader, until they are restarted.
 * @returns what ZooKeeper lacks if it does not come to that in time, as part of a sentence
 */
async function untilWritten({ cluster, signal, activeController }: UpgradeSite): Promise<string | undefined> {
  const until = performance.now() + writtenWithinMs;
  let lag: number | undefined;
  do {
    const active = await activeController();
    // Until the quorum is in office there is nothing that it has written.
    if (active !== undefined && !active.roles.includes('controller')) return undefined;
    lag = active && (await metric(cluster, active, ofController(zooKeeperLag)).catch(() => undefined));
    if (lag !== undefined && lag <= 0) return undefined;
    await sleep(pollMs, undefined, { signal });
  } while (performance.now() < until);
  return lag === undefined
    ? 'no controller told whether ZooKeeper had all that it knew'
    : `ZooKeeper was ${lag} records behind the controllers when they were ended`;
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
