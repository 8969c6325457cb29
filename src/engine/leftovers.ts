/**
 * Finds and removes what carries our labels, in the order in which Docker lets it go: containers, networks, volumes.
 */
import type Docker from 'dockerode';
import { clusterLabel, isOwnerDead, keptLabel, ownerLabel } from './ownership.ts';

/** All that exists in Docker for one cluster. */
export interface Belongings {
  cluster: string;
  owner: string;
  kept: boolean;
  containers: string[];
  networks: string[];
  volumes: string[];
}

/** Everything that carries our label, by cluster. */
export async function findBelongings(docker: Docker): Promise<Belongings[]> {
  const filters = { label: [ownerLabel] };
  const [containers, networks, volumes] = await Promise.all([
    docker.listContainers({ all: true, filters }),
    docker.listNetworks({ filters }),
    docker.listVolumes({ filters }),
  ]);
  const found = new Map<string, Belongings>();
  const of = (labels: Record<string, string> | undefined): Belongings => {
    const cluster = labels?.[clusterLabel] ?? '';
    const owner = labels?.[ownerLabel] ?? '';
    const key = `${cluster} ${owner}`;
    const known = found.get(key);
    if (known !== undefined) return known;
    const fresh = { cluster, owner, kept: false, containers: [], networks: [], volumes: [] };
    found.set(key, fresh);
    return fresh;
  };
  for (const container of containers) of(container.Labels).containers.push(container.Id);
  for (const network of networks) of(network.Labels).networks.push(network.Id);
  for (const volume of volumes.Volumes ?? []) {
    const belongings = of(volume.Labels);
    belongings.volumes.push(volume.Name);
    if (volume.Labels?.[keptLabel] !== undefined) belongings.kept = true;
  }
  return [...found.values()];
}

/** What dead processes left behind, without the clusters that were meant to stay. */
export async function findLeftovers(docker: Docker): Promise<Belongings[]> {
  return (await findBelongings(docker)).filter((each) => !each.kept && isOwnerDead(each.owner));
}

/** Removes it all. What is gone already, or is just being removed by another process, is as good as removed. */
export async function removeBelongings(
  docker: Docker,
  belongings: Pick<Belongings, 'containers' | 'networks' | 'volumes'>,
): Promise<void> {
  await Promise.all(
    belongings.containers.map((id) => gone(() => docker.getContainer(id).remove({ force: true, v: true }))),
  );
  await Promise.all(belongings.networks.map((id) => gone(() => docker.getNetwork(id).remove())));
  await Promise.all(belongings.volumes.map((name) => gone(() => docker.getVolume(name).remove())));
}

/** Removes all that exists for one cluster, found by label, so that it does not matter how far its making had come. */
export async function removeCluster(docker: Docker, cluster: string): Promise<void> {
  for (const belongings of await findBelongings(docker)) {
    if (belongings.cluster === cluster) await removeBelongings(docker, belongings);
  }
}

async function gone(remove: () => Promise<unknown>): Promise<void> {
  try {
    await remove();
  } catch (error) {
    const { statusCode, message } = error as { statusCode?: number; message: string };
    const underWay = statusCode === 409 && /already in progress/.test(message);
    if (statusCode !== 404 && !underWay) throw error;
  }
}
