import { type Connection, NetworkError, ResponseError } from '@platformatic/kafka';
import { describe, expect, test } from 'vitest';
import type { BrokerConnections } from '../../src/clients/broker-connections.ts';
import { finalizedFeatures, raiseFeatures } from '../../src/clients/features.ts';

const apiKeys = { metadata: 3, apiVersions: 18, updateFeatures: 57 };

interface Feature {
  /** The level that the cluster goes by; missing where it is switched off. */
  level?: number;
  atMost: number;
}

/** A cluster of these features, which takes updates unless it has a complaint. */
function clusterOf(features: Record<string, Feature>, { knows4 = true, complaint = 0 } = {}) {
  const updates: { feature: string; maxVersionLevel: number }[] = [];
  const answer = (apiKey: number, version: number, created: unknown): unknown => {
    if (apiKey === apiKeys.metadata) {
      return { controllerId: 1, brokers: [{ nodeId: 1, host: 'b', port: 1 }], topics: [] };
    }
    if (apiKey === apiKeys.apiVersions) {
      if (version === 4 && !knows4) return new NetworkError('no such version');
      const told = Object.entries(features).filter(([, { level }]) => version === 4 || level !== undefined);
      return {
        supportedFeatures: told.map(([name, { atMost }]) => ({ name, minVersion: 0, maxVersion: atMost })),
        finalizedFeatures: told
          .filter(([, { level }]) => level !== undefined)
          .map(([name, { level }]) => ({ name, maxVersionLevel: level, minVersionLevel: 0 })),
      };
    }
    if (complaint !== 0) return new ResponseError(apiKeys.updateFeatures, 1, { '/': [complaint, null] }, {});
    for (const [name, feature] of Object.entries(features)) {
      if (String(created).includes(name)) updates.push({ feature: name, maxVersionLevel: feature.atMost });
      if (name !== 'kraft.version') feature.level = feature.atMost;
    }
    return { results: [] };
  };
  const connection = {
    send(apiKey: number, version: number, create: () => { buffer: Buffer }, ...rest: unknown[]) {
      const done = rest.at(-1) as (error: unknown, answer?: unknown) => void;
      const told = answer(apiKey, version, apiKey === apiKeys.updateFeatures ? create().buffer : '');
      if (told instanceof Error) done(told);
      else done(null, told);
    },
  } as unknown as Connection;
  const connections: BrokerConnections = {
    ask: (_, request) => request(connection),
    askAny: (request) => request(connection),
    close: async () => {},
  };
  return { connections, updates };
}

const upgraded = () => ({
  'metadata.version': { level: 21, atMost: 30 },
  'group.version': { atMost: 1 },
  'kraft.version': { level: 0, atMost: 1 },
});

describe('the features of a cluster', () => {
  test('are the levels that it goes by', async () => {
    const { connections } = clusterOf(upgraded());
    expect([...(await finalizedFeatures(connections))]).toEqual([
      ['metadata.version', 21],
      ['kraft.version', 0],
    ]);
  });

  test('are raised to what the nodes support, also those that were off, and not that of dynamic voters', async () => {
    const { connections, updates } = clusterOf(upgraded());
    const after = await raiseFeatures(connections);
    expect(Object.fromEntries(after)).toEqual({
      'metadata.version': 30,
      'group.version': 1,
      'kraft.version': 0,
    });
    expect(updates.map(({ feature }) => feature)).toEqual(['metadata.version', 'group.version']);
  });

  test('are raised on brokers that do not know the newer question', async () => {
    const { connections } = clusterOf(upgraded(), { knows4: false });
    expect((await raiseFeatures(connections)).get('metadata.version')).toBe(30);
  });

  test('are left as they are where they are as high as they can be', async () => {
    const { connections, updates } = clusterOf({ 'metadata.version': { level: 30, atMost: 30 } });
    expect([...(await raiseFeatures(connections))]).toEqual([['metadata.version', 30]]);
    expect(updates).toEqual([]);
  });

  test('are not raised where the cluster refuses, which is said in its own words', async () => {
    const featureUpdateFailed = 96;
    const { connections } = clusterOf(upgraded(), { complaint: featureUpdateFailed });
    await expect(raiseFeatures(connections)).rejects.toThrow(
      'the features cannot be raised: FEATURE_UPDATE_FAILED',
    );
  });
});
