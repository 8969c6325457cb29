/**
 * Exchanges nodes as an operator does it: one after the other, each on the disk that it had, and the next only when the one
 * before serves and nothing is out of sync.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Change } from '../cluster/cluster.ts';
import { awaitServing } from '../cluster/node-process.ts';
import { serves } from '../cluster/process-life.ts';
import { EnvironmentError } from '../errors.ts';
import { type Node, nodesOf } from '../topology/topology.ts';
import type { UpgradeSite } from './site.ts';

const pollMs = 100;

export interface Patience {
  /** A broker that comes back has little to catch up on here: what takes longer does not end. */
  inSyncWithinMs?: number;
  /** So long on end everything is in sync until the next node is stopped: whoever watches has to see it too. */
  settledMs?: number;
}

/**
 * @param exchanged is called when a node serves again and all is in sync
 * @throws EnvironmentError for a node that does not serve again, or partitions that do not come back into sync
 */
export async function oneByOne(
  site: UpgradeSite,
  nodes: readonly Node[],
  change: Change,
  exchanged: (node: Node) => void,
  patience: Patience = {},
): Promise<void> {
  const { cluster, signal } = site;
  for (const node of await inOrder(site, nodes)) {
    signal.throwIfAborted();
    if (await serves(cluster, node)) await untilMatesServe(site, node, patience);
    await cluster.exchangeProcess(node, change);
    await awaitServing(node, cluster.container(node.name), { signal });
    await untilInSync(site, `${node.name} serves again`, patience);
    exchanged(node);
  }
}

/**
 * Who does not serve is exchanged first: nobody misses it, and the others have to wait for it. The active controller comes last: so its
 * office moves once, and not with every node.
 */
async function inOrder({ cluster, activeController }: UpgradeSite, nodes: readonly Node[]): Promise<Node[]> {
  const active = await activeController();
  const serving = await Promise.all(nodes.map((node) => serves(cluster, node)));
  const rank = (node: Node) => (node.name === active?.name ? 2 : Number(serving[nodes.indexOf(node)]));
  return nodes.toSorted((a, b) => rank(a) - rank(b));
}

/** Nobody takes a node down while another one of its kind is. */
async function untilMatesServe(
  { cluster, signal }: UpgradeSite,
  node: Node,
  { inSyncWithinMs = 120_000 }: Patience,
): Promise<void> {
  const mates = cluster.topology.nodes.filter(
    (each) => each !== node && cluster.isPartOfIt(each) && each.roles.join() === node.roles.join(),
  );
  const until = performance.now() + inSyncWithinMs;
  for (;;) {
    const serving = await Promise.all(mates.map((each) => serves(cluster, each)));
    const silent = mates.filter((_, i) => !serving[i]);
    if (silent.length === 0) return;
    if (performance.now() >= until) {
      const names = silent.map(({ name }) => name).join(', ');
      throw new EnvironmentError(`${node.name} cannot be exchanged while ${names} does not serve`);
    }
    await sleep(pollMs, undefined, { signal });
  }
}

/** @throws EnvironmentError if not everything comes back into sync in time; `after` says since when it was waited for */
export async function untilInSync(
  { admin, cluster, signal }: UpgradeSite,
  after: string,
  { inSyncWithinMs = 120_000, settledMs = 1_000 }: Patience = {},
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
  throw new EnvironmentError(`${inSyncWithinMs / 1_000} s after ${after} not all is in sync: ${what}`);
}
