/**
 * What is in ZooKeeper, by its own command line, as an operator uses it.
 */
import { type Node, nodesOf, portOf } from '../topology/topology.ts';
import type { Cluster } from './cluster.ts';
import { runJava } from './java-program.ts';

/** Whether there is such a znode. */
export async function hasZnode(cluster: Cluster, path: string): Promise<boolean> {
  const printed = await zookeeperShell(cluster, ['stat', path]);
  return /^cZxid = /m.test(printed);
}

/** Deletes a znode with what is below it; one that is not there is as good as deleted. */
export async function deleteZnode(cluster: Cluster, path: string): Promise<void> {
  await zookeeperShell(cluster, ['deleteall', path]);
}

/** ZooKeeper's shell ends with status 1 where a znode is not there, and says so. */
async function zookeeperShell(cluster: Cluster, command: readonly string[]): Promise<string> {
  const node = nodesOf(cluster.topology, 'zookeeper').find((each) => cluster.isPartOfIt(each)) as Node;
  const server = `127.0.0.1:${portOf(cluster.topology.nodes, node, 'zookeeper')}`;
  const main = 'org.apache.zookeeper.ZooKeeperMain';
  try {
    return await runJava(cluster, node, main, ['-server', server, ...command]);
  } catch (error) {
    if (/Node does not exist/.test((error as Error).message)) return '';
    throw error;
  }
}
