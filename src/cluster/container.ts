/**
 * Testcontainers' container with what a cluster needs beyond: labels by which it is found again, one network with
 * a fixed address, ports that are published to this machine only.
 */
import { GenericContainer, Wait } from 'testcontainers';
import { ownerLabels } from '../engine/ownership.ts';

export class ClusterContainer extends GenericContainer {
  constructor(image: string, cluster: string, name: string) {
    super(image);
    this.withName(containerName(cluster, name));
    this.withLabels(ownerLabels(cluster));
    // Removal is by our own labels, also after a kill -9; Testcontainers' reaper would need an image of its own.
    this.withAutoCleanup(false);
    // What a container is waited for is said where it is started, on conditions of Kafka's own.
    this.withWaitStrategy(Wait.forAll([]));
  }

  /** In this network alone, not in Docker's default one. */
  withAddress(network: string, address: string): this {
    this.createOpts.NetworkingConfig = {
      EndpointsConfig: { [network]: { IPAMConfig: { IPv4Address: address } } },
    };
    return this.withNetworkMode(network);
  }

  /** With a volume in place of a folder of the image; without one, with that folder. */
  withDisk(volume: string | undefined, folder: string): this {
    return volume === undefined ? this : this.withBindMounts([{ source: volume, target: folder }]);
  }

  /** Published on 127.0.0.1 under a port that Docker chooses; Testcontainers alone would open them to the world. */
  withLoopbackPorts(...ports: number[]): this {
    this.withExposedPorts(...ports);
    for (const bindings of Object.values(this.hostConfig.PortBindings as Record<string, object[]>)) {
      for (const binding of bindings) Object.assign(binding, { HostIp: '127.0.0.1' });
    }
    return this;
  }
}

export function containerName(cluster: string, name: string): string {
  return `kafka-chaos-${cluster}-${name}`;
}
