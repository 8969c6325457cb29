/**
 * What the servers of a ZooKeeper ensemble have had to do so far: how much was written, by the leader's own count, and the
 * time that they spent on processors, by the kernel's.
 */
import { EnvironmentError } from '../errors.ts';
import { nodesOf } from '../topology/topology.ts';
import { askOwn } from './ask.ts';
import type { Cluster } from './cluster.ts';

export interface EnsembleWork {
  /** Of the leader; its writes are counted anew with each. */
  epoch: number;
  /** Transactions since the epoch began: every change of a znode or a session is one. Reads are none. */
  writes: number;
  /** Of all servers together. */
  processorMs: number;
}

/** @throws EnvironmentError if no server says that it leads */
export async function ensembleWork(cluster: Cluster): Promise<EnsembleWork> {
  const servers = nodesOf(cluster.topology, 'zookeeper').filter((node) => cluster.isPartOfIt(node));
  const [answers, processorMs] = await Promise.all([
    Promise.all(servers.map((server) => askOwn(cluster, server))),
    Promise.all(servers.map(({ name }) => processorMsOf(cluster, name))),
  ]);
  const leading = answers.map(({ text }) => text).find((text) => /^Mode: (leader|standalone)$/m.test(text));
  const zxid = leading && /^Zxid: 0x([0-9a-f]+)$/m.exec(leading)?.[1];
  if (!zxid) throw new EnvironmentError('no ZooKeeper server says that it leads');
  return { ...countsIn(BigInt(`0x${zxid}`)), processorMs: processorMs.reduce((sum, each) => sum + each, 0) };
}

/** A zxid is the leader's epoch in its upper half, and in its lower how much was written in it. */
function countsIn(zxid: bigint): Pick<EnsembleWork, 'epoch' | 'writes'> {
  return { epoch: Number(zxid >> 32n), writes: Number(zxid & 0xffff_ffffn) };
}

async function processorMsOf(cluster: Cluster, name: string): Promise<number> {
  const stats = await cluster.container(name).stats({ stream: false, 'one-shot': true });
  return Math.round(stats.cpu_stats.cpu_usage.total_usage / 1e6);
}
