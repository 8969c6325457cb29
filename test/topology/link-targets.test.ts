import { describe, expect, test } from 'vitest';
import {
  describeLinkResolution,
  type LinkTarget,
  linksOf,
  linkTarget,
  whyNoLinks,
} from '../../src/topology/link-targets.ts';
import { defaultSizes, type Mode, modes } from '../../src/topology/mode.ts';
import { candidates, countOf, type NodeTarget } from '../../src/topology/targets.ts';
import { clients, createTopology, type Topology } from '../../src/topology/topology.ts';

const topologyOf = (mode: Mode, sizes: Partial<typeof defaultSizes> = {}) =>
  createTopology(mode, { ...defaultSizes, ...sizes });
/** As many of the candidates as are meant, the first ones. */
const first = (topology: Topology) => (target: NodeTarget) =>
  candidates(target, topology).slice(0, countOf(target, topology));
const linksIn = (target: LinkTarget, topology: Topology) => linksOf(target, topology, first(topology));
const namesIn = (target: LinkTarget, topology: Topology) => linksIn(target, topology).map(({ name }) => name);
const node = (name: string) => ({ node: name });

const [zk, kraft, combined] = modes.map((mode) => topologyOf(mode)) as [Topology, Topology, Topology];

describe('links are found:', () => {
  test.each<[string, Topology, LinkTarget, string[]]>([
    [
      ...(['one-way, and not back', kraft, { from: node('broker-1'), to: node('broker-2') }] as const),
      ['broker-1->broker-2'],
    ],
    [
      ...(['both ways', kraft, { between: node('broker-1'), and: node('broker-2') }] as const),
      ['broker-1->broker-2', 'broker-2->broker-1'],
    ],
    [
      ...(['of every service', combined, { from: node('node-1'), to: node('node-2') }] as const),
      ['node-1->node-2', 'node-1->node-2:quorum'],
    ],
    [
      ...([
        'of one service',
        combined,
        { from: node('node-1'), to: node('node-2'), service: 'quorum' },
      ] as const),
      ['node-1->node-2:quorum'],
    ],
    [
      ...([
        'from a broker to the ensemble',
        zk,
        { from: node('broker-1'), to: { allOf: 'quorum' } },
      ] as const),
      ['broker-1->zookeeper-1', 'broker-1->zookeeper-2', 'broker-1->zookeeper-3'],
    ],
    ['of clients', zk, { from: clients, to: node('broker-3') }, ['clients->broker-3']],
    ['of clients, from either end', zk, { between: node('broker-3'), and: clients }, ['clients->broker-3']],
    [
      ...(['to others, which are the nodes', kraft, { from: node('broker-1'), to: 'others' }] as const),
      [
        ...['broker-1->controller-1', 'broker-1->controller-2', 'broker-1->controller-3'],
        ...['broker-1->broker-2', 'broker-1->broker-3'],
      ],
    ],
    [
      ...(['from others, which are no clients', kraft, { from: 'others', to: node('broker-1') }] as const),
      ['broker-2->broker-1', 'broker-3->broker-1'],
    ],
    [
      ...(['from everyone, clients as well', kraft, { from: 'everyone', to: node('broker-1') }] as const),
      ['clients->broker-1', 'broker-2->broker-1', 'broker-3->broker-1'],
    ],
    [
      ...([
        'around a node',
        combined,
        { isolate: node('node-1'), clients: false, service: 'replication' },
      ] as const),
      ['node-1->node-2', 'node-1->node-3', 'node-2->node-1', 'node-3->node-1'],
    ],
    [
      ...(['around a node and its clients', combined, { isolate: node('node-1'), clients: true }] as const),
      [
        ...[
          'clients->node-1',
          'node-1->node-2',
          'node-1->node-2:quorum',
          'node-1->node-3',
          'node-1->node-3:quorum',
        ],
        ...['node-2->node-1', 'node-2->node-1:quorum', 'node-3->node-1', 'node-3->node-1:quorum'],
      ],
    ],
    [
      ...([
        'to others, among whom are none of several that are meant',
        combined,
        { from: { any: 2, of: 'broker' }, to: 'others', service: 'replication' },
      ] as const),
      ['node-1->node-3', 'node-2->node-3'],
    ],
    ['by name', zk, { link: 'zookeeper-1->zookeeper-2' }, ['zookeeper-1->zookeeper-2']],
  ])('%s', (_, topology, target, expected) => {
    expect(namesIn(target, topology)).toEqual(expected);
  });

  test('a partial partition of two leaves both with the others', () => {
    const target: LinkTarget = { between: node('controller-1'), and: node('controller-2') };
    expect(namesIn(target, kraft)).toEqual(['controller-1->controller-2', 'controller-2->controller-1']);
  });

  test.each([
    ['zk', { brokers: 5 }, 'broker'],
    ['kraft', { controllers: 5 }, 'quorum'],
    ['kraft-combined', { brokers: 4 }, 'controller'],
  ] as const)('in %s a bridge sees both halves, which do not see each other', (mode, sizes, role) => {
    const topology = topologyOf(mode, sizes);
    const [bridge, ...others] = candidates({ allOf: role }, topology)
      .map(({ name }) => name)
      .toReversed();
    const links = linksOf({ bridge: role }, topology, first(topology), (nodes) => nodes.toReversed());
    const half = Math.ceil(others.length / 2);
    const [one, other] = [others.slice(0, half), others.slice(half)];
    const expected = topology.links.filter(
      ({ source, destination }) =>
        (one.includes(source) && other.includes(destination)) ||
        (other.includes(source) && one.includes(destination)),
    );
    expect(expected.length).toBeGreaterThan(0);
    expect(links).toEqual(expected);
    expect(links.some(({ source, destination }) => source === bridge || destination === bridge)).toBe(false);
  });

  test.each([
    ['zk', 'broker', 'broker'],
    ['kraft', 'broker', 'broker'],
    ['kraft-combined', 'broker', 'node'],
  ] as const)('in %s each of a ring of five sees its two neighbours only', (mode, role, prefix) => {
    const topology = topologyOf(mode, { brokers: 5 });
    const cut = new Set(linksIn({ ring: role, service: 'replication' }, topology).map(({ name }) => name));
    const seen = (from: number) =>
      [1, 2, 3, 4, 5].filter((to) => to !== from && !cut.has(`${prefix}-${from}->${prefix}-${to}`));
    expect([1, 2, 3, 4, 5].map(seen)).toEqual([
      [2, 5],
      [1, 3],
      [2, 4],
      [3, 5],
      [1, 4],
    ]);
    expect(cut.size).toBe(10);
  });
});

describe('a target of links that is wrong for a cluster is refused in a sentence:', () => {
  test.each<[LinkTarget, Topology, string]>([
    [
      ...([{ link: 'broker-1->controller-1' }, zk] as const),
      'there is no link "broker-1->controller-1" in mode zk; links are named like clients->broker-1',
    ],
    [
      { isolate: { leaderOf: 3 }, clients: false },
      zk,
      'partition 3 is a target, but the topic has only 3 partitions',
    ],
    [
      ...([{ between: clients, and: node('broker-9') }, kraft] as const),
      'there is no node "broker-9" in mode kraft, only controller-1, controller-2, controller-3, broker-1, broker-2, broker-3',
    ],
    [
      ...([{ from: 'others', to: 'zookeeper-leader' }, kraft] as const),
      'the ZooKeeper leader cannot be hit: mode kraft has no such node',
    ],
    [
      ...([{ ring: 'broker' }, kraft] as const),
      'links within role broker, but for those of neighbours: there is no such link in mode kraft',
    ],
    [{ ring: 'controller' }, zk, 'all of role controller cannot be hit: mode zk has no such node'],
    [
      ...([{ from: clients, to: { allOf: 'controller' } }, kraft] as const),
      'links from clients to all of role controller: there is no such link in mode kraft',
    ],
    [
      ...([{ between: clients, and: clients }, zk] as const),
      'links between clients and clients: there is no such link in mode zk',
    ],
    [
      ...([{ isolate: { allOf: 'broker' }, clients: false }, combined] as const),
      'links between all of role broker and all other nodes: there is no such link in mode kraft-combined',
    ],
    [
      ...([{ from: node('broker-1'), to: 'others', service: 'zookeeper' }, kraft] as const),
      'links from broker-1 to others (zookeeper only): there is no such link in mode kraft',
    ],
  ])('%j', (target, topology, sentence) => {
    expect(whyNoLinks(target, topology, 3)).toBe(sentence);
  });

  test('what may come to all nodes can be isolated, as long as it does not come to all', () => {
    expect(whyNoLinks({ isolate: { any: 2, of: 'broker' }, clients: false }, combined, 3)).toBeUndefined();
    expect(whyNoLinks({ isolate: { any: 3, of: 'broker' }, clients: false }, combined, 3)).toMatch(
      /no such link/,
    );
  });

  test.each<[LinkTarget, Topology]>([
    [{ from: { leaderOf: 0 }, to: 'others' }, combined],
    [{ between: { any: 1, of: 'broker' }, and: 'others' }, combined],
    [{ from: { leaderOf: 0 }, to: 'others', service: 'replication' }, zk],
  ])('and %j is not, whose links there are as soon as it is known who leads', (target, topology) => {
    expect(whyNoLinks(target, topology, 3)).toBeUndefined();
  });

  test('an isolation that no link of its service crosses', () => {
    const target: LinkTarget = { isolate: { allOf: 'broker' }, clients: false, service: 'replication' };
    expect(whyNoLinks(target, zk, 3)).toMatch(/there is no such link/);
  });

  test('a bridge of three and a ring of four can be made', () => {
    expect(whyNoLinks({ bridge: 'broker' }, zk, 3)).toBeUndefined();
    expect(whyNoLinks({ ring: 'broker' }, topologyOf('zk', { brokers: 4 }), 3)).toBeUndefined();
  });

  test('for a dry run links are told by name, where that is clear', () => {
    expect(describeLinkResolution({ from: clients, to: node('broker-1') }, zk)).toBe('clients->broker-1');
    expect(describeLinkResolution({ bridge: 'broker' }, zk)).toBe(
      'the node and the halves are chosen by the seed',
    );
    expect(describeLinkResolution({ isolate: { any: 1, of: 'broker' }, clients: false }, zk)).toBe(
      '1 of role broker: 1 of broker-1, broker-2, broker-3, by the seed',
    );
  });

  test.each([
    { from: 'nobody', to: 'clients' },
    { isolate: 'clients' },
    { bridge: 'king' },
    { link: 1 },
    { ring: 'broker', service: 'post' },
    { from: 'clients' },
  ])('%j is no target at all', (target) => {
    expect(linkTarget.safeParse(target).success).toBe(false);
  });
});
