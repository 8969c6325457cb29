/**
 * What is in the engine, seen without the program's own eyes.
 */
import type Docker from 'dockerode';
import { connectEngine } from '../../src/engine/engine.ts';

export const docker: Docker = await connectEngine({ install: true, say: () => {} });

/** Names of everything with an owner's label (images have labels of ours too, which their containers inherit), or a name like ours. */
export async function belongings(): Promise<string[]> {
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
