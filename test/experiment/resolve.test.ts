import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ClusterView } from '../../src/experiment/cluster-view.ts';
import type { CheckedUse } from '../../src/experiment/fault-use.ts';
import { randomOf } from '../../src/experiment/random.ts';
import { NobodyLeftError, type Resolved, resolve, type Surroundings } from '../../src/experiment/resolve.ts';
import type { LinkTarget } from '../../src/topology/link-targets.ts';
import { defaultSizes, type Mode, type StandingMode, standingModes } from '../../src/topology/mode.ts';
import type { NodeTarget } from '../../src/topology/targets.ts';
import { clients, createTopology, findNode, type Topology } from '../../src/topology/topology.ts';

/** What the cluster says: by name, who is what; null for nobody. */
const says = (
  topology: Topology,
  names: Partial<Record<'controller' | 'coordinator' | 'zookeeper', string | null>> & { missing?: string[] },
) => {
  const node = (name: string | null | undefined) => (name == null ? undefined : findNode(topology, name));
  const partitions = [
    { partition: 0, leader: 2, leaderEpoch: 1, replicas: [1, 2, 3], isr: [2, 3] },
    { partition: 1, leader: null, leaderEpoch: 1, replicas: [3, 1], isr: [] },
    { partition: 2, leader: 3, leaderEpoch: 1, replicas: [3], isr: [3] },
  ];
  const view: ClusterView = {
    partition: async (partition) => partitions[partition]!,
    activeController: async () => node(names.controller),
    coordinator: async (kind) => node(kind === 'group' ? names.coordinator : null),
    zookeeperLeader: async () => node(names.zookeeper),
    isThere: ({ name }) => !names.missing?.includes(name),
  };
  return view;
};

interface Around {
  seed?: number;
  damagedNodes?: string[];
  damagedLinks?: string[];
  careful?: boolean;
  names?: Parameters<typeof says>[1];
}

function surroundings(mode: Mode, around: Around = {}): Surroundings {
  const topology = createTopology(mode, defaultSizes);
  const { seed = 1, damagedNodes = [], damagedLinks = [], careful = false } = around;
  const usual = {
    zk: { controller: 'broker-2', coordinator: 'broker-3', zookeeper: 'zookeeper-1' },
    kraft: { controller: 'controller-2', coordinator: 'broker-3' },
    'kraft-combined': { controller: 'node-2', coordinator: 'node-3' },
    'zk-to-kraft': { controller: 'controller-2', coordinator: 'broker-3', zookeeper: 'zookeeper-1' },
  }[mode];
  return {
    topology,
    view: says(topology, { ...usual, ...around.names }),
    random: randomOf(seed),
    damaged: { nodes: new Set(damagedNodes), links: new Set(damagedLinks) },
    careful,
  };
}

const hit = (target: NodeTarget, mode: Mode, around?: Around): Promise<Resolved> =>
  resolve({ fault: 'kill', target, with: {} }, surroundings(mode, around));
const cut = (target: LinkTarget, mode: Mode, around?: Around): Promise<Resolved> =>
  resolve({ fault: 'cut', target, with: {} }, surroundings(mode, around));
const namesOf = (some: readonly { name: string }[]) => some.map(({ name }) => name);
const prefixOf: Record<StandingMode, string> = { zk: 'broker', kraft: 'broker', 'kraft-combined': 'node' };

describe.each(standingModes)('in %s', (mode) => {
  const broker = (id: number) => `${prefixOf[mode]}-${id}`;
  const controller = { zk: 'broker', kraft: 'controller', 'kraft-combined': 'node' }[mode];

  test.each<[NodeTarget, string[]]>([
    [{ leaderOf: 0 }, [broker(2)]],
    [{ leaderOf: 2 }, [broker(3)]],
    [{ followersOf: 0 }, [broker(1), broker(3)]],
    [{ followersOf: 1 }, [broker(3), broker(1)]],
    [{ isrOf: 0 }, [broker(2), broker(3)]],
    ['active-controller', [`${controller}-2`]],
    ['group-coordinator', [broker(3)]],
    [{ node: broker(1) }, [broker(1)]],
    [{ allOf: 'broker' }, [broker(1), broker(2), broker(3)]],
  ])('%j is who the cluster says it is', async (target, expected) => {
    const resolved = await hit(target, mode);
    expect(namesOf(resolved.nodes)).toEqual(expected);
    expect(resolved).toEqual({ target: resolved.nodes, nodes: resolved.nodes, links: [], facts: {} });
  });

  test.each<[NodeTarget, number, string[]]>([
    [{ followerOf: 0 }, 1, [broker(1), broker(3)]],
    ['standby-controller', 1, [`${controller}-1`, `${controller}-3`]],
    [{ any: 1, of: 'broker' }, 1, [broker(1), broker(2), broker(3)]],
    [{ any: 2, of: 'broker' }, 2, [broker(1), broker(2), broker(3)]],
    [{ minorityOf: 'broker' }, 1, [broker(1), broker(2), broker(3)]],
    [{ majorityOf: 'broker' }, 2, [broker(1), broker(2), broker(3)]],
  ])('%j is %i by chance, and every candidate has one', async (target, count, expected) => {
    const found = new Set<string>();
    for (let seed = 0; seed < 30; seed++) {
      const { nodes } = await hit(target, mode, { seed });
      expect(new Set(nodes).size).toBe(count);
      expect(nodes).toHaveLength(count);
      for (const { name } of nodes) found.add(name);
      expect((await hit(target, mode, { seed })).nodes).toEqual(nodes);
    }
    expect(found).toEqual(new Set(expected));
  });

  test('a choice of chance keeps away from what is damaged, and what is named does not', async () => {
    const damagedNodes = [broker(1)];
    const choices: NodeTarget[] = [{ followerOf: 0 }, { any: 2, of: 'broker' }, { majorityOf: 'broker' }];
    await fc.assert(
      fc.asyncProperty(fc.integer(), fc.constantFrom(...choices), async (seed, target) => {
        expect(namesOf((await hit(target, mode, { seed, damagedNodes })).nodes)).not.toContain(broker(1));
      }),
    );
    expect(namesOf((await hit({ node: broker(1) }, mode, { damagedNodes })).nodes)).toEqual([broker(1)]);
    expect((await hit({ allOf: 'broker' }, mode, { damagedNodes })).nodes).toHaveLength(3);
  });

  test.each<[NodeTarget, Around]>([
    [{ leaderOf: 1 }, {}],
    [{ isrOf: 1 }, {}],
    [{ followersOf: 2 }, {}],
    [{ followerOf: 2 }, {}],
    [{ followerOf: 0 }, { damagedNodes: [broker(1), broker(3)] }],
    [{ any: 2, of: 'broker' }, { damagedNodes: [broker(1), broker(3)] }],
    [{ majorityOf: 'broker' }, { damagedNodes: [broker(1), broker(3)] }],
    ['standby-controller', { damagedNodes: [`${controller}-1`, `${controller}-3`] }],
    ['active-controller', { names: { controller: null } }],
    ['group-coordinator', { names: { coordinator: null } }],
    ['transaction-coordinator', {}],
  ])('%j is nobody where nobody is left (%j)', async (target, around) => {
    await expect(hit(target, mode, around)).rejects.toThrow(NobodyLeftError);
    await expect(hit(target, mode, around)).rejects.toThrow(
      /cannot be hit: there is no such node at this moment$/,
    );
  });

  test('links are those of whom the cluster means, and the evidence says who that is', async () => {
    const { target, nodes, links, facts } = await cut({ from: clients, to: { leaderOf: 0 } }, mode);
    expect(namesOf(links)).toEqual([`clients->${broker(2)}`]);
    expect([target, nodes]).toEqual([links, []]);
    expect(facts).toEqual({ 'the leader of partition 0': broker(2) });
  });

  test('a careful choice of links leaves out what is damaged, and what leads there', async () => {
    const target: LinkTarget = { isolate: { node: broker(2) }, clients: true, service: 'replication' };
    const damage = { damagedNodes: [broker(3)], damagedLinks: [`${broker(1)}->${broker(2)}`] };
    expect(namesOf((await cut(target, mode, { ...damage, careful: true })).links)).toEqual([
      `${broker(2)}->${broker(1)}`,
    ]);
    expect((await cut(target, mode, damage)).links).toHaveLength(4);
    const all = [broker(1), broker(2), broker(3)];
    const nothingLeft = cut(target, mode, { damagedNodes: all, careful: true });
    await expect(nothingLeft).rejects.toThrow(NobodyLeftError);
    await expect(nothingLeft).rejects.toThrow(/there is no undamaged link at this moment/);
  });

  test('a bridge is another one for another seed, and the same for the same', async () => {
    const bridges = await Promise.all(
      Array.from({ length: 20 }, async (_, seed) => {
        const links = namesOf((await cut({ bridge: 'broker' }, mode, { seed })).links).join();
        expect(namesOf((await cut({ bridge: 'broker' }, mode, { seed })).links).join()).toBe(links);
        return links;
      }),
    );
    expect(new Set(bridges).size).toBe(3);
  });
});

test("in zk the ensemble's leader and followers are who they say they are", async () => {
  expect(namesOf((await hit('zookeeper-leader', 'zk')).nodes)).toEqual(['zookeeper-1']);
  const followers = new Set<string>();
  for (let seed = 0; seed < 20; seed++)
    followers.add((await hit('zookeeper-follower', 'zk', { seed })).nodes[0]!.name);
  expect(followers).toEqual(new Set(['zookeeper-2', 'zookeeper-3']));
  await expect(hit('zookeeper-leader', 'zk', { names: { zookeeper: null } })).rejects.toThrow(
    NobodyLeftError,
  );
  expect((await hit({ minorityOf: 'quorum' }, 'zk')).nodes[0]!.roles).toEqual(['zookeeper']);
});

test('a partition is itself, and of the cluster there is nothing to choose', async () => {
  const use: CheckedUse = { fault: 'reassign', target: { partition: 2 }, with: {} };
  const facts = { partition: 2 };
  expect(await resolve(use, surroundings('zk'))).toEqual({ target: 2, nodes: [], links: [], facts });
  const all = await resolve({ fault: 'reconfigure', with: {} }, surroundings('zk'));
  expect(all).toEqual({ target: null, nodes: [], links: [], facts: {} });
});
