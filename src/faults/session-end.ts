/**
 * The end of a dead broker's session with ZooKeeper. Until then its name is taken, and a broker of that name that
 * is started ends itself (NodeExistsException at /brokers/ids). A fault that starts one itself waits for that, or
 * else this end would be taken for what the fault did.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Node } from '../topology/topology.ts';
import type { Scene } from './fault.ts';

/** A session ends 18 s after its last heartbeat by Kafka's default; a setting may have changed that. */
const atMostMs = 60_000;
const pollMs = 100;

/** Waits until the cluster counts a broker as dead, in ZooKeeper mode; returns at once for any other node. */
export async function sessionEnd({ cluster, admin, topic, signal }: Scene, node: Node): Promise<void> {
  if (!node.roles.includes('broker') || cluster.coordinatedBy(node) === 'quorum') return;
  const deadline = performance.now() + atMostMs;
  while (performance.now() < deadline) {
    // Where no other broker is left to say so, the time alone must do.
    const state = await admin.topicState(topic).catch(() => undefined);
    if (state !== undefined && !state.brokers.some((each) => each.id === node.id)) return;
    await sleep(pollMs, undefined, { signal });
  }
}
