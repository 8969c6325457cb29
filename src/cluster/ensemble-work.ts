/**
 * What the servers of a ZooKeeper ensemble have had to do so far: how much was written, by the leader's own count, and the
 * time that they spent on processors, by the kernel's.
 */
import { EnvironmentError } from '../errors.ts';
import { type Node, nodesOf } from '../topology/topology.ts';
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
  const [leading, processorMs] = await Promise.all([
    leadingServer(cluster),
    Promise.all(servers.map(({ name }) => processorMsOf(cluster, name))),
  ]);
  const zxid = leading && /^Zxid: 0x([0-9a-f]+)$/m.exec(leading.status)?.[1];
  if (!zxid) throw new EnvironmentError('no ZooKeeper server says that it leads');
  return { ...countsIn(BigInt(`0x${zxid}`)), processorMs: processorMs.reduce((sum, each) => sum + each, 0) };
}

/** The server that leads its ensemble, with what it says of itself; undefined while none says that it does. */
export async function leadingServer(cluster: Cluster): Promise<{ node: Node; status: string } | undefined> {
  const said = await Promise.all(
    nodesOf(cluster.topology, 'zookeeper').map(async (node) => {
      const answer = await askOwn(cluster, node).catch(() => undefined);
      return { node, status: answer?.text ?? '' };
    }),
  );
  return said.find(({ status }) => /^Mode: (leader|standalone)$/m.test(status));
}

/** A zxid is the leader's epoch in its upper half, and in its lower how much was written in it. */
function countsIn(zxid: bigint): Pick<EnsembleWork, 'epoch' | 'writes'> {
  return { epoch: Number(zxid >> 32n), writes: Number(zxid & 0xffff_ffffn) };
}

async function processorMsOf(cluster: Cluster, name: string): Promise<number> {
  const stats = await cluster.container(name).stats({ stream: false, 'one-shot': true });
  return Math.round(stats.cpu_stats.cpu_usage.total_usage / 1e6);
}
