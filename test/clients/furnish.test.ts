import { ResponseError } from '@platformatic/kafka';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { compareInventories, countInventory } from '../../src/clients/compare-inventory.ts';
import { furnish } from '../../src/clients/furnish.ts';
import { takeInventory } from '../../src/clients/inventory.ts';
import { UsageError } from '../../src/errors.ts';
import { useWorldTime } from '../faults/world.ts';
import { apiKeys, clusterOf, nothing } from './held-cluster.ts';

beforeEach(useWorldTime);
afterEach(() => {
  vi.useRealTimers();
});

const everything = { withoutGroups: [], withoutTopics: [] };
const refused = (apiKey: number, code: number) => new ResponseError(apiKey, 0, { '/': [code, null] }, {});
const own = { name: 'mine', partitions: 2, replicationFactor: 2, config: { 'retention.ms': '7' } };

describe('a furnished cluster', () => {
  test('has something of everything, as much as is said', async () => {
    const { admin } = clusterOf(nothing());
    const made = await furnish(admin);
    expect(made).toBe(
      '4 topics (14 partitions), 4 ACLs, 5 quotas, offsets of 1 group, 2 broker configurations',
    );
    const inventory = await takeInventory(admin, everything);
    expect(countInventory(inventory)).toBe(made);
    expect(inventory.topics['furnished-audit']).toMatchObject({
      partitions: { 0: [1, 2] },
      config: { 'cleanup.policy': 'compact,delete' },
    });
    expect(Object.keys(inventory.brokerConfigs)).toEqual(['all brokers', 'broker 1']);
    expect(Object.keys(inventory.groups['furnished-group']!)).toHaveLength(6);
    expect(Object.keys(inventory.quotas)).toContain('client-id furnished-client, user furnished-user');
    expect(inventory.acls).toContain(
      'User:furnished-user from host * ALLOW READ on TOPIC furnished-secret (LITERAL)',
    );
  });

  test('closes none of its topics and groups to those without ACLs', async () => {
    const { admin, held } = clusterOf(nothing());
    await furnish(admin);
    const names = [...Object.keys(held.topics), ...Object.keys(held.offsets)];
    const closed = held.acls!.flatMap(({ resourceName: resource, resourcePatternType: pattern }) =>
      names.filter((name) => (pattern === 4 ? name.startsWith(resource) : name === resource)),
    );
    expect(closed).toEqual([]);
  });

  test('has no more replicas than brokers', async () => {
    const { admin, held } = clusterOf(nothing(), { brokers: [1, 2] });
    await furnish(admin);
    expect(held.topics['furnished-orders']!.replicas[0]).toEqual([1, 2]);
    expect(held.topics['furnished-plain']!.replicas).toHaveLength(4);
  });

  test('has no ACLs where there is no authorizer, which is said', async () => {
    const { admin } = clusterOf({ ...nothing(), acls: null });
    expect(await furnish(admin)).toContain(', no ACLs, because there is no authorizer, ');
  });

  test("has somebody's own topics instead, and offsets in the first", async () => {
    const { admin, held } = clusterOf(nothing());
    expect(await furnish(admin, [own, { ...own, name: 'other' }])).toMatch(/^2 topics \(4 partitions\), /);
    expect(Object.keys(held.topics)).toEqual(['mine', 'other']);
    const twice = [1, 2].map(() => [1, 2]);
    expect(held.topics.mine).toEqual({ replicas: twice, config: { 'retention.ms': '7' } });
    expect(held.offsets['furnished-group']).toEqual({ mine: { 0: 10, 1: 11 } });
  });

  test('may have none', async () => {
    const { admin, held } = clusterOf(nothing());
    expect(await furnish(admin, [])).toContain('offsets of 0 groups');
    expect(held.offsets).toEqual({});
  });

  test('is refused where a topic wants more replicas than there are brokers, before anything is made', async () => {
    const { admin, held } = clusterOf(nothing());
    const wide = { ...own, name: 'wide', replicationFactor: 4 };
    await expect(furnish(admin, [own, wide])).rejects.toThrow(
      new UsageError('topic wide: 4 replicas need as many brokers, and the cluster has 3'),
    );
    expect(held.topics).toEqual({});
  });

  test('is refused where Kafka does not take a configuration, as a mistake of whoever gave it', async () => {
    const { admin } = clusterOf(nothing(), {
      intercept: (apiKey) =>
        apiKey === apiKeys.createTopics ? refused(apiKeys.createTopics, 40) : undefined,
    });
    await expect(furnish(admin, [own])).rejects.toThrow(
      new UsageError('topic mine cannot be created: INVALID_CONFIG'),
    );
  });

  test('may have had a topic before the answer to its creation was lost', async () => {
    const answers = [refused(apiKeys.createTopics, 7), refused(apiKeys.createTopics, 36)];
    const held = { ...nothing(), topics: { mine: { replicas: [[1], [2]], config: {} } } };
    const { admin } = clusterOf(held, {
      intercept: (apiKey) => (apiKey === apiKeys.createTopics ? answers.shift() : undefined),
    });
    expect(await furnish(admin, [own])).toMatch(/^1 topic /);
  });

  test('is there only when every broker knows all of it', async () => {
    let described = 0;
    const { admin } = clusterOf(nothing(), {
      intercept: (apiKey) =>
        apiKey === apiKeys.describeAcls && described++ < 6 ? { resources: [] } : undefined,
    });
    await furnish(admin);
    expect(described).toBe(9);
  });

  test('is not there where something never comes', async () => {
    const { admin } = clusterOf(nothing(), {
      intercept: (apiKey) => (apiKey === apiKeys.describeQuotas ? { entries: [] } : undefined),
    });
    await expect(furnish(admin)).rejects.toThrow(
      'not every broker knows what was made: without the quota of user CN=furnished,OU=orders & returns',
    );
  });

  test('compares as the same with itself, and as another with a fresh one', async () => {
    const { admin } = clusterOf(nothing());
    const fresh = await takeInventory(admin, everything);
    await furnish(admin);
    const furnished = await takeInventory(admin, everything);
    expect(compareInventories(furnished, furnished)).toEqual([]);
    expect(compareInventories(fresh, furnished)).toHaveLength(4 + 4 + 5 + 1 + 2);
  });
});
