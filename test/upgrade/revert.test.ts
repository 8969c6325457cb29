import './migrating.ts';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Coordination, ReversiblePhase } from '../../src/topology/migration.ts';
import { revert } from '../../src/upgrade/revert.ts';
import { Migrating, useMigratingTime } from './migrating.ts';

beforeEach(useMigratingTime);
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const three = (role: string) => [1, 2, 3].map((each) => `${role}-${each}`);
const all = (role: string, by: Coordination) =>
  Object.fromEntries(three(role).map((name) => [name, by] as const));

const there = all('controller', 'both');
const ended = three('controller').map((name) => `end ${name}`);
const deleted = ['delete /controller', 'delete /migration'];
const into = (names: readonly string[], by: Coordination) => names.map((name) => `${name} → ${by}`);

describe('the way back to ZooKeeper', () => {
  test('from controllers ends them, and touches neither a broker nor ZooKeeper', async () => {
    const cluster = new Migrating(there);
    await revert(cluster.site, 'controllers');
    expect(cluster.way).toEqual(ended);
  });

  test.each<ReversiblePhase>(['migration-mode', 'copied', 'dual-write'])(
    'from %s: controllers end, their traces go, and brokers have ZooKeeper alone, in this order',
    async (phase) => {
      const cluster = new Migrating({ ...there, ...all('broker', 'both') });
      await revert(cluster.site, phase);
      expect(cluster.way).toEqual([...ended, ...deleted, ...into(three('broker'), 'zookeeper')]);
    },
  );

  test('from kraft-brokers: each broker has ZooKeeper again before the controllers end', async () => {
    const cluster = new Migrating({ ...there, ...all('broker', 'quorum') });
    await revert(cluster.site, 'kraft-brokers');
    expect(cluster.way).toEqual([
      ...into(three('broker'), 'both'),
      ...ended,
      ...deleted,
      ...into(three('broker'), 'zookeeper'),
    ]);
  });

  test.each([
    { zookeeper: 3, quorum: 13, raised: 14 },
    { zookeeper: 13, quorum: 13, raised: 14 },
    { zookeeper: 14, quorum: 13, raised: undefined },
    // A broker still is the controller.
    { zookeeper: 2, quorum: -1, raised: undefined },
  ])(
    "raises ZooKeeper's epoch $zookeeper to $raised where the quorum has $quorum, while nobody is the controller",
    async ({ zookeeper, quorum, raised }) => {
      const cluster = new Migrating({ ...there, ...all('broker', 'both') });
      cluster.znodes.set('/controller_epoch', `${zookeeper}`);
      const controller = {
        version: 2,
        brokerid: 101,
        timestamp: '1764411494096',
        kraftControllerEpoch: quorum,
      };
      cluster.znodes.set('/controller', JSON.stringify(controller));
      await revert(cluster.site, 'dual-write');
      const told = `/controller_epoch was raised from ${zookeeper} to ${raised}, above the quorum's ${quorum}`;
      expect(cluster.way).toEqual([
        ...ended,
        ...(raised === undefined ? [] : [`set /controller_epoch ${raised}`]),
        ...deleted,
        ...into(three('broker'), 'zookeeper'),
      ]);
      expect(cluster.told.at(-1)?.detail.includes(told)).toBe(raised !== undefined);
    },
  );

  test('ends the controllers only when ZooKeeper has all that they know', async () => {
    const cluster = new Migrating({ ...there, ...all('broker', 'both') });
    cluster.metrics.ZkWriteBehindLag = 12;
    const endedAtMs: number[] = [];
    cluster.upon = (did) => did.startsWith('end ') && endedAtMs.push(performance.now());
    const beganMs = performance.now();
    setTimeout(() => {
      cluster.metrics.ZkWriteBehindLag = 0;
    }, 5_000);
    await revert(cluster.site, 'dual-write');
    expect(Math.min(...endedAtMs) - beganMs).toBeGreaterThanOrEqual(5_000);
    expect(Math.max(...endedAtMs) - beganMs).toBeLessThanOrEqual(5_500);
    expect(cluster.told.at(-1)?.detail).not.toContain('behind');
  });

  test.each([
    { lag: 12, told: 'ZooKeeper was 12 records behind the controllers when they were ended' },
    { lag: undefined, told: 'no controller told whether ZooKeeper had all that it knew' },
  ])('does not wait for ever for a lag of $lag, and tells of it', async ({ lag, told }) => {
    const cluster = new Migrating({ ...there, ...all('broker', 'both') });
    if (lag === undefined) delete cluster.metrics.ZkWriteBehindLag;
    else cluster.metrics.ZkWriteBehindLag = lag;
    await revert(cluster.site, 'dual-write');
    expect(cluster.told.at(-1)?.detail).toMatch(new RegExp(`${told}$`));
  });

  test('goes on with the next broker where its restart may be what brings all into sync, but ends only then', async () => {
    const cluster = new Migrating({ ...there, ...all('broker', 'both') });
    cluster.upon = (did) => {
      if (did === 'broker-1 → zookeeper') cluster.outOfSync = ['orders-0'];
      if (did === 'broker-3 → zookeeper') cluster.outOfSync = [];
    };
    await revert(cluster.site, 'dual-write');
    const how = (n: number) => `broker-${n} knows nothing of the migration any more, and`;
    expect(cluster.told.map(({ detail }) => detail).slice(0, 3)).toEqual([
      `${how(1)} 30 s after broker-1 serves again not all is in sync: orders-0`,
      `${how(2)} 30 s after broker-2 serves again not all is in sync: orders-0`,
      `${how(3)} nothing is out of sync`,
    ]);

    const stuck = new Migrating({ ...there, ...all('broker', 'both') });
    stuck.outOfSync = ['orders-0'];
    await expect(revert(stuck.site, 'dual-write')).rejects.toThrow(
      '120 s after broker-3 serves again not all is in sync: orders-0',
    );
  });

  test('takes each broker from where a phase that broke off has left it', async () => {
    const mixed = { 'broker-1': 'quorum', 'broker-2': 'both', 'broker-3': 'zookeeper' } as const;
    const cluster = new Migrating({ ...there, ...mixed });
    await revert(cluster.site, 'kraft-brokers');
    expect(cluster.way).toEqual([
      'broker-1 → both',
      ...ended,
      ...deleted,
      'broker-1 → zookeeper',
      'broker-2 → zookeeper',
    ]);
    expect(three('broker').map((name) => cluster.by.get(name))).toEqual(Array(3).fill('zookeeper'));
  });

  test('deletes what one broker in migration mode has come upon already', async () => {
    const cluster = new Migrating({ ...there, 'broker-1': 'both' });
    await revert(cluster.site, 'migration-mode');
    expect(cluster.way).toEqual([...ended, ...deleted, 'broker-1 → zookeeper']);
  });

  test('waits for each broker until it serves, and tells it, and at last who the controller is', async () => {
    const cluster = new Migrating({ ...there, 'broker-1': 'quorum' });
    cluster.elected = 'broker-2';
    await revert(cluster.site, 'kraft-brokers');
    const taken = (by: Coordination) => [`broker-1 → ${by}`, 'broker-1 serves', 'told broker-1'];
    expect(cluster.did).toEqual([
      ...taken('both'),
      ...ended,
      ...deleted,
      ...taken('zookeeper'),
      'told kraft-brokers',
    ]);
    const about = { what: 'revert', phase: 'kraft-brokers' } as const;
    const inSync = 'and nothing is out of sync';
    expect(cluster.told).toEqual([
      { ...about, node: 'broker-1', detail: `broker-1 has ZooKeeper again, in migration mode, ${inSync}` },
      {
        ...about,
        node: 'broker-1',
        detail: `broker-1 knows nothing of the migration any more, ${inSync}`,
      },
      { ...about, detail: `the controllers are removed, broker-2 is the controller, ${inSync}` },
    ]);
  });

  test('keeps controllers and what is in ZooKeeper while a broker cannot be taken back', async () => {
    const cluster = new Migrating({ ...there, ...all('broker', 'quorum') });
    cluster.upon = (did) => {
      if (did === 'broker-1 → both') cluster.silent.add('broker-1');
    };
    await expect(revert(cluster.site, 'kraft-brokers')).rejects.toThrow(
      'broker-2 cannot be exchanged while broker-1 does not serve',
    );
    expect(cluster.way).toEqual(['broker-1 → both']);
  });

  test('is not over until a broker is the controller', async () => {
    const cluster = new Migrating({ ...there, ...all('broker', 'both') });
    cluster.elected = undefined;
    setTimeout(() => {
      cluster.elected = 'broker-3';
    }, 30_000);
    await revert(cluster.site, 'dual-write');
    expect(cluster.told.at(-1)?.detail).toContain('broker-3 is the controller');

    const headless = new Migrating(there);
    headless.elected = undefined;
    await expect(revert(headless.site, 'controllers')).rejects.toThrow(
      'after 60 s no broker has become the controller',
    );
    expect(headless.told).toEqual([]);
  });

  test('is not over until all is in sync', async () => {
    const cluster = new Migrating(there);
    cluster.outOfSync = ['orders-0'];
    await expect(revert(cluster.site, 'controllers')).rejects.toThrow(
      '120 s after the way back not all is in sync: orders-0',
    );
    expect(cluster.told).toEqual([]);
  });

  test('ends where it is when the run is broken off', async () => {
    const cluster = new Migrating({ ...there, ...all('broker', 'quorum') });
    cluster.upon = (did) => did === 'told broker-1' && cluster.end.abort(new Error('interrupted by SIGINT'));
    await expect(revert(cluster.site, 'kraft-brokers')).rejects.toThrow('interrupted by SIGINT');
    expect(cluster.way).toEqual(['broker-1 → both']);
  });
});
