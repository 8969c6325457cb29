/**
 * The memory of a node's process: how much it uses, and taking it away.
 */
import type Docker from 'dockerode';
import type { Node } from '../topology/topology.ts';
import type { Cluster } from './cluster.ts';
import { configurationDirectory } from './configuration.ts';
import { hostProgram } from './links.ts';

export interface MemoryUse {
  /** What cannot be had back: all but the copies of files that the kernel keeps. */
  usedBytes: number;
  /** What it may use; without a limit, all that the machine has. */
  limitBytes: number;
}

/** The memory of a running container. */
export async function memoryOf(container: Docker.Container): Promise<MemoryUse> {
  const { memory_stats: memory } = await container.stats({ stream: false, 'one-shot': true });
  // cgroup v1 counts a container's own processes and those of groups below it apart, and sums them up as total_….
  const stats: Partial<Record<string, number>> = { ...memory.stats };
  const files = (which: string) => stats[`total_${which}`] ?? stats[which] ?? 0;
  const usedBytes = memory.usage - files('active_file') - files('inactive_file');
  return { usedBytes, limitBytes: memory.limit };
}

/** Limits memory, and leaves no way out into swap. */
export async function limitMemory(container: Docker.Container, bytes: number): Promise<void> {
  await container.update({ Memory: bytes, MemorySwap: bytes });
}

/** Back to what it may use otherwise. Docker cannot take a limit away; one of all the machine has is none. */
export async function liftMemoryLimit(container: Docker.Container, limitBytes: number): Promise<void> {
  await container.update({ Memory: limitBytes, MemorySwap: -1 });
}

/**
 * Takes memory inside of a node's container, for a minute at most, and returns at once. The program that does it is
 * that of hosts, brought over: no image needs to have one.
 */
export async function eatMemory(cluster: Cluster, node: Node, bytes: number): Promise<void> {
  const container = cluster.container(node.name);
  const program = await cluster.host(node.name).container.getArchive({ path: hostProgram });
  await container.putArchive(program, { path: configurationDirectory });
  const execution = await container.exec({
    Cmd: [`${configurationDirectory}${hostProgram}`, 'eat', String(bytes)],
  });
  await execution.start({ Detach: true });
}
