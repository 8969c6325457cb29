/**
 * What is in the engine, seen without the program's own eyes.
 */
import type Docker from 'dockerode';
import { inject } from 'vitest';
import { connectEngine } from '../../src/engine/engine.ts';

export const docker: Docker = await connectEngine({ install: true, say: () => {} });

/** What Docker Compose calls the clusters that it starts here. */
export const composeProject = 'kafka-chaos-compose-test';

/** What has come since the tests began, by name. */
export async function belongings(): Promise<string[]> {
  const keptRunning = inject('keptRunning');
  return (await allBelongings()).filter((name) => !keptRunning.includes(name));
}

/** Names of everything with an owner's label (images have labels of ours too, which their containers inherit), or a name like ours. */
export async function allBelongings(): Promise<string[]> {
  const [containers, networks, volumes] = await Promise.all([
    docker.listContainers({ all: true }),
    docker.listNetworks(),
    docker.listVolumes(),
  ]);
  const ours = (name: string, labels: Record<string, string> | undefined) =>
    /kafka-chaos/.test(name) || labels?.['kafka-chaos.owner'] !== undefined;
  return [
    ...containers
      .filter((each) => ours(each.Names.join(), each.Labels))
      .map((each) => `container ${each.Names[0]}`),
    ...networks.filter((each) => ours(each.Name, each.Labels)).map((each) => `network ${each.Name}`),
    ...(volumes.Volumes ?? [])
      .filter((each) => ours(each.Name, each.Labels))
      .map((each) => `volume ${each.Name}`),
  ];
}

/** All that Docker Compose has made and not removed, in the order in which it can go. */
export async function findProject(): Promise<{
  containers: string[];
  networks: string[];
  volumes: string[];
}> {
  const filters = { label: [`com.docker.compose.project=${composeProject}`] };
  const [containers, networks, volumes] = await Promise.all([
    docker.listContainers({ all: true, filters }),
    docker.listNetworks({ filters }),
    docker.listVolumes({ filters }),
  ]);
  return {
    containers: containers.map((container) => container.Id),
    networks: networks.map((network) => network.Name),
    volumes: volumes.Volumes.map((volume) => volume.Name),
  };
}
