/**
 * Exchanges the nodes of a role for another version, as an operator does it: one after the other, each on the disk that it
 * had, and the next only when the one before serves and nothing is out of sync.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { awaitServing } from '../cluster/node-process.ts';
import { EnvironmentError } from '../errors.ts';
import { type Node, nodesOf, type Role } from '../topology/topology.ts';
import type { UpgradeSite } from './site.ts';

const pollMs = 100;

export interface RollOptions {
  role: Extract<Role, 'broker' | 'controller'>;
  kafka: string;
  /** A broker that comes back has little to catch up on here: what takes longer does not end. */
  inSyncWithinMs?: number;
  /** So long on end everything is in sync until the next node is stopped: whoever watches has to see it too. */
  settledMs?: number;
}

/** @throws EnvironmentError for a node that does not serve again, or partitions that do not come back into sync */
export async function roll(
  site: UpgradeSite,
  { role, kafka, inSyncWithinMs = 120_000, settledMs = 1_000 }: RollOptions,
): Promise<void> {
  const { cluster, images, signal, done } = site;
  const image = images.get(kafka);
  if (image === undefined) throw new EnvironmentError(`there is no image of Kafka ${kafka}`);
  for (const node of await inOrder(site, nodesOf(cluster.topology, role))) {
    signal.throwIfAborted();
    await cluster.exchangeProcess(node, image);
    await awaitServing(node, cluster.container(node.name), { signal });
    await untilInSync(site, node, { inSyncWithinMs, settledMs });
    const detail = `${node.name} runs Kafka ${kafka}, and nothing is out of sync`;
    done({ what: 'roll', detail, node: node.name, kafka });
  }
}

/** The active controller last: so its office moves once, and not with every node. */
async function inOrder({ activeController }: UpgradeSite, nodes: readonly Node[]): Promise<Node[]> {
  const active = await activeController();
  return nodes.toSorted((a, b) => Number(a.name === active?.name) - Number(b.name === active?.name));
}

async function untilInSync(
  { admin, cluster, signal }: UpgradeSite,
  node: Node,
  { inSyncWithinMs, settledMs }: Pick<Required<RollOptions>, 'inSyncWithinMs' | 'settledMs'>,
): Promise<void> {
  const brokers = nodesOf(cluster.topology, 'broker').length;
  const until = performance.now() + inSyncWithinMs;
  let outOfSync: string[] | undefined;
  let sinceMs: number | undefined;
  while (performance.now() < until) {
    outOfSync = await admin.outOfSync(brokers).catch(() => undefined);
    sinceMs = outOfSync?.length === 0 ? (sinceMs ?? performance.now()) : undefined;
    if (sinceMs !== undefined && performance.now() - sinceMs >= settledMs) return;
    await sleep(pollMs, undefined, { signal });
  }
  const what = outOfSync === undefined ? 'no broker says what is in sync' : outOfSync.slice(0, 3).join(', ');
  throw new EnvironmentError(
    `${inSyncWithinMs / 1_000} s after ${node.name} serves again not all is in sync: ${what}`,
  );
}
