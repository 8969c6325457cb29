import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type LinkTarget, linksOf } from '../../src/topology/link-targets.ts';
import { modes } from '../../src/topology/mode.ts';
import { candidates, targetRoles } from '../../src/topology/targets.ts';
import { clients, createTopology, type Topology } from '../../src/topology/topology.ts';

const node = (name: string) => ({ node: name });
const linksIn = (target: LinkTarget, topology: Topology) =>
  linksOf(target, topology, (each) => candidates(each, topology));

describe('whatever the cluster', () => {
  const topologies = fc
    .record({ mode: fc.constantFrom(...modes), size: fc.integer({ min: 2, max: 6 }) })
    .map(({ mode, size }) => createTopology(mode, { brokers: size, controllers: size, zookeepers: size }));
  const withNodes = topologies.chain((topology) =>
    fc.record({
      topology: fc.constant(topology),
      one: fc.constantFrom(...topology.nodes),
      other: fc.constantFrom(...topology.nodes),
    }),
  );

  test('no isolation cuts links among those who are isolated, or among those who are not', () => {
    fc.assert(
      fc.property(withNodes, fc.boolean(), ({ topology, one, other }, withClients) => {
        const isolated = new Set([one.name, other.name]);
        const target: LinkTarget = { isolate: { any: 2, of: 'broker' }, clients: withClients };
        const cut = new Set(linksOf(target, topology, () => [one, other]));
        for (const link of topology.links) {
          const crosses = isolated.has(link.source) !== isolated.has(link.destination);
          expect(cut.has(link)).toBe(crosses && (withClients || link.source !== clients));
        }
      }),
    );
  });

  test('links between two are the same from either end, and the links from one to the other and back', () => {
    fc.assert(
      fc.property(withNodes, ({ topology, one, other }) => {
        const [a, b] = [node(one.name), node(other.name)];
        const between = new Set(linksIn({ between: a, and: b }, topology));
        expect(new Set(linksIn({ between: b, and: a }, topology))).toEqual(between);
        const ways = [...linksIn({ from: a, to: b }, topology), ...linksIn({ from: b, to: a }, topology)];
        expect(new Set(ways)).toEqual(between);
      }),
    );
  });

  test('in a bridge or a ring every node that saw a member of its role still sees one', () => {
    fc.assert(
      fc.property(topologies, fc.constantFrom(...targetRoles), fc.boolean(), (topology, role, isRing) => {
        const members = new Set(candidates({ allOf: role }, topology).map(({ name }) => name));
        fc.pre(members.size > 2);
        const cut = new Set(linksIn(isRing ? { ring: role } : { bridge: role }, topology));
        const within = topology.links.filter(
          (link) => members.has(link.source) && members.has(link.destination),
        );
        const left = new Set(within.filter((link) => !cut.has(link)).map(({ source }) => source));
        expect([...cut].every((link) => within.includes(link))).toBe(true);
        expect(left).toEqual(new Set(within.map(({ source }) => source)));
      }),
    );
  });
});
