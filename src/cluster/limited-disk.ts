/**
 * A data directory that can become full: a volume in memory of limited size, which gives the true error. The node's
 * host holds it as well: what is in memory is gone once nobody has it mounted, and a disk outlives a process.
 */
import type Docker from 'dockerode';
import { ownerLabels } from '../engine/ownership.ts';
import type { Node } from '../topology/topology.ts';
import { containerName } from './container.ts';

/** Room for what a run writes many times over; only what is written takes memory. */
export const defaultDiskBytes = 512 * 1024 ** 2;

/** Makes the volume of a node's limited disk. @returns its name */
export async function createDisk(
  docker: Docker,
  cluster: string,
  node: Node,
  bytes: number,
): Promise<string> {
  const name = containerName(cluster, `${node.name}-disk`);
  await docker.createVolume({
    Name: name,
    Labels: ownerLabels(cluster),
    Driver: 'local',
    // Open to any user, because the image decides which one runs; without the sticky bit, because that user must be
    // able to replace the files of the first start, which are root's.
    DriverOpts: { type: 'tmpfs', device: 'tmpfs', o: `size=${bytes},mode=0777` },
  });
  return name;
}
