/**
 * How much of the machine a node's process may use.
 */
import type Docker from 'dockerode';

/** The period in which the kernel gives out processor time; its default. */
const periodMicroseconds = 100_000;

/** The quota of a period for so many processors, such as 0.05; the kernel's least is a hundredth of one. */
export function quotaOf(cpus: number): number {
  return Math.round(cpus * periodMicroseconds);
}

/** Limits the processor time of a container to a quota of each period, in µs; without a limit if it is negative. */
export async function limitCpus(container: Docker.Container, quota: number): Promise<void> {
  await container.update({ CpuPeriod: periodMicroseconds, CpuQuota: quota });
}

/** The limit that a container has, in µs a period; negative if it has none. */
export async function cpuQuota(container: Docker.Container): Promise<number> {
  const { HostConfig } = await container.inspect();
  return HostConfig.CpuQuota || -1;
}

/** In how many periods the container used up what it may, and had to wait, since it was started. */
export async function throttledPeriods(container: Docker.Container): Promise<number> {
  const stats = await container.stats({ stream: false, 'one-shot': true });
  return stats.cpu_stats.throttling_data.throttled_periods;
}
