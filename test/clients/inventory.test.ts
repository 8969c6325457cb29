import { NetworkError, ResponseError } from '@platformatic/kafka';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { takeInventory } from '../../src/clients/inventory.ts';
import { useWorldTime } from '../faults/world.ts';
import { apiKeys, clusterOf, type Held, nothing } from './held-cluster.ts';

beforeEach(useWorldTime);
afterEach(() => {
  vi.useRealTimers();
});

const everything = { withoutGroups: [], withoutTopics: [] };

const something = (): Held => ({
  topics: {
    orders: {
      replicas: [
        [1, 2],
        [2, 3],
      ],
      config: { 'retention.ms': '1000' },
    },
    __consumer_offsets: { replicas: [[3, 1]], config: { 'cleanup.policy': 'compact' } },
    'probe-7': { replicas: [[1]], config: {} },
  },
  brokerConfigs: { '': { 'log.retention.ms': '5' }, 3: { 'max.connections': '9' } },
  offsets: {
    idle: { orders: { 0: 4, 1: -1 }, 'probe-7': { 0: 1 } },
    busy: { orders: { 0: 100 } },
    empty: {},
  },
  acls: [
    {
      ...{ resourceType: 3, resourceName: 'g', resourcePatternType: 4, principal: 'User:b', host: '*' },
      ...{ operation: 3, permissionType: 3 },
    },
    {
      ...{ resourceType: 2, resourceName: 'orders', resourcePatternType: 3, principal: 'User:a' },
      ...{ host: '10.0.0.1', operation: 2, permissionType: 2 },
    },
  ],
  quotas: [
    {
      entity: [
        { entityType: 'user', entityName: 'u' },
        { entityType: 'client-id', entityName: null },
      ],
      values: [{ key: 'request_percentage', value: 12.5 }],
    },
  ],
  scram: [{ user: 'alice', credentialInfos: [{ mechanism: 1, iterations: 4096 }] }],
});

const refused = (apiKey: number, code: number) => new ResponseError(apiKey, 0, { '/': [code, null] }, {});

/** Answers otherwise the first few times that it is asked this. */
function atFirst(key: number, times: number, otherwise: (nth: number) => unknown) {
  let asked = 0;
  return (apiKey: number) => (apiKey === key && asked++ < times ? otherwise(asked) : undefined);
}

describe('an inventory', () => {
  test('has everything that is held, and of configurations only what was set on the very thing', async () => {
    const { admin } = clusterOf(something());
    expect(await takeInventory(admin, everything)).toEqual({
      topics: {
        orders: {
          topicId: 'id of orders',
          partitions: { 0: [1, 2], 1: [2, 3] },
          config: { 'retention.ms': '1000' },
        },
        __consumer_offsets: {
          topicId: 'id of __consumer_offsets',
          partitions: { 0: [3, 1] },
          config: { 'cleanup.policy': 'compact' },
        },
        'probe-7': { topicId: 'id of probe-7', partitions: { 0: [1] }, config: {} },
      },
      brokerConfigs: { 'all brokers': { 'log.retention.ms': '5' }, 'broker 3': { 'max.connections': '9' } },
      groups: { idle: { 'orders-0': 4, 'probe-7-0': 1 }, busy: { 'orders-0': 100 } },
      acls: [
        'User:a from host 10.0.0.1 DENY ALL on TOPIC orders (LITERAL)',
        'User:b from host * ALLOW READ on GROUP g (PREFIXED)',
      ],
      quotas: { 'client-id <default>, user u': { request_percentage: 12.5 } },
      scramUsers: { alice: { SCRAM_SHA_256: 4096 } },
    });
  });

  test('leaves out groups that are at work, topics that come and go, and their offsets', async () => {
    const { admin } = clusterOf(something());
    const inventory = await takeInventory(admin, { withoutGroups: ['busy'], withoutTopics: ['probe-'] });
    expect(Object.keys(inventory.topics)).toEqual(['orders', '__consumer_offsets']);
    expect(inventory.groups).toEqual({ idle: { 'orders-0': 4 } });
  });

  test('tells no authorizer from no ACLs', async () => {
    const acls = async (held: Held) => (await takeInventory(clusterOf(held).admin, everything)).acls;
    expect(await acls(nothing())).toEqual([]);
    expect(await acls({ ...nothing(), acls: null })).toBe(null);
  });

  test('is taken of topics without a leader as well', async () => {
    const held = something();
    held.topics.orders!.hasLeader = false;
    expect(await takeInventory(clusterOf(held).admin, everything)).toEqual(
      await takeInventory(clusterOf(something()).admin, everything),
    );
  });

  test('asks for the configurations of a hundred topics at once', async () => {
    const topics = Array.from({ length: 250 }, (_, n) => [
      `t-${n}`,
      { replicas: [[1]], config: { n: `${n}` } },
    ]);
    const { admin, asked } = clusterOf(
      { ...nothing(), topics: Object.fromEntries(topics) },
      { brokers: [1] },
    );
    const inventory = await takeInventory(admin, everything);
    expect(inventory.topics['t-249']!.config).toEqual({ n: '249' });
    // Three for the topics, one for all brokers, one for the broker.
    expect(asked.filter(({ apiKey }) => apiKey === apiKeys.describeConfigs)).toHaveLength(5);
  });

  test('waits until the brokers agree', async () => {
    const stale = atFirst(apiKeys.describeAcls, 5, (nth) => (nth === 2 ? { resources: [] } : undefined));
    const { admin, asked } = clusterOf(something(), { intercept: stale });
    expect((await takeInventory(admin, everything)).acls).toHaveLength(2);
    expect(asked.filter(({ apiKey }) => apiKey === apiKeys.describeAcls)).toHaveLength(6);
  });

  test('is none where a broker knows other things than the others, and says which', async () => {
    const { admin } = clusterOf(something(), {
      intercept: (apiKey, broker) =>
        apiKey === apiKeys.describeQuotas && broker === 3 ? { entries: [] } : undefined,
    });
    await expect(takeInventory(admin, everything)).rejects.toThrow(
      'quotas cannot be listed: brokers 1 and 3 do not agree about them',
    );
  });

  test.each([
    ['a coordinator that reads its log', apiKeys.listGroups, 14],
    ['a coordinator that reads its log when it is asked', apiKeys.offsetFetch, 14],
    ['a coordinator that is another one by now', apiKeys.offsetFetch, 16],
    ['no coordinator', apiKeys.findCoordinator, 15],
    ['a topic that went while it was described', apiKeys.describeConfigs, 3],
  ])('waits out %s', async (_, key, code) => {
    const { admin } = clusterOf(something(), { intercept: atFirst(key, 2, () => refused(key, code)) });
    expect(await takeInventory(admin, everything)).toEqual(
      await takeInventory(clusterOf(something()).admin, everything),
    );
  });

  test('waits out lost connections', async () => {
    const lost = atFirst(apiKeys.describeScram, 2, () => new NetworkError('Connection closed'));
    const { admin } = clusterOf(something(), { intercept: lost });
    expect((await takeInventory(admin, everything)).scramUsers).toEqual({ alice: { SCRAM_SHA_256: 4096 } });
  });

  test('is none where Kafka refuses, in its own words', async () => {
    const { admin, asked } = clusterOf(something(), {
      intercept: atFirst(apiKeys.describeAcls, 99, () => refused(apiKeys.describeAcls, 31)),
    });
    await expect(takeInventory(admin, everything)).rejects.toThrow(
      'ACLs cannot be listed: CLUSTER_AUTHORIZATION_FAILED',
    );
    expect(asked.filter(({ apiKey }) => apiKey === apiKeys.describeAcls)).toHaveLength(3);
  });
});
