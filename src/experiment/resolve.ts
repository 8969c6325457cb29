/**
 * Finds out whom a fault hits, at the moment of its injection.
 */
import { EnvironmentError } from '../errors.ts';
import type { Hits } from '../faults/fault.ts';
import { findFault } from '../faults/index.ts';
import type { Evidence } from '../history/entry.ts';
import { describeLinks, type LinkTarget, linksOf, nodeTargetsOf } from '../topology/link-targets.ts';
import { candidates, countOf, describeNodes, type NodeTarget } from '../topology/targets.ts';
import { findBroker, type Link, type Node, nodesOf, type Topology } from '../topology/topology.ts';
import type { ClusterView } from './cluster-view.ts';
import type { CheckedUse } from './fault-use.ts';
import type { Random } from './random.ts';

/** Whom a fault hits, and what made them the target; that stands beside the fault's evidence. */
export interface Resolved {
  target: Hits[keyof Hits];
  nodes: readonly Node[];
  links: readonly Link[];
  facts: Evidence;
}

/** What other faults have damaged already: choices of chance keep away from it. */
export interface Damaged {
  nodes: ReadonlySet<string>;
  links: ReadonlySet<string>;
}

/** There is nobody whom the fault could hit, at this moment. */
export class NobodyLeftError extends EnvironmentError {}

export interface Surroundings {
  topology: Topology;
  view: ClusterView;
  random: Random;
  damaged: Damaged;
  /** Whether a fault of links leaves those alone that are damaged already, or lead to a damaged node. */
  careful: boolean;
}

/** @throws EnvironmentError if the cluster does not say whom the target means */
export async function resolve(use: CheckedUse, surroundings: Surroundings): Promise<Resolved> {
  switch (findFault(use.fault).hits) {
    case 'nodes': {
      const nodes = await resolveNodes(use.target as NodeTarget, surroundings);
      return { target: nodes, nodes, links: [], facts: {} };
    }
    case 'links': {
      const { links, facts } = await resolveLinks(use.target as LinkTarget, surroundings);
      return { target: links, nodes: [], links, facts };
    }
    case 'partition': {
      const { partition } = use.target as { partition: number };
      return { target: partition, nodes: [], links: [], facts: { partition } };
    }
    case 'cluster':
      return { target: null, nodes: [], links: [], facts: {} };
  }
}

async function resolveNodes(target: NodeTarget, surroundings: Surroundings): Promise<Node[]> {
  const { topology, view, random, damaged } = surroundings;
  const there = (nodes: readonly Node[]) => nodes.filter((node) => view.isThere(node));
  const brokers = (ids: readonly number[]) => ids.map((id) => findBroker(topology, id));
  const undamaged = (nodes: readonly Node[]) => there(nodes).filter(({ name }) => !damaged.nodes.has(name));
  const found = (nodes: readonly (Node | undefined)[], count = 1): Node[] => {
    const known = nodes.filter((node) => node !== undefined);
    if (known.length >= count) return known;
    throw new NobodyLeftError(`${describeNodes(target)} cannot be hit: there is no such node at this moment`);
  };
  const anyOf = (nodes: readonly Node[], count = 1) =>
    found(random.shuffle(undamaged(nodes)), count).slice(0, count);
  const allBut = (all: readonly Node[], one: Node | undefined) => all.filter((node) => node !== one);

  switch (target) {
    case 'active-controller':
      return found([await view.activeController()]);
    case 'standby-controller':
      return anyOf(allBut(candidates(target, topology), await view.activeController()));
    case 'zookeeper-leader':
      return found([await view.zookeeperLeader()]);
    case 'zookeeper-follower':
      return anyOf(allBut(nodesOf(topology, 'zookeeper'), await view.zookeeperLeader()));
    case 'group-coordinator':
      return found([await view.coordinator('group')]);
    case 'transaction-coordinator':
      return found([await view.coordinator('transaction')]);
  }
  if ('leaderOf' in target) {
    const { leader } = await view.partition(target.leaderOf);
    return found(leader === null ? [] : brokers([leader]));
  }
  if ('followerOf' in target || 'followersOf' in target) {
    const one = 'followerOf' in target;
    const { leader, replicas } = await view.partition(one ? target.followerOf : target.followersOf);
    const followers = brokers(replicas.filter((id) => id !== leader));
    return one ? anyOf(followers) : found(followers);
  }
  if ('isrOf' in target) return found(brokers((await view.partition(target.isrOf)).isr));
  if ('node' in target || 'allOf' in target) return found(there(candidates(target, topology)));
  return anyOf(candidates(target, topology), countOf(target, topology));
}

async function resolveLinks(
  target: LinkTarget,
  surroundings: Surroundings,
): Promise<{ links: Link[]; facts: Evidence }> {
  const { topology, random, damaged, careful } = surroundings;
  const ends = new Map<NodeTarget, Node[]>();
  for (const each of nodeTargetsOf(target)) ends.set(each, await resolveNodes(each, surroundings));
  const isUndamaged = ({ name, source, destination }: Link) =>
    !careful || (!damaged.links.has(name) && !damaged.nodes.has(source) && !damaged.nodes.has(destination));
  const links = linksOf(
    target,
    topology,
    (each) => ends.get(each)!,
    (nodes) => random.shuffle(nodes),
  ).filter(isUndamaged);
  if (links.length === 0) {
    throw new NobodyLeftError(`${describeLinks(target)}: there is no undamaged link at this moment`);
  }
  const facts = [...ends].map(([each, nodes]) => [
    describeNodes(each),
    nodes.map(({ name }) => name).join(', '),
  ]);
  return { links, facts: Object.fromEntries(facts) };
}
