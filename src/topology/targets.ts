/**
 * Whom a fault can hit, as plain data: nodes are described by what they do, because who that is is known only at the
 * moment of injection.
 */
import { z } from 'zod';
import { type Node, nodesOf, type Role, type Topology } from './topology.ts';

/** `quorum` is whoever coordinates: the ZooKeeper ensemble, or the KRaft controllers. */
export const targetRoles = ['broker', 'controller', 'zookeeper', 'quorum'] as const;
export type TargetRole = (typeof targetRoles)[number];

const partition = z.int().nonnegative();
const role = z.enum(targetRoles);

/** Nodes that are found by what the cluster itself says of them. */
const singles = [
  'active-controller',
  'standby-controller',
  'zookeeper-leader',
  'zookeeper-follower',
  'group-coordinator',
  'transaction-coordinator',
] as const;

/** One way to say whom a fault hits. */
interface Form {
  /** As an experiment writes it. */
  form: string;
  summary: string;
  schema: z.ZodType;
}

export const nodeTargetForms = [
  {
    form: '{ leaderOf: PARTITION }',
    summary: 'the broker that leads the partition of the topic under test',
    schema: z.strictObject({ leaderOf: partition }),
  },
  {
    form: '{ followerOf: PARTITION }',
    summary: 'one broker that follows it, chosen by the seed',
    schema: z.strictObject({ followerOf: partition }),
  },
  {
    form: '{ followersOf: PARTITION }',
    summary: 'all brokers that follow it',
    schema: z.strictObject({ followersOf: partition }),
  },
  {
    form: '{ isrOf: PARTITION }',
    summary: 'all brokers whose replica of it is in sync, the leader among them',
    schema: z.strictObject({ isrOf: partition }),
  },
  {
    form: "'active-controller'",
    summary: 'the controller that is active: a broker (zk), or the leader of the quorum (KRaft)',
    schema: z.literal(singles[0]),
  },
  {
    form: "'standby-controller'",
    summary: 'one that could take over from it, chosen by the seed',
    schema: z.literal(singles[1]),
  },
  {
    form: "'zookeeper-leader'",
    summary: 'the leader of the ZooKeeper ensemble',
    schema: z.literal(singles[2]),
  },
  {
    form: "'zookeeper-follower'",
    summary: 'one of its followers, chosen by the seed',
    schema: z.literal(singles[3]),
  },
  {
    form: "'group-coordinator'",
    summary: "the broker that coordinates the harness's consumer group",
    schema: z.literal(singles[4]),
  },
  {
    form: "'transaction-coordinator'",
    summary: "the broker that coordinates the harness's transactional id",
    schema: z.literal(singles[5]),
  },
  {
    form: '{ any: COUNT, of: ROLE }',
    summary: 'so many nodes of the role, chosen by the seed',
    schema: z.strictObject({ any: z.int().positive(), of: role }),
  },
  {
    form: '{ minorityOf: ROLE }',
    summary: 'as many of the role as can be spared from a majority, chosen by the seed',
    schema: z.strictObject({ minorityOf: role }),
  },
  {
    form: '{ majorityOf: ROLE }',
    summary: 'just more than half of the role, chosen by the seed',
    schema: z.strictObject({ majorityOf: role }),
  },
  {
    form: '{ allOf: ROLE }',
    summary: `every node of the role; a ROLE is one of ${targetRoles.join(', ')}`,
    schema: z.strictObject({ allOf: role }),
  },
  {
    form: "{ node: 'NAME' }",
    summary: 'the node of that name, such as broker-1',
    schema: z.strictObject({ node: z.string() }),
  },
] as const satisfies readonly Form[];

export type NodeTarget = z.output<(typeof nodeTargetForms)[number]['schema']>;

/** Where a node is known only from the cluster, whom the words stand for in a topology: every candidate. */
export function candidates(target: NodeTarget, topology: Topology): Node[] {
  if (typeof target === 'string') {
    switch (target) {
      case 'active-controller':
        return controllersOf(topology);
      case 'standby-controller':
        return topology.mode === 'zk' ? controllersOf(topology) : membersOf('controller', topology);
      case 'zookeeper-leader':
      case 'zookeeper-follower':
        return membersOf('zookeeper', topology);
      case 'group-coordinator':
      case 'transaction-coordinator':
        return membersOf('broker', topology);
    }
  }
  if ('node' in target) return topology.nodes.filter(({ name }) => name === target.node);
  const roleOrBroker = roleOf(target) ?? 'broker';
  return membersOf(roleOrBroker, topology);
}

/** Who may be the active controller. On its way to KRaft a cluster has one that is a broker until its quorum is there. */
export function controllersOf(topology: Topology): Node[] {
  const withoutZooKeeper = nodesOf(topology, 'controller');
  if (topology.mode === 'zk') return nodesOf(topology, 'broker');
  return topology.mode === 'zk-to-kraft'
    ? [...nodesOf(topology, 'broker'), ...withoutZooKeeper]
    : withoutZooKeeper;
}

/** The nodes of a role; the quorum's are those that coordinate in this mode. */
export function membersOf(role: TargetRole, topology: Topology): Node[] {
  return nodesOf(topology, roleIn(role, topology));
}

function roleIn(role: TargetRole, { mode }: Topology): Role {
  if (role !== 'quorum') return role;
  return mode === 'zk' ? 'zookeeper' : 'controller';
}

/** The role whose members a target counts, if it counts. */
function roleOf(target: Exclude<NodeTarget, string>): TargetRole | undefined {
  if ('of' in target) return target.of;
  if ('minorityOf' in target) return target.minorityOf;
  if ('majorityOf' in target) return target.majorityOf;
  if ('allOf' in target) return target.allOf;
  return undefined;
}

/** How many of the candidates a target means. */
export function countOf(target: NodeTarget, topology: Topology): number {
  const { length } = candidates(target, topology);
  if (typeof target === 'string') return 1;
  if ('any' in target) return target.any;
  if ('minorityOf' in target) return Math.floor((length - 1) / 2);
  if ('majorityOf' in target) return Math.floor(length / 2) + 1;
  if ('allOf' in target) return length;
  return 1;
}

/** The partition that a target names, if it names one. */
export function partitionOf(target: NodeTarget): number | undefined {
  if (typeof target === 'string') return undefined;
  for (const key of ['leaderOf', 'followerOf', 'followersOf', 'isrOf'] as const) {
    if (key in target) return (target as Record<typeof key, number>)[key];
  }
  return undefined;
}

/** Why a target cannot be hit in a cluster of this topology, as a sentence, or undefined if it can. */
export function whyNoNodes(target: NodeTarget, topology: Topology, partitions: number): string | undefined {
  const named = partitionOf(target);
  if (named !== undefined && named >= partitions) {
    return `partition ${named} is a target, but the topic has only ${partitions} partitions`;
  }
  const found = candidates(target, topology);
  if (found.length === 0) {
    return typeof target === 'object' && 'node' in target
      ? `there is no node "${target.node}" in mode ${topology.mode}, only ${topology.nodes.map(({ name }) => name).join(', ')}`
      : `${describeNodes(target)} cannot be hit: mode ${topology.mode} has no such node`;
  }
  const count = countOf(target, topology);
  if (count > found.length) {
    return `${describeNodes(target)} cannot be hit: the cluster has only ${found.length}`;
  }
  if (count === 0) return `${describeNodes(target)} cannot be hit: of ${found.length} none can be spared`;
  if (/^(standby|zookeeper-follower)/.test(String(target)) && found.length < 2) {
    return `${describeNodes(target)} cannot be hit: the cluster has only one node of that role`;
  }
  return undefined;
}

/** Whom a target means, and how that is found out, for a dry run. */
export function describeNodes(target: NodeTarget): string {
  if (typeof target === 'string') return `the ${target.replace('-', ' ').replace('zookeeper', 'ZooKeeper')}`;
  if ('leaderOf' in target) return `the leader of partition ${target.leaderOf}`;
  if ('followerOf' in target) return `a follower of partition ${target.followerOf}`;
  if ('followersOf' in target) return `all followers of partition ${target.followersOf}`;
  if ('isrOf' in target) return `every in-sync replica of partition ${target.isrOf}`;
  if ('any' in target) return `${target.any} of role ${target.of}`;
  if ('minorityOf' in target) return `a minority of role ${target.minorityOf}`;
  if ('majorityOf' in target) return `a majority of role ${target.majorityOf}`;
  if ('allOf' in target) return `all of role ${target.allOf}`;
  return target.node;
}

/** How it becomes known whom a target means: by whom it is told, and when. */
export function describeResolution(target: NodeTarget, topology: Topology): string {
  const found = candidates(target, topology);
  const count = countOf(target, topology);
  const names = found.map(({ name }) => name).join(', ');
  if (typeof target === 'object' && ('node' in target || 'allOf' in target)) return names;
  if (typeof target === 'object' && partitionOf(target) === undefined) {
    return `${count} of ${names}, by the seed`;
  }
  return `among ${names}, as the cluster says at that moment`;
}

const nodeTargetSchemas = nodeTargetForms.map(({ schema }) => schema) as unknown as readonly [
  z.ZodType<NodeTarget>,
];

export const nodeTarget = z.union(nodeTargetSchemas, {
  error: 'is no target; "kafka-chaos list targets" shows what there is',
});
