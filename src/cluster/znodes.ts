/**
 * What is in ZooKeeper, by its own command line, as an operator uses it.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { EnvironmentError } from '../errors.ts';
import { type Node, nodesOf, portOf } from '../topology/topology.ts';
import type { Cluster } from './cluster.ts';
import { runJava } from './java-program.ts';
import { serves } from './process-life.ts';

const servesWithinMs = 30_000;
const pollMs = 250;

/** Whether there is such a znode. */
export async function hasZnode(cluster: Cluster, path: string): Promise<boolean> {
  const printed = await zookeeperShell(cluster, ['stat', path]);
  return /^cZxid = /m.test(printed);
}

/** What is in a znode, with what the shell says besides; nothing that is data if it is not there. */
export async function readZnode(cluster: Cluster, path: string): Promise<string> {
  return await zookeeperShell(cluster, ['get', path]);
}

export async function writeZnode(cluster: Cluster, path: string, data: string): Promise<void> {
  await zookeeperShell(cluster, ['set', path, data]);
}

/** Deletes a znode with what is below it; one that is not there is as good as deleted. */
export async function deleteZnode(cluster: Cluster, path: string): Promise<void> {
  await zookeeperShell(cluster, ['deleteall', path]);
}

/** Asks a server that serves. ZooKeeper's shell ends with status 1 where a znode is not there, and says so. */
async function zookeeperShell(cluster: Cluster, command: readonly string[]): Promise<string> {
  const node = await serving(cluster);
  const server = `127.0.0.1:${portOf(cluster.topology.nodes, node, 'zookeeper')}`;
  const main = 'org.apache.zookeeper.ZooKeeperMain';
  const { exitCode, printed } = await runJava(cluster, node, main, ['-server', server, ...command]);
  if (exitCode === 0 || /Node does not exist/.test(printed)) return printed;
  const said = printed.trim().split('\n').slice(-3).join(' ');
  throw new EnvironmentError(`${command.join(' ')} at ${node.name} ended with status ${exitCode}: ${said}`);
}

/** @throws EnvironmentError if there is none for half a minute, as while a leader is elected */
async function serving(cluster: Cluster): Promise<Node> {
  const until = performance.now() + servesWithinMs;
  do {
    for (const node of nodesOf(cluster.topology, 'zookeeper')) {
      if (await serves(cluster, node)) return node;
    }
    await sleep(pollMs);
  } while (performance.now() < until);
  throw new EnvironmentError(`no ZooKeeper server serves within ${servesWithinMs / 1_000} s`);
}
