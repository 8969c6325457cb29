/**
 * A healed cluster is not believed to be healed: it is looked at.
 */

import { serves } from '../cluster/process-life.ts';
import type { Scene } from '../faults/fault.ts';
import type { Evidence } from '../history/entry.ts';
import { until, untilFullIsr } from './conditions.ts';

/**
 * Waits until every node serves, every link is clean and all replicas are in sync.
 * @returns what proves it, or what is wrong still when the time is over, as the end of a sentence
 */
export async function awaitHealth(
  { cluster, admin, topic, signal }: Scene,
  atMostMs: number,
): Promise<{ evidence: Evidence } | { wrong: string }> {
  const { nodes, links } = cluster.topology;
  const [inSync, allServe] = await Promise.all([
    untilFullIsr(admin, topic, atMostMs, signal),
    until(atMostMs, signal, async () => (await silentNodes({ cluster })).length === 0),
  ]);
  const damaged = await cluster.proxies.damaged();
  const wrong = [
    ...(allServe ? [] : [`${(await silentNodes({ cluster })).join(', ')} do not serve`]),
    ...[...damaged].map(([link, what]) => `${link} is damaged (${what})`),
    ...(inSync ? [] : ['not all replicas are in sync']),
  ];
  if (wrong.length > 0) return { wrong: `after ${atMostMs / 1000} s ${wrong.join(', ')}` };
  return { evidence: { 'nodes that serve': nodes.length, 'clean links': links.length, 'all in sync': true } };
}

async function silentNodes({ cluster }: Pick<Scene, 'cluster'>): Promise<string[]> {
  const { nodes } = cluster.topology;
  const serving = await Promise.all(nodes.map((node) => serves(cluster, node)));
  return nodes.filter((_, index) => !serving[index]).map(({ name }) => name);
}
