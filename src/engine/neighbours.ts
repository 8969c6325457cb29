/**
 * Clusters on the same engine that are not this process's own. They take their share of the processors, and each would measure
 * the other.
 */
import type Docker from 'dockerode';
import { clusterLabel, ownerLabel, ownerLabels } from './ownership.ts';

/** The names of clusters of other processes that are running, of those too that were kept on purpose. */
export async function neighbours(docker: Pick<Docker, 'listContainers'>): Promise<string[]> {
  const running = await docker.listContainers({ filters: { label: [ownerLabel] } });
  const own = ownerLabels('')[ownerLabel];
  const others = running.filter(({ Labels }) => Labels[ownerLabel] !== own);
  return [...new Set(others.map(({ Labels }) => Labels[clusterLabel] ?? 'without a name'))].sort();
}
