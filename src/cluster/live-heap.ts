/**
 * What a JVM's heap needs, and not what it takes: the bytes that are left after a full collection. A runtime without the
 * tools of a JDK can be asked for that with a signal: told so at its start (node-command.ts), it collects all garbage on
 * SIGQUIT and prints what is left, class by class, with a sum at the end.
 */
import { EnvironmentError } from '../errors.ts';
import type { Node } from '../topology/topology.ts';
import type { Cluster } from './cluster.ts';
import { followLog } from './logs.ts';

/** A thread dump and thousands of classes come before the sum. */
const withinMs = 30_000;

/**
 * The bytes of all objects in a node's heap that are still used.
 * @throws EnvironmentError if its process does not say
 */
export async function liveHeap(cluster: Cluster, node: Node, signal: AbortSignal): Promise<number> {
  const container = cluster.container(node.name);
  const late = AbortSignal.timeout(withinMs);
  const askedAtSeconds = Date.now() / 1000;
  await container.kill({ signal: 'SIGQUIT' });
  for await (const line of followLog(container, AbortSignal.any([signal, late]), askedAtSeconds)) {
    const bytes = /^Total +\d+ +(\d+)$/.exec(line.trim())?.[1];
    if (bytes !== undefined) return Number(bytes);
  }
  signal.throwIfAborted();
  throw new EnvironmentError(`${node.name} did not say within ${withinMs / 1000} s what is in its heap`);
}
