import { describe, expect, test } from 'vitest';
import { defaultSizes, type Mode, type StandingMode, standingModes } from '../../src/topology/mode.ts';
import {
  candidates,
  countOf,
  describeResolution,
  type NodeTarget,
  nodeTarget,
  nodeTargetForms,
  targetRoles,
  whyNoNodes,
} from '../../src/topology/targets.ts';
import { createTopology } from '../../src/topology/topology.ts';

const topologyOf = (mode: Mode, sizes: Partial<typeof defaultSizes> = {}) =>
  createTopology(mode, { ...defaultSizes, ...sizes });
const namesOf = (target: NodeTarget, mode: Mode) =>
  candidates(target, topologyOf(mode)).map(({ name }) => name);
const series = (prefix: string) => [1, 2, 3].map((each) => `${prefix}-${each}`);

describe('whom a target can come to', () => {
  test.each<[NodeTarget, Record<StandingMode, string[]>]>([
    [
      'active-controller',
      { zk: series('broker'), kraft: series('controller'), 'kraft-combined': series('node') },
    ],
    [
      'standby-controller',
      { zk: series('broker'), kraft: series('controller'), 'kraft-combined': series('node') },
    ],
    ['zookeeper-leader', { zk: series('zookeeper'), kraft: [], 'kraft-combined': [] }],
    ['zookeeper-follower', { zk: series('zookeeper'), kraft: [], 'kraft-combined': [] }],
    [
      'group-coordinator',
      { zk: series('broker'), kraft: series('broker'), 'kraft-combined': series('node') },
    ],
    [
      'transaction-coordinator',
      { zk: series('broker'), kraft: series('broker'), 'kraft-combined': series('node') },
    ],
    [{ leaderOf: 0 }, { zk: series('broker'), kraft: series('broker'), 'kraft-combined': series('node') }],
    [{ isrOf: 0 }, { zk: series('broker'), kraft: series('broker'), 'kraft-combined': series('node') }],
    [
      { allOf: 'quorum' },
      { zk: series('zookeeper'), kraft: series('controller'), 'kraft-combined': series('node') },
    ],
    [
      { any: 1, of: 'controller' },
      { zk: [], kraft: series('controller'), 'kraft-combined': series('node') },
    ],
    [{ minorityOf: 'zookeeper' }, { zk: series('zookeeper'), kraft: [], 'kraft-combined': [] }],
    [{ node: 'broker-2' }, { zk: ['broker-2'], kraft: ['broker-2'], 'kraft-combined': [] }],
  ])('%j', (target, expected) => {
    expect(Object.fromEntries(standingModes.map((mode) => [mode, namesOf(target, mode)]))).toEqual(expected);
  });

  test('on the way to KRaft the active controller may be a broker still, and the quorum is that of KRaft', () => {
    expect(namesOf('active-controller', 'zk-to-kraft')).toEqual([
      ...series('broker'),
      ...series('controller'),
    ]);
    expect(namesOf('standby-controller', 'zk-to-kraft')).toEqual(series('controller'));
    expect(namesOf({ allOf: 'quorum' }, 'zk-to-kraft')).toEqual(series('controller'));
    expect(namesOf('zookeeper-leader', 'zk-to-kraft')).toEqual(series('zookeeper'));
  });

  test.each([
    [1, 0, 1],
    [2, 0, 2],
    [3, 1, 2],
    [4, 1, 3],
    [5, 2, 3],
  ])(
    'of %i nodes %i are a minority that can be spared, and %i a majority',
    (controllers, minority, majority) => {
      const topology = topologyOf('kraft', { controllers });
      expect(countOf({ minorityOf: 'quorum' }, topology)).toBe(minority);
      expect(countOf({ majorityOf: 'quorum' }, topology)).toBe(majority);
      expect(countOf({ allOf: 'quorum' }, topology)).toBe(controllers);
    },
  );
});

describe('a target that is wrong for a cluster is refused in a sentence:', () => {
  test.each<[NodeTarget, Mode, string, Partial<typeof defaultSizes>?]>([
    ['zookeeper-leader', 'kraft', 'the ZooKeeper leader cannot be hit: mode kraft has no such node'],
    [
      ...(['zookeeper-follower', 'kraft-combined'] as const),
      'the ZooKeeper follower cannot be hit: mode kraft-combined has no such node',
    ],
    [{ allOf: 'zookeeper' }, 'kraft', 'all of role zookeeper cannot be hit: mode kraft has no such node'],
    [{ any: 1, of: 'controller' }, 'zk', '1 of role controller cannot be hit: mode zk has no such node'],
    [{ any: 4, of: 'broker' }, 'zk', '4 of role broker cannot be hit: the cluster has only 3'],
    [
      ...([{ minorityOf: 'quorum' }, 'kraft'] as const),
      ...(['a minority of role quorum cannot be hit: of 1 none can be spared', { controllers: 1 }] as const),
    ],
    [
      ...([{ minorityOf: 'broker' }, 'kraft'] as const),
      ...(['a minority of role broker cannot be hit: of 2 none can be spared', { brokers: 2 }] as const),
    ],
    [
      ...(['standby-controller', 'kraft'] as const),
      'the standby controller cannot be hit: the cluster has only one node of that role',
      { controllers: 1 },
    ],
    [
      ...(['zookeeper-follower', 'zk'] as const),
      'the ZooKeeper follower cannot be hit: the cluster has only one node of that role',
      { zookeepers: 1 },
    ],
    [
      ...([{ node: 'node-4' }, 'kraft-combined'] as const),
      'there is no node "node-4" in mode kraft-combined, only node-1, node-2, node-3',
    ],
    [{ leaderOf: 3 }, 'zk', 'partition 3 is a target, but the topic has only 3 partitions'],
    [{ followerOf: 7 }, 'kraft', 'partition 7 is a target, but the topic has only 3 partitions'],
    [{ followersOf: 3 }, 'kraft', 'partition 3 is a target, but the topic has only 3 partitions'],
    [{ isrOf: 3 }, 'kraft', 'partition 3 is a target, but the topic has only 3 partitions'],
  ])('%j in %s', (target, mode, sentence, sizes = {}) => {
    expect(whyNoNodes(target, topologyOf(mode, sizes), 3)).toBe(sentence);
  });

  test.each<[NodeTarget, Mode, Partial<typeof defaultSizes>?]>([
    [{ any: 3, of: 'broker' }, 'zk'],
    [{ majorityOf: 'quorum' }, 'kraft', { controllers: 1 }],
    [{ leaderOf: 2 }, 'zk'],
    ['active-controller', 'kraft', { controllers: 1 }],
    ['standby-controller', 'zk', { zookeepers: 1 }],
    ['zookeeper-leader', 'zk', { zookeepers: 1 }],
    [{ node: 'node-3' }, 'kraft-combined'],
  ])('and %j in %s is not', (target, mode, sizes = {}) => {
    expect(whyNoNodes(target, topologyOf(mode, sizes), 3)).toBeUndefined();
  });
});

describe('the words of a target', () => {
  test('say for a dry run how it becomes known whom they mean', () => {
    const kraft = topologyOf('kraft');
    expect(describeResolution({ minorityOf: 'quorum' }, kraft)).toBe(
      '1 of controller-1, controller-2, controller-3, by the seed',
    );
    expect(describeResolution({ leaderOf: 0 }, kraft)).toBe(
      'among broker-1, broker-2, broker-3, as the cluster says at that moment',
    );
    expect(describeResolution({ allOf: 'broker' }, kraft)).toBe('broker-1, broker-2, broker-3');
  });

  test.each<[string, unknown]>([
    ['a negative partition', { leaderOf: -1 }],
    ['half a partition', { leaderOf: 0.5 }],
    ['none of a role', { any: 0, of: 'broker' }],
    ['a role that does not exist', { allOf: 'king' }],
    ['a word too much', { leaderOf: 0, of: 'broker' }],
    ['two targets at once', { leaderOf: 0, node: 'broker-1' }],
    ['a word that does not exist', 'leader'],
  ])('cannot be %s', (_, target) => {
    expect(nodeTarget.safeParse(target).success).toBe(false);
  });

  test('are those that are listed', () => {
    const examples = nodeTargetForms.map(({ form }) =>
      form
        .replace('PARTITION', '0')
        .replace('COUNT', '2')
        .replace('ROLE', `'${targetRoles[0]}'`)
        .replace('NAME', 'broker-1')
        .replace(/^\{ (.*) \}$/, '{$1}')
        .replace(/(\w+):/g, '"$1":')
        .replaceAll("'", '"'),
    );
    for (const example of examples)
      expect(nodeTarget.parse(JSON.parse(example))).toEqual(JSON.parse(example));
    expect(examples).toHaveLength(15);
  });
});
