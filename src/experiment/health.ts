/**
 * A healed cluster is not believed to be healed: it is looked at.
 *
 * A cluster can be well that has lost the topic altogether. That is seen and said, and then everything that was acknowledged
 * is lost; to wait for its replicas until the time is over would leave it unknown. Only KRaft's brokers are believed:
 * they let nobody in before they have caught up with the metadata, where one that starts with ZooKeeper knows of no topic yet.
 */

import { serves } from '../cluster/process-life.ts';
import type { Scene } from '../faults/fault.ts';
import type { Evidence } from '../history/entry.ts';
import { type Node, nodesOf } from '../topology/topology.ts';
import { isInSync, until } from './conditions.ts';

/** For so long all brokers must be there and know no such topic. */
const goneForMs = 5_000;

/**
 * Waits until every node serves, every link is clean and all replicas are in sync, or the topic is gone.
 * @returns what proves it, or what is wrong still when the time is over, as the end of a sentence
 */
export async function awaitHealth(
  scene: Scene,
  atMostMs: number,
): Promise<{ evidence: Evidence } | { wrong: string }> {
  const { cluster, signal } = scene;
  const { topology } = cluster;
  const { links } = topology;
  const [found, allServe] = await Promise.all([
    topicFound(scene, atMostMs),
    until(atMostMs, signal, async () => (await silentNodes({ cluster })).length === 0),
  ]);
  const damaged = await cluster.proxies.damaged();
  const wrong = [
    ...(allServe ? [] : [`${(await silentNodes({ cluster })).join(', ')} do not serve`]),
    ...[...damaged].map(([link, what]) => `${link} is damaged (${what})`),
    ...(found === undefined ? ['not all replicas are in sync'] : []),
  ];
  if (wrong.length > 0) return { wrong: `after ${atMostMs / 1000} s ${wrong.join(', ')}` };
  const nodes = partsOf(cluster);
  return { evidence: { 'nodes that serve': nodes.length, 'clean links': links.length, ...found } };
}

/** How the topic was found in the end: in sync, or gone; undefined if neither in time. */
async function topicFound(
  { cluster: { topology }, admin, topic, signal }: Scene,
  atMostMs: number,
): Promise<Evidence | undefined> {
  const brokers = nodesOf(topology, 'broker').length;
  let goneSince: number | undefined;
  let found: Evidence | undefined;
  await until(atMostMs, signal, async () => {
    const state = await admin.topicState(topic).catch(() => undefined);
    const isGone =
      nodesOf(topology, 'zookeeper').length === 0 &&
      state?.partitions.length === 0 &&
      state.brokers.length === brokers;
    goneSince = isGone ? (goneSince ?? performance.now()) : undefined;
    if (state !== undefined && isInSync(state)) found = { 'all in sync': true };
    else if (goneSince !== undefined && performance.now() - goneSince >= goneForMs)
      found = { 'the topic is gone': true };
    return found !== undefined;
  });
  return found;
}

/** The nodes that have to serve: a migration starts some late, and ends others for good. */
function partsOf(cluster: Scene['cluster']): Node[] {
  return cluster.topology.nodes.filter((node) => cluster.isPartOfIt(node));
}

async function silentNodes({ cluster }: Pick<Scene, 'cluster'>): Promise<string[]> {
  const nodes = partsOf(cluster);
  const serving = await Promise.all(nodes.map((node) => serves(cluster, node)));
  return nodes.filter((_, index) => !serving[index]).map(({ name }) => name);
}
