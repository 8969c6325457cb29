import { describe, expect, test, vi } from 'vitest';
import type { Change, Cluster } from '../../src/cluster/cluster.ts';
import { EnvironmentError } from '../../src/errors.ts';
import type { KafkaImage } from '../../src/images/kafka-image.ts';
import { defaultSizes, type Mode } from '../../src/topology/mode.ts';
import { createTopology, type Node } from '../../src/topology/topology.ts';
import { roll } from '../../src/upgrade/roll.ts';
import type { UpgradeSite } from '../../src/upgrade/site.ts';

const awaitServing = vi.hoisted(() => vi.fn());
vi.mock('../../src/cluster/node-process.ts', () => ({ awaitServing }));
const serves = vi.hoisted(() => vi.fn());
vi.mock('../../src/cluster/process-life.ts', () => ({ serves, startAgain: vi.fn() }));

const image = { kafkaVersion: '4.3.1' } as KafkaImage;

/**
 * A cluster that does as it is told.
 * @param outOfSync what is out of sync, by how often it was asked
 */
function siteOf(mode: Mode, active: string, outOfSync: (asked: number) => string[] = () => []) {
  const topology = createTopology(mode, defaultSizes);
  const did: string[] = [];
  const end = new AbortController();
  let asked = 0;
  serves.mockReset().mockResolvedValue(true);
  awaitServing.mockReset().mockImplementation(async ({ name }) => void did.push(`${name} serves`));
  const site: UpgradeSite = {
    cluster: {
      topology,
      isPartOfIt: () => true,
      container: () => ({}),
      coordinatedBy: () => 'quorum',
      exchangeProcess: async ({ name }: Node, change: Change) =>
        void did.push(`${name} → ${change.image?.kafkaVersion}`),
    } as unknown as Cluster,
    admin: {
      async outOfSync() {
        const found = outOfSync(asked++);
        did.push(found.length === 0 ? 'in sync' : `out of sync: ${found}`);
        return found;
      },
    } as Partial<UpgradeSite['admin']> as UpgradeSite['admin'],
    signal: end.signal,
    images: new Map([['4.3.1', image]]),
    activeController: async () => topology.nodes.find(({ name }) => name === active),
    done: ({ node, kafka }) => void did.push(`told ${node} ${kafka}`),
  };
  return { site, did, end };
}

const exchanged = (did: readonly string[]) => did.filter((each) => each.includes('→'));

describe('rolling', () => {
  test('takes one node after the other, each only when the one before serves and all is in sync', async () => {
    const { site, did } = siteOf('kraft', 'controller-2');
    await roll(site, { role: 'broker', kafka: '4.3.1', settledMs: 0 });
    expect(did).toEqual(
      ['broker-1', 'broker-2', 'broker-3'].flatMap((name) => [
        `${name} → 4.3.1`,
        `${name} serves`,
        'in sync',
        `told ${name} 4.3.1`,
      ]),
    );
  });

  test('takes the active controller last', async () => {
    const { site, did } = siteOf('kraft', 'controller-1');
    await roll(site, { role: 'controller', kafka: '4.3.1', settledMs: 0 });
    expect(exchanged(did)).toEqual(['controller-2 → 4.3.1', 'controller-3 → 4.3.1', 'controller-1 → 4.3.1']);
  });

  test('waits until what is out of sync is in sync again', async () => {
    const { site, did } = siteOf('kraft', 'controller-1', (asked) => (asked < 2 ? ['topic-0'] : []));
    await roll(site, { role: 'broker', kafka: '4.3.1', settledMs: 0 });
    expect(did.slice(0, 6)).toEqual([
      'broker-1 → 4.3.1',
      'broker-1 serves',
      'out of sync: topic-0',
      'out of sync: topic-0',
      'in sync',
      'told broker-1 4.3.1',
    ]);
  });

  test('goes on when all has been in sync for a while, and not at its first sight', async () => {
    const { site, did } = siteOf('kraft', 'controller-1', (asked) => (asked === 1 ? ['topic-0'] : []));
    await roll(site, { role: 'broker', kafka: '4.3.1', settledMs: 250 });
    const first = did.slice(2, did.indexOf('told broker-1 4.3.1'));
    expect(first.slice(0, 2)).toEqual(['in sync', 'out of sync: topic-0']);
    expect(first.slice(2).length).toBeGreaterThanOrEqual(3);
    expect(new Set(first.slice(2))).toEqual(new Set(['in sync']));
  });

  test('ends with a node that does not serve, and touches no further one', async () => {
    const { site, did } = siteOf('kraft', 'controller-1');
    awaitServing.mockRejectedValueOnce(new EnvironmentError('broker-1 stopped before it served'));
    await expect(roll(site, { role: 'broker', kafka: '4.3.1', settledMs: 0 })).rejects.toThrow(
      'broker-1 stopped',
    );
    expect(did).toEqual(['broker-1 → 4.3.1']);
  });

  test('says which partitions do not come back into sync', async () => {
    const { site, did } = siteOf('kraft', 'controller-1', () => ['topic-0', 'topic-2']);
    const options = { role: 'broker', kafka: '4.3.1', inSyncWithinMs: 200, settledMs: 0 } as const;
    await expect(roll(site, options)).rejects.toThrow(
      '0.2 s after broker-1 serves again not all is in sync: topic-0, topic-2',
    );
    expect(exchanged(did)).toEqual(['broker-1 → 4.3.1']);
  });

  test('takes nobody down while one of its role does not serve, be it that one itself', async () => {
    const { site, did } = siteOf('kraft', 'controller-1');
    const options = { role: 'broker', kafka: '4.3.1', inSyncWithinMs: 200, settledMs: 0 } as const;
    serves.mockImplementation(async (_, { name }: Node) => name !== 'broker-1');
    await expect(roll(site, options)).rejects.toThrow(
      'broker-1 cannot be exchanged while broker-1 does not serve',
    );
    serves.mockImplementation(async (_, { name }: Node) => name !== 'broker-3');
    await expect(roll(site, options)).rejects.toThrow(
      'broker-1 cannot be exchanged while broker-3 does not serve',
    );
    expect(exchanged(did)).toEqual([]);

    let asked = 0;
    serves.mockImplementation(async (_, { name }: Node) => name !== 'broker-3' || asked++ > 2);
    await roll(site, { ...options, inSyncWithinMs: 5_000 });
    expect(asked).toBeGreaterThan(3);
    expect(exchanged(did)).toEqual(['broker-1 → 4.3.1', 'broker-2 → 4.3.1', 'broker-3 → 4.3.1']);
  });

  test('touches nothing without an image, nor when the run is broken off', async () => {
    const { site, did, end } = siteOf('kraft', 'controller-1');
    await expect(roll(site, { role: 'broker', kafka: '9.9.9', settledMs: 0 })).rejects.toThrow(
      'no image of Kafka 9.9.9',
    );
    end.abort();
    await expect(roll(site, { role: 'broker', kafka: '4.3.1', settledMs: 0 })).rejects.toThrow();
    expect(did).toEqual([]);
  });
});
