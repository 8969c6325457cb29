/**
 * The epoch by which ZooKeeper counts controllers, on the way back to it.
 *
 * A controller of KRaft writes the epoch of its quorum to every partition in ZooKeeper, and raises ZooKeeper's own by one when it
 * takes office. A quorum that has voted more often than that is ahead: then a broker that becomes controller takes what it finds for
 * the work of a later controller, and elects no leader for any partition that KRaft has written (KAFKA-20488).
 */
import type { Cluster } from '../cluster/cluster.ts';
import { readZnode, writeZnode } from '../cluster/znodes.ts';

/**
 * Raises ZooKeeper's epoch above that of the quorum if it is not, as Kafka's documentation has operators do; to be done when the
 * controllers have ended and before `/controller` is deleted, which is what tells the quorum's epoch.
 * @returns what was done, as part of a sentence; undefined if nothing had to be
 */
export async function raiseControllerEpoch(cluster: Cluster): Promise<string | undefined> {
  const [ofZooKeeper, ofQuorum] = await Promise.all([
    numberIn(cluster, '/controller_epoch', /^(\d+)$/m),
    numberIn(cluster, '/controller', /"kraftControllerEpoch":(\d+)/),
  ]);
  // A quorum that never took office has written nothing.
  if (ofZooKeeper === undefined || ofQuorum === undefined || ofZooKeeper > ofQuorum) return undefined;
  const raised = ofQuorum + 1;
  await writeZnode(cluster, '/controller_epoch', `${raised}`);
  return `/controller_epoch was raised from ${ofZooKeeper} to ${raised}, above the quorum's ${ofQuorum}`;
}

async function numberIn(cluster: Cluster, path: string, pattern: RegExp): Promise<number | undefined> {
  const found = pattern.exec(await readZnode(cluster, path))?.[1];
  return found === undefined ? undefined : Number(found);
}
