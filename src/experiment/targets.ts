/**
 * Finds out whom a fault hits, at the moment of its injection.
 */
import type { Admin } from '../clients/admin.ts';
import { EnvironmentError } from '../errors.ts';
import type { Evidence } from '../history/entry.ts';
import { findBroker, type Node, type Topology } from '../topology/topology.ts';
import type { Target } from './experiment.ts';

export interface Resolved {
  nodes: Node[];
  /** What made them the target; it stands beside the fault's evidence. */
  facts: Evidence;
}

/** Under this name the evidence says how many of the topic's partitions the nodes led. */
export const partitionsLed = 'partitions led';

export async function resolveTarget(
  target: Target,
  topology: Topology,
  admin: Admin,
  topic: string,
): Promise<Resolved> {
  const { partitions } = await admin.topicState(topic);
  const leader = partitions.find((each) => each.partition === target.leaderOf)?.leader;
  if (leader === undefined || leader === null) {
    throw new EnvironmentError(`partition ${target.leaderOf} has no leader that could be hit`);
  }
  const led = partitions.filter((each) => each.leader === leader).length;
  return { nodes: [findBroker(topology, leader)], facts: { [partitionsLed]: led } };
}

/** How a target will be found, for a dry run. */
export function describeTarget(target: Target): string {
  return `the leader of partition ${target.leaderOf}, as the cluster's metadata names it at that moment`;
}
