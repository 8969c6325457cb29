/**
 * Several roles on one node confuse a result: when a partition's leader dies that is also the active controller, two
 * failures are measured as one. So leaders that are to be hit are moved away from such nodes before anything is
 * measured, unless the experiment wants the coincidence; and what else a node was when it was hit is recorded.
 */
import { electPreferred, reassign } from '../clients/administration.ts';
import type { Scene } from '../faults/fault.ts';
import { findFault } from '../faults/index.ts';
import type { Evidence } from '../history/entry.ts';
import { type LinkTarget, nodeTargetsOf } from '../topology/link-targets.ts';
import type { NodeTarget } from '../topology/targets.ts';
import { findBroker, type Node } from '../topology/topology.ts';
import type { ClusterView } from './cluster-view.ts';
import { until } from './conditions.ts';
import type { CheckedUse } from './fault-use.ts';

/** Under this name the evidence says how many of the topic's partitions the nodes led. */
export const partitionsLed = 'partitions led';

const settleMs = 20_000;
/** A broken cluster may not say who does what; then the record lacks it, and the fault does not wait for it. */
const recordPatienceMs = 1_000;

/** What brokers were at the moment at which they were hit; nothing for other nodes. */
export async function rolesOf(
  nodes: readonly Node[],
  view: ClusterView,
  { admin, topic }: Scene,
): Promise<Evidence> {
  const brokers = nodes.filter(({ roles }) => roles.includes('broker'));
  if (brokers.length === 0) return {};
  const [state, controller, coordinator] = await Promise.all([
    admin.topicState(topic).catch(() => undefined),
    view.activeController(recordPatienceMs),
    view.coordinator('group', recordPatienceMs),
  ]);
  const led = state?.partitions.filter(({ leader }) => brokers.some(({ id }) => id === leader));
  return {
    ...(led !== undefined && { [partitionsLed]: led.length }),
    ...(controller !== undefined && { 'active controller': brokers.includes(controller) }),
    ...(coordinator !== undefined && { 'group coordinator': brokers.includes(coordinator) }),
  };
}

/** The partitions whose leaders a method hits as such. */
export function leadersUnderTest(uses: readonly CheckedUse[]): number[] {
  const targets = uses.flatMap((use): NodeTarget[] => {
    const { hits } = findFault(use.fault);
    if (hits === 'nodes') return [use.target as NodeTarget];
    return hits === 'links' ? nodeTargetsOf(use.target as LinkTarget) : [];
  });
  const led = targets.flatMap((target) =>
    typeof target === 'object' && 'leaderOf' in target ? [target.leaderOf] : [],
  );
  return [...new Set(led)];
}

/**
 * Moves the leadership of a partition to a replica that is neither the active controller nor the group's coordinator.
 * @returns what was done, as a sentence; undefined if nothing was to be done
 */
export async function partRoles(
  partition: number,
  view: ClusterView,
  { admin, topic, cluster, signal }: Scene,
): Promise<string | undefined> {
  const { topology } = cluster;
  const { leader, replicas } = await view.partition(partition);
  const [controller, coordinator] = await Promise.all([view.activeController(), view.coordinator('group')]);
  const others = (id: number) =>
    [
      ...(controller?.roles.includes('broker') && controller.id === id ? ['the active controller'] : []),
      ...(coordinator?.id === id ? ["the group's coordinator"] : []),
    ].join(' and ');
  if (leader === null || others(leader) === '') return undefined;
  const from = findBroker(topology, leader).name;
  const successor = replicas.find((id) => others(id) === '');
  if (successor === undefined) {
    return `${from} leads partition ${partition} and is also ${others(leader)}; no other replica is neither`;
  }
  await reassign(admin, topic, partition, [successor, ...replicas.filter((id) => id !== successor)]);
  const isLed = async () => {
    const state = await view.partition(partition);
    if (state.leader === successor) return true;
    if (state.replicas[0] === successor) await electPreferred(admin, topic, partition).catch(() => {});
    return false;
  };
  const moved = await until(settleMs, signal, isLed);
  const to = findBroker(topology, successor).name;
  return `${moved ? 'moved' : 'could not move'} the leadership of partition ${partition} from ${from}, which is also ${others(leader)}, to ${to}`;
}
