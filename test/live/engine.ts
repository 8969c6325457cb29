/**
 * What is in the engine, seen without the program's own eyes.
 */
import type Docker from 'dockerode';
import { connectEngine } from '../../src/engine/engine.ts';

export const docker: Docker = await connectEngine({ install: true, say: () => {} });

/** Names of everything with the program's label, or that is named like something of it. */
export async function belongings(): Promise<string[]> {
  const [containers, networks, volumes] = await Promise.all([
    docker.listContainers({ all: true }),
    docker.listNetworks(),
    docker.listVolumes(),
  ]);
  const ours = (name: string, labels: Record<string, string> | undefined) =>
    /kafka-chaos/.test(name) || Object.keys(labels ?? {}).some((label) => label.startsWith('kafka-chaos.'));
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
