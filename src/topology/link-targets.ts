/**
 * Which links a fault can hit, as plain data. Every partition of a network is a set of links: which of them, these
 * words say.
 */
import { z } from 'zod';
import {
  candidates,
  countOf,
  describeNodes,
  describeResolution,
  membersOf,
  type NodeTarget,
  nodeTarget,
  targetRoles,
  whyNoNodes,
} from './targets.ts';
import { clients, type Link, type Node, services, type Topology } from './topology.ts';

/** One end of links: nodes, the clients, all nodes that are not in the other end (`others`), or both of these. */
const end = z.union([z.enum([clients, 'others', 'everyone']), nodeTarget], {
  error: 'is no end of links; "kafka-chaos list targets" shows what there is',
});
/** Only the links to this service; all of them without it. */
const service = z.enum(services).optional();

export const linkTargetForms = [
  {
    form: '{ from: END, to: END }',
    summary:
      "links that lead from one to the other, one-way; an END is a target of nodes, 'clients', 'others' or 'everyone'",
    schema: z.strictObject({ from: end, to: end, service }),
  },
  {
    form: '{ between: END, and: END }',
    summary: 'links between the two, both ways; of two nodes, a partial partition: the others still see both',
    schema: z.strictObject({ between: end, and: end, service }),
  },
  {
    form: '{ isolate: NODES }',
    summary:
      'all links between those nodes and the other nodes; with `clients: true` those of clients as well',
    schema: z.strictObject({ isolate: nodeTarget, clients: z.boolean().default(false), service }),
  },
  {
    form: '{ bridge: ROLE }',
    summary: 'the role falls into two halves that only one node, chosen by the seed, still sees both of',
    schema: z.strictObject({ bridge: z.enum(targetRoles), service }),
  },
  {
    form: '{ ring: ROLE }',
    summary: 'each node of the role sees its two neighbours only; takes four nodes or more',
    schema: z.strictObject({ ring: z.enum(targetRoles), service }),
  },
  {
    form: "{ link: 'SOURCE->DESTINATION' }",
    summary: `the link of that name; the other forms take \`service\`: ${services.join(', ')}`,
    schema: z.strictObject({ link: z.string() }),
  },
] as const;

export type LinkTarget = z.output<(typeof linkTargetForms)[number]['schema']>;
type End = z.output<typeof end>;

/** Says which nodes a target means: at run time by asking the cluster, before it every node that it may come to. */
export type NodesOf = (target: NodeTarget) => readonly Node[];

/**
 * The links that a target means.
 * @param nodesOf finds the nodes; it is asked once for each end
 * @param shuffle puts nodes in an order of the seed, where halves are to be made
 */
export function linksOf(
  target: LinkTarget,
  topology: Topology,
  nodesOf: NodesOf,
  shuffle: (nodes: readonly Node[]) => Node[] = (nodes) => [...nodes],
): Link[] {
  const { links } = topology;
  if ('link' in target) return links.filter(({ name }) => name === target.link);
  const served = links.filter((link) => target.service === undefined || link.service === target.service);
  if ('from' in target) {
    const [from, to] = namesOfEnds(target.from, target.to, topology, nodesOf);
    return served.filter((link) => from.has(link.source) && to.has(link.destination));
  }
  if ('between' in target) {
    const [one, other] = namesOfEnds(target.between, target.and, topology, nodesOf);
    return served.filter((link) => crosses(link, one, other));
  }
  if ('isolate' in target) {
    const isolated = new Set(nodesOf(target.isolate).map(({ name }) => name));
    return served.filter(
      ({ source, destination }) =>
        (target.clients || source !== clients) && isolated.has(source) !== isolated.has(destination),
    );
  }
  if ('bridge' in target) {
    const [, ...others] = shuffle(membersOf(target.bridge, topology)).map(({ name }) => name);
    const half = Math.ceil(others.length / 2);
    const [one, other] = [new Set(others.slice(0, half)), new Set(others.slice(half))];
    return served.filter((link) => crosses(link, one, other));
  }
  const members = membersOf(target.ring, topology).map(({ name }) => name);
  return served.filter(({ source, destination }) => {
    const [from, to] = [members.indexOf(source), members.indexOf(destination)];
    const distance = Math.abs(from - to);
    return from >= 0 && to >= 0 && distance > 1 && distance < members.length - 1;
  });
}

function crosses({ source, destination }: Link, one: ReadonlySet<string>, other: ReadonlySet<string>) {
  return (one.has(source) && other.has(destination)) || (other.has(source) && one.has(destination));
}

/** The names at both ends; `others` and `everyone` are told from what the other end is. */
function namesOfEnds(a: End, b: End, topology: Topology, nodesOf: NodesOf): [Set<string>, Set<string>] {
  const own = (end: End): string[] | undefined => {
    if (end === clients) return [clients];
    if (end === 'others' || end === 'everyone') return undefined;
    return nodesOf(end).map(({ name }) => name);
  };
  const [ownA, ownB] = [own(a), own(b)];
  const rest = (end: End, but: readonly string[] = []): string[] => {
    const nodes = topology.nodes.map(({ name }) => name).filter((name) => !but.includes(name));
    return end === 'everyone' && !but.includes(clients) ? [clients, ...nodes] : nodes;
  };
  return [new Set(ownA ?? rest(a, ownB)), new Set(ownB ?? rest(b, ownA))];
}

/** Why a target cannot be hit in a cluster of this topology, as a sentence, or undefined if it can. */
export function whyNoLinks(target: LinkTarget, topology: Topology, partitions: number): string | undefined {
  if ('link' in target) {
    if (topology.links.some(({ name }) => name === target.link)) return undefined;
    return `there is no link "${target.link}" in mode ${topology.mode}; links are named like ${topology.links[0]!.name}`;
  }
  for (const each of nodeTargetsOf(target)) {
    const reason = whyNoNodes(each, topology, partitions);
    if (reason !== undefined) return reason;
  }
  if (examplesOf(target, topology).some((nodes) => linksOf(target, topology, nodes).length > 0)) {
    return undefined;
  }
  return `${describeLinks(target)}: there is no such link in mode ${topology.mode}`;
}

/** Whom the ends of a target may come to mean: each choice of an end with each of the other. */
function examplesOf(target: LinkTarget, topology: Topology): NodesOf[] {
  const [first, second] = nodeTargetsOf(target);
  const choices = (end: NodeTarget | undefined): Node[][] => {
    if (end === undefined) return [[]];
    const all = candidates(end, topology);
    const count = countOf(end, topology);
    return all.map((_, from) => [...all.slice(from), ...all.slice(0, from)].slice(0, count));
  };
  return choices(first).flatMap((one) =>
    choices(second).map((other) => (end: NodeTarget) => (end === first ? one : other)),
  );
}

/** The targets of nodes that a target of links is made up of. */
export function nodeTargetsOf(target: LinkTarget): NodeTarget[] {
  const isNodes = (each: End): each is NodeTarget =>
    each !== clients && each !== 'others' && each !== 'everyone';
  if ('from' in target) return [target.from, target.to].filter(isNodes);
  if ('between' in target) return [target.between, target.and].filter(isNodes);
  if ('isolate' in target) return [target.isolate];
  if ('bridge' in target) return [{ allOf: target.bridge }];
  if ('ring' in target) return [{ allOf: target.ring }];
  return [];
}

/** Which links a target means, for a dry run. */
export function describeLinks(target: LinkTarget): string {
  if ('link' in target) return `the link ${target.link}`;
  const only = target.service === undefined ? '' : ` (${target.service} only)`;
  const name = (each: End) =>
    each === clients || each === 'others' || each === 'everyone' ? each : describeNodes(each);
  if ('from' in target) return `links from ${name(target.from)} to ${name(target.to)}${only}`;
  if ('between' in target) return `links between ${name(target.between)} and ${name(target.and)}${only}`;
  if ('isolate' in target) {
    return `links between ${describeNodes(target.isolate)} and ${target.clients ? 'everyone' : 'all other nodes'}${only}`;
  }
  if ('bridge' in target) return `links between two halves of role ${target.bridge}, but for one node${only}`;
  return `links within role ${target.ring}, but for those of neighbours${only}`;
}

/** How it becomes known which links those are; their names, where that is clear beforehand. */
export function describeLinkResolution(target: LinkTarget, topology: Topology): string {
  const ends = nodeTargetsOf(target);
  const isClear = (each: NodeTarget) => typeof each === 'object' && ('node' in each || 'allOf' in each);
  if (ends.every(isClear) && !('bridge' in target)) {
    const links = linksOf(target, topology, (each) => candidates(each, topology));
    return links.map(({ name }) => name).join(', ');
  }
  if ('bridge' in target) return 'the node and the halves are chosen by the seed';
  return ends
    .filter((each) => !isClear(each))
    .map((each) => `${describeNodes(each)}: ${describeResolution(each, topology)}`)
    .join('; ');
}

export const linkTarget = z.union(
  linkTargetForms.map(({ schema }) => schema) as unknown as readonly [z.ZodType<LinkTarget>],
  { error: 'is no target of links; "kafka-chaos list targets" shows what there is' },
);
