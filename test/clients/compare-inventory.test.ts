import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareInventories, countInventory } from '../../src/clients/compare-inventory.ts';
import type { Inventory } from '../../src/clients/inventory.ts';

const base = (): Inventory => ({
  topics: {
    orders: {
      ...{ topicId: 'A', partitions: { 0: [1, 2], 1: [2, 1] } },
      config: { 'retention.ms': '2000', 'cleanup.policy': 'compact,delete' },
    },
    empty: { topicId: 'B', partitions: { 0: [3] }, config: {} },
  },
  brokerConfigs: { 'all brokers': { 'log.retention.ms': '5' } },
  groups: { g: { 'orders-0': 5, 'orders-1': 7 } },
  acls: ['User:a … orders', 'User:b … orders'],
  quotas: { 'user u': { producer_byte_rate: 10, consumer_byte_rate: 20 } },
  scramUsers: { alice: { SCRAM_SHA_256: 4096 } },
});

const orders = base().topics.orders!;
const withOrders = (changes: Partial<typeof orders>): Partial<Inventory> => ({
  topics: { ...base().topics, orders: { ...orders, ...changes } },
});

/** What is different when this is so after, and what when it was so before. */
const differences: [what: string, change: Partial<Inventory>, after: string[], before: string[]][] = [
  ['a topic', { topics: { orders } }, ['topic empty is gone'], ['topic empty came']],
  [
    "a topic's id",
    withOrders({ topicId: 'C' }),
    ['topic orders: its id is C, was A'],
    ['topic orders: its id is A, was C'],
  ],
  [
    'partitions',
    withOrders({ partitions: { 0: [1, 2] } }),
    ['topic orders: partition 1 is gone'],
    ['topic orders: partition 1 came'],
  ],
  [
    'the order of replicas',
    withOrders({ partitions: { 0: [2, 1], 1: [2, 1] } }),
    ['topic orders: partition 0 is on 2,1, was on 1,2'],
    ['topic orders: partition 0 is on 1,2, was on 2,1'],
  ],
  [
    "values of a topic's configuration",
    withOrders({ config: { 'retention.ms': '1000', 'cleanup.policy': 'delete,compact' } }),
    [
      'topic orders: cleanup.policy is delete,compact, was compact,delete',
      'topic orders: retention.ms is 1000, was 2000',
    ],
    [
      'topic orders: cleanup.policy is compact,delete, was delete,compact',
      'topic orders: retention.ms is 2000, was 1000',
    ],
  ],
  [
    "what is set in a topic's configuration",
    withOrders({ config: { 'cleanup.policy': 'compact,delete', secret: null, hollow: '' } }),
    [
      'topic orders: hollow is empty, was not set',
      'topic orders: retention.ms is not set, was 2000',
      'topic orders: secret is not shown, was not set',
    ],
    [
      'topic orders: hollow is not set, was empty',
      'topic orders: retention.ms is 2000, was not set',
      'topic orders: secret is not set, was not shown',
    ],
  ],
  [
    'the configuration of brokers',
    { brokerConfigs: { 'all brokers': { 'log.retention.ms': '6' }, 'broker 2': { k: 'v' } } },
    [
      'the configuration of all brokers: log.retention.ms is 6, was 5',
      'the configuration of broker 2: k is v, was not set',
    ],
    [
      'the configuration of all brokers: log.retention.ms is 5, was 6',
      'the configuration of broker 2: k is not set, was v',
    ],
  ],
  ['a group', { groups: {} }, ['group g is gone'], ['group g came']],
  [
    'an offset',
    { groups: { g: { 'orders-0': 4, 'orders-1': 7 } } },
    ['group g, orders-0: offset 4, was 5'],
    ['group g, orders-0: offset 5, was 4'],
  ],
  [
    'that there is an offset',
    { groups: { g: { 'orders-1': 7 } } },
    ['group g, orders-0: no offset, was 5'],
    ['group g, orders-0: offset 5, was none'],
  ],
  [
    'an ACL',
    { acls: ['User:a … orders', 'User:c … orders'] },
    ['ACL User:b … orders is gone', 'ACL User:c … orders came'],
    ['ACL User:c … orders is gone', 'ACL User:b … orders came'],
  ],
  [
    'the authorizer',
    { acls: null },
    ['the authorizer is gone', 'ACL User:a … orders is gone', 'ACL User:b … orders is gone'],
    ['an authorizer came', 'ACL User:a … orders came', 'ACL User:b … orders came'],
  ],
  [
    'a quota',
    { quotas: { 'user u': { producer_byte_rate: 11 }, 'ip 192.0.2.1': { connection_creation_rate: 1 } } },
    [
      'the quota of ip 192.0.2.1: connection_creation_rate is 1, was not set',
      'the quota of user u: consumer_byte_rate is not set, was 20',
      'the quota of user u: producer_byte_rate is 11, was 10',
    ],
    [
      'the quota of ip 192.0.2.1: connection_creation_rate is not set, was 1',
      'the quota of user u: consumer_byte_rate is 20, was not set',
      'the quota of user u: producer_byte_rate is 10, was 11',
    ],
  ],
  ['a SCRAM user', { scramUsers: {} }, ['SCRAM user alice is gone'], ['SCRAM user alice came']],
  [
    'how a SCRAM user is known',
    { scramUsers: { alice: { SCRAM_SHA_256: 8192 } } },
    ['SCRAM user alice: SCRAM_SHA_256 is 8192, was 4096'],
    ['SCRAM user alice: SCRAM_SHA_256 is 4096, was 8192'],
  ],
];

// Names as people give them, the awkward ones too: those of what every object has.
const name = fc.constantFrom('a', 'b', 'orders-2', 'orders-10', 'constructor', 'toString', '__proto__');
const byName = <T>(value: fc.Arbitrary<T>, minKeys = 0) =>
  fc.dictionary(name, value, { minKeys, maxKeys: 3 });
const setting = fc.option(fc.constantFrom('', '1', '2', 'a,b'));
const inventories: fc.Arbitrary<Inventory> = fc.record({
  topics: byName(
    fc.record({
      topicId: fc.constantFrom('A', 'B'),
      partitions: fc.dictionary(
        fc.constantFrom('0', '1', '2', '10'),
        fc.uniqueArray(fc.nat(3), { minLength: 1 }),
      ),
      config: byName(setting),
    }),
  ),
  brokerConfigs: byName(byName(setting, 1)),
  groups: byName(byName(fc.nat(3), 1)),
  acls: fc.option(fc.uniqueArray(name)),
  quotas: byName(byName(fc.nat(3), 1)),
  scramUsers: byName(byName(fc.nat(3), 1)),
});

/** The same, with the names of every object the other way round. */
function turned<T>(value: T): T {
  if (Array.isArray(value) || value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).map(([key, each]) => [key, turned(each)] as const);
  return Object.fromEntries(entries.reverse()) as T;
}

/** With ACLs in order, so that it is equal to what holds the same. */
const settled = ({ acls, ...rest }: Inventory) => ({ ...rest, acls: acls?.toSorted() ?? null });

describe('the comparison of inventories', () => {
  test.each(differences)('tells %s', (_, change, after, before) => {
    const changed = { ...base(), ...change };
    expect(compareInventories(base(), changed)).toEqual(after);
    expect(compareInventories(changed, base())).toEqual(before);
  });

  test('finds nothing where all is the same, in whatever order', () => {
    fc.assert(
      fc.property(inventories, (inventory) => {
        const other = turned({ ...inventory, acls: inventory.acls?.toReversed() ?? null });
        expect(compareInventories(inventory, other)).toEqual([]);
      }),
    );
  });

  test('finds something wherever something differs, in both directions, and nothing twice', () => {
    fc.assert(
      fc.property(inventories, inventories, (before, after) => {
        const found = compareInventories(before, after);
        let isSame = true;
        try {
          expect(settled(after)).toStrictEqual(settled(before));
        } catch {
          isSame = false;
        }
        expect(found.length === 0).toBe(isSame);
        expect(compareInventories(after, before)).toHaveLength(found.length);
        expect(new Set(found).size).toBe(found.length);
      }),
      { numRuns: 500 },
    );
  });

  test('finds a single change in what is otherwise the same, and no more', () => {
    fc.assert(
      fc.property(inventories, name, (inventory, topic) => {
        fc.pre(!Object.hasOwn(inventory.topics, topic));
        const added = [topic, { topicId: 'N', partitions: {}, config: {} }] as const;
        const more = {
          ...inventory,
          topics: Object.fromEntries([...Object.entries(inventory.topics), added]),
        };
        expect(compareInventories(inventory, more)).toEqual([`topic ${topic} came`]);
        expect(compareInventories(more, inventory)).toEqual([`topic ${topic} is gone`]);
      }),
    );
  });
});

describe('an inventory in words', () => {
  test('counts what was compared', () => {
    expect(countInventory(base())).toBe(
      '2 topics (3 partitions), 2 ACLs, 2 quotas, offsets of 1 group, 1 broker configuration, 1 SCRAM user',
    );
  });

  test('says that there is no authorizer, and nothing of SCRAM users that are not there', () => {
    const bare = { topics: {}, brokerConfigs: {}, groups: {}, acls: null, quotas: {}, scramUsers: {} };
    expect(countInventory(bare)).toBe(
      '0 topics (0 partitions), no authorizer, 0 quotas, offsets of 0 groups, 0 broker configurations',
    );
  });
});
