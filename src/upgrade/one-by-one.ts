/**
 * Exchanges nodes as an operator does it: one after the other, each on the disk that it had, and the next only when the one
 * before serves and nothing is out of sync.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Change } from '../cluster/cluster.ts';
import { awaitServing } from '../cluster/node-process.ts';
import { serves, startAgain } from '../cluster/process-life.ts';
import { EnvironmentError } from '../errors.ts';
import { type Node, nodesOf } from '../topology/topology.ts';
import type { UpgradeSite } from './site.ts';

const pollMs = 100;
const supervisorWaitsMs = 1_000;
/** Longer than any session with ZooKeeper lasts after its last sign of life. */
const nameTakenForMs = 60_000;

export interface Patience {
  /** A broker that comes back has little to catch up on here: what takes longer does not end. */
  inSyncWithinMs?: number;
  /** So long on end everything is in sync until the next node is stopped: whoever watches has to see it too. */
  settledMs?: number;
  /** After so long the next node is exchanged though not all is in sync, where that may be what mends it; the last one is waited for. */
  goOnAfterMs?: number;
  /** Who does not serve is exchanged before all others, instead of being waited for: what it is to become may be what mends it. */
  deadFirst?: boolean;
}

/**
 * @param exchanged is called when a node serves again and all is in sync, or, with `goOnAfterMs`, with what is not
 * @throws EnvironmentError for a node that does not serve again, or partitions that do not come back into sync
 */
export async function oneByOne(
  site: UpgradeSite,
  nodes: readonly Node[],
  change: Change,
  exchanged: (node: Node, outOfSync?: string) => void,
  patience: Patience = {},
): Promise<void> {
  const { cluster, signal } = site;
  const dead = patience.deadFirst ? await whoDoesNotServe(site, nodes) : [];
  const others = nodes.filter((node) => !dead.includes(node));
  const inTurn = [...dead, ...(await activeLast(site, others))];
  for (const node of inTurn) {
    signal.throwIfAborted();
    if (!dead.includes(node)) await untilAllServe(site, node, patience);
    await cluster.exchangeProcess(node, change);
    await untilServing(site, node);
    const after = `${node.name} serves again`;
    const { goOnAfterMs } = patience;
    if (goOnAfterMs === undefined || node === inTurn.at(-1)) {
      await untilInSync(site, after, patience);
      exchanged(node);
    } else {
      exchanged(node, await outOfSyncAfter(site, after, { ...patience, inSyncWithinMs: goOnAfterMs }));
    }
  }
}

/** What does not come back into sync in time, as a sentence; undefined if everything does. */
async function outOfSyncAfter(
  site: UpgradeSite,
  after: string,
  patience: Patience,
): Promise<string | undefined> {
  try {
    await untilInSync(site, after, patience);
    return undefined;
  } catch (error) {
    site.signal.throwIfAborted();
    if (!(error instanceof EnvironmentError)) throw error;
    return error.message;
  }
}

/** The active controller last: so its office moves once, and not with every node. */
async function activeLast({ activeController }: UpgradeSite, nodes: readonly Node[]): Promise<Node[]> {
  const active = await activeController();
  return nodes.toSorted((a, b) => Number(a.name === active?.name) - Number(b.name === active?.name));
}

async function whoDoesNotServe({ cluster }: UpgradeSite, nodes: readonly Node[]): Promise<Node[]> {
  const serving = await Promise.all(nodes.map((node) => serves(cluster, node)));
  return nodes.filter((_, i) => !serving[i]);
}

/** Nobody takes a node down while one of its kind is down, be it that one itself. */
async function untilAllServe(
  site: UpgradeSite,
  node: Node,
  { inSyncWithinMs = 120_000 }: Patience,
): Promise<void> {
  const { cluster, signal } = site;
  const kind = cluster.topology.nodes.filter(
    (each) => cluster.isPartOfIt(each) && each.roles.join() === node.roles.join(),
  );
  const until = performance.now() + inSyncWithinMs;
  for (;;) {
    const silent = await whoDoesNotServe(site, kind);
    if (silent.length === 0) return;
    if (performance.now() >= until) {
      const names = silent.map(({ name }) => name).join(', ');
      throw new EnvironmentError(`${node.name} cannot be exchanged while ${names} does not serve`);
    }
    await sleep(pollMs, undefined, { signal });
  }
}

/**
 * Starts a broker again that ends itself because its name is still taken in ZooKeeper, by the session of a process that was killed: as
 * a supervisor does.
 */
async function untilServing({ cluster, signal }: UpgradeSite, node: Node): Promise<void> {
  const mayBeTaken = node.roles.includes('broker') && cluster.coordinatedBy(node) !== 'quorum';
  const until = performance.now() + nameTakenForMs;
  for (;;) {
    try {
      return await awaitServing(node, cluster.container(node.name), { signal });
    } catch (error) {
      signal.throwIfAborted();
      if (!mayBeTaken || performance.now() >= until) throw error;
      await sleep(supervisorWaitsMs, undefined, { signal });
      await startAgain(cluster, node);
    }
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
