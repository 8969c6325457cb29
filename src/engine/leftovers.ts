/**
 * Finds and removes what carries our labels, in the order in which Docker lets it go: containers, networks, volumes.
 */
import type Docker from 'dockerode';
import pRetry from 'p-retry';
import { EnvironmentError } from '../errors.ts';
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

/**
 * Removes it all, also where something of it cannot be removed. What is gone already is as good as removed; what another process is
 * just removing is waited for, because until then it holds networks and volumes.
 * @throws EnvironmentError if something stays
 */
export async function removeBelongings(
  docker: Docker,
  { containers, networks, volumes }: Pick<Belongings, 'containers' | 'networks' | 'volumes'>,
): Promise<void> {
  const refusals = [
    ...(await refusalsOf(containers, (id) => docker.getContainer(id).remove({ force: true, v: true }))),
    ...(await refusalsOf(networks, (id) => docker.getNetwork(id).remove())),
    ...(await refusalsOf(volumes, (name) => docker.getVolume(name).remove())),
  ];
  if (refusals.length === 0) return;
  throw new EnvironmentError(
    `Docker could not remove everything: ${[...new Set(refusals)].join('; ')}; "kafka-chaos clean" removes what stayed`,
  );
}

/** Removes all that exists for one cluster, found by label, so that it does not matter how far its making had come. */
export async function removeCluster(docker: Docker, cluster: string): Promise<void> {
  for (const belongings of await findBelongings(docker)) {
    if (belongings.cluster === cluster) await removeBelongings(docker, belongings);
  }
}

/** Why some of them could not be removed. */
async function refusalsOf(
  names: readonly string[],
  remove: (name: string) => Promise<unknown>,
): Promise<string[]> {
  const ends = await Promise.allSettled(names.map((name) => gone(() => remove(name))));
  return ends.flatMap((end) => (end.status === 'rejected' ? [(end.reason as Error).message.trim()] : []));
}

/** How long what is held is given to be let go. */
const patienceMs = 10_000;

async function gone(remove: () => Promise<unknown>): Promise<void> {
  try {
    await pRetry(remove, {
      retries: Number.POSITIVE_INFINITY,
      minTimeout: 100,
      maxTimeout: 500,
      maxRetryTime: patienceMs,
      shouldRetry: ({ error }) => isHeld(error),
    });
  } catch (error) {
    if ((error as EngineError).statusCode !== 404) throw error;
  }
}

type EngineError = Error & { statusCode?: number };

/** Of a container that is just being removed, and of networks and volumes while there still are containers that use them. */
function isHeld({ statusCode, message }: EngineError): boolean {
  return (
    (statusCode === 409 && /already in progress|in use/.test(message)) ||
    (statusCode === 403 && /active endpoints/.test(message))
  );
}
