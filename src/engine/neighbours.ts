/**
 * Clusters on the same engine that are not run by this process now. They take their share of the processors, and each would measure
 * the other.
 */
import type Docker from 'dockerode';
import { clusterLabel, keptLabel, ownerLabel, ownerLabels } from './ownership.ts';

/** The names of clusters that are running: of other processes, and of those that were kept on purpose. */
export async function neighbours(docker: Pick<Docker, 'listContainers' | 'listVolumes'>): Promise<string[]> {
  const [running, { Volumes: marks }] = await Promise.all([
    docker.listContainers({ filters: { label: [ownerLabel] } }),
    docker.listVolumes({ filters: { label: [keptLabel] } }),
  ]);
  const kept = new Set((marks ?? []).map(({ Labels }) => Labels?.[clusterLabel]));
  const own = ownerLabels('')[ownerLabel];
  const others = running.filter(({ Labels }) => Labels[ownerLabel] !== own || kept.has(Labels[clusterLabel]));
  return [...new Set(others.map(({ Labels }) => Labels[clusterLabel] ?? 'without a name'))].sort();
}
