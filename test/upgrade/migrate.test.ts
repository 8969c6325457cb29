import './migrating.ts';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { EnvironmentError } from '../../src/errors.ts';
import type { Coordination, MigrationPhase } from '../../src/topology/migration.ts';
import { dualWriteProof } from '../../src/upgrade/dual-write-proof.ts';
import { type MigrateOptions, migrate } from '../../src/upgrade/migrate.ts';
import { Migrating, useMigratingTime } from './migrating.ts';

vi.mock('../../src/upgrade/dual-write-proof.ts', () => ({ dualWriteProof: vi.fn() }));

beforeEach(useMigratingTime);
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const three = (role: string) => [1, 2, 3].map((each) => `${role}-${each}`);
const all = (role: string, by: Coordination) =>
  Object.fromEntries(three(role).map((name) => [name, by] as const));

/** How the cluster is when a phase begins. */
const before: Record<MigrationPhase, Record<string, Coordination>> = {
  controllers: {},
  'migration-mode': all('controller', 'both'),
  copied: { ...all('controller', 'both'), ...all('broker', 'both') },
  'dual-write': { ...all('controller', 'both'), ...all('broker', 'both') },
  'kraft-brokers': { ...all('controller', 'both'), ...all('broker', 'both') },
  finalized: { ...all('controller', 'both'), ...all('broker', 'quorum') },
};

/** What a controller logs at the end of a phase, as Kafka 3.9 does; nothing in the phase that is told by each broker. */
const lines: Record<MigrationPhase, string | undefined> = {
  controllers:
    '[KRaftMigrationDriver id=101] Controller Quorum is ready for Zk to KRaft migration. Now waiting for ZK brokers.',
  'migration-mode': '[KRaftMigrationDriver id=101] Zk brokers are registered and ready for migration',
  copied:
    '[KRaftMigrationDriver id=101] Completed migration of metadata from ZooKeeper to KRaft. 120 records were generated',
  'dual-write':
    '[KRaftMigrationDriver id=101] 101 transitioning from KRAFT_CONTROLLER_TO_BROKER_COMM to DUAL_WRITE state',
  'kraft-brokers': undefined,
  finalized: '[QuorumController id=101] Completing the ZK migration since this controller was configured',
};

/** What the metrics are then. */
const metrics: Record<MigrationPhase, Record<string, number>> = {
  controllers: { ZkMigrationState: 2 },
  'migration-mode': { MigratingZkBrokerCount: 3 },
  copied: { ZkMigrationState: 1 },
  'dual-write': {},
  'kraft-brokers': { MigratingZkBrokerCount: 0 },
  finalized: { ZkMigrationState: 3 },
};

/** The last thing that is done to a node in a phase, upon which its end comes. */
const lastOf: Record<MigrationPhase, string | undefined> = {
  controllers: 'controller-3 serves',
  'migration-mode': 'broker-3 serves',
  copied: undefined,
  'dual-write': undefined,
  'kraft-brokers': 'broker-3 serves',
  finalized: 'controller-1 serves',
};

/** A cluster at the beginning of a phase, and that comes to its end, but for what is missing. */
function beginning(phase: MigrationPhase, missing: { line?: boolean; metric?: boolean } = {}) {
  const cluster = new Migrating(before[phase]);
  const comes = () => {
    const line = lines[phase];
    if (line !== undefined && !missing.line) cluster.log('controller-2', line);
    if (!missing.metric) Object.assign(cluster.metrics, metrics[phase]);
  };
  if (lastOf[phase] === undefined) comes();
  cluster.upon = (did) => did === lastOf[phase] && comes();
  const go = (options?: MigrateOptions) => migrate(cluster.site, phase, options);
  return { cluster, go };
}

describe('a phase of a migration does what an operator does:', () => {
  test('controllers are all started together, formatted for the cluster that the brokers are', async () => {
    const { cluster, go } = beginning('controllers');
    await go();
    expect(cluster.did).toEqual([
      ...three('controller').map((name) => `start ${name} for id-of-the-brokers`),
      ...three('controller').map((name) => `${name} serves`),
      'told controllers',
    ]);
  });

  test.each<[MigrationPhase, string[], Coordination]>([
    ['migration-mode', three('broker'), 'both'],
    ['kraft-brokers', three('broker'), 'quorum'],
    ['finalized', ['controller-2', 'controller-3', 'controller-1'], 'quorum'],
  ])(
    '%s exchanges one after the other, the active controller last, and tells each',
    async (phase, who, by) => {
      const { cluster, go } = beginning(phase);
      await go();
      const ended = phase === 'finalized' ? three('zookeeper').map((name) => `end ${name}`) : [];
      expect(cluster.did).toEqual([
        ...who.flatMap((name) => [`${name} → ${by}`, `${name} serves`, `told ${name}`]),
        ...ended,
        `told ${phase}`,
      ]);
    },
  );

  test.each<MigrationPhase>(['copied', 'dual-write'])('%s exchanges nobody', async (phase) => {
    const { cluster, go } = beginning(phase);
    await go();
    expect(cluster.did).toEqual([`told ${phase}`]);
  });

  test('and only one broker at a time is out of sync', async () => {
    const { cluster, go } = beginning('migration-mode');
    cluster.upon = (did) => {
      if (did === 'broker-1 serves') cluster.outOfSync = ['orders-0'];
    };
    await expect(go()).rejects.toThrow('120 s after broker-1 serves again not all is in sync: orders-0');
    expect(cluster.did).toEqual(['broker-1 → both', 'broker-1 serves']);
  });
});

describe('the end of a phase', () => {
  test.each<[MigrationPhase, string]>([
    [
      'controllers',
      'controller-2: "Controller Quorum is ready for Zk to KRaft migration"; ZkMigrationState is 2',
    ],
    [
      'migration-mode',
      'controller-2: "Zk brokers are registered and ready for migration"; MigratingZkBrokerCount is 3',
    ],
    [
      'copied',
      'controller-2: "Completed migration of metadata from ZooKeeper to KRaft"; ZkMigrationState is 1',
    ],
    [
      'dual-write',
      'controller-2: "transitioning from KRAFT_CONTROLLER_TO_BROKER_COMM to DUAL_WRITE state"; it went there',
    ],
    [
      'kraft-brokers',
      `${three('broker')
        .map((name) => `${name}: "started (kafka.server.KafkaRaftServer)"`)
        .join('; ')}; MigratingZkBrokerCount is 0`,
    ],
    [
      'finalized',
      'controller-2: "Completing the ZK migration"; ZkMigrationState is 3; ZooKeeper is switched off',
    ],
  ])('%s is told with the line and the metric by which it is known', async (phase, detail) => {
    vi.mocked(dualWriteProof).mockResolvedValue('it went there');
    const { cluster, go } = beginning(phase);
    await go();
    expect(cluster.told.at(-1)).toEqual({ what: 'migrate', phase, detail });
  });

  test.each<[MigrationPhase, RegExp]>([
    ['controllers', /^after 60 s no controller has logged "Controller Quorum is ready/],
    ['migration-mode', /^after 60 s no controller has logged "Zk brokers are registered/],
    ['copied', /^after 60 s no controller has logged "Completed migration of metadata/],
    ['dual-write', /^after 60 s no controller has logged "transitioning from \\w\+ to DUAL_WRITE state"/],
    ['finalized', /^after 60 s no controller has logged "Completing the ZK migration"/],
  ])('%s has not come with the metric alone', async (phase, sentence) => {
    const { cluster, go } = beginning(phase, { line: true });
    const refused = await go().catch((error) => error);
    expect(refused).toBeInstanceOf(EnvironmentError);
    expect(refused.message).toMatch(sentence);
    expect(cluster.did).not.toContain(`told ${phase}`);
  });

  test.each<[MigrationPhase, Record<string, number>, string]>([
    ['controllers', {}, 'after 60 s ZkMigrationState is not told by any controller, not 2'],
    ['migration-mode', { MigratingZkBrokerCount: 2 }, 'after 60 s MigratingZkBrokerCount is 2, not 3'],
    ['copied', { ZkMigrationState: 2 }, 'after 60 s ZkMigrationState is 2, not 1'],
    ['kraft-brokers', { MigratingZkBrokerCount: 1 }, 'after 60 s MigratingZkBrokerCount is 1, not 0'],
    ['finalized', { ZkMigrationState: 1 }, 'after 60 s ZkMigrationState is 1, not 3'],
  ])('%s has not come with the line alone', async (phase, other, sentence) => {
    const { cluster, go } = beginning(phase, { metric: true });
    Object.assign(cluster.metrics, other);
    await expect(go()).rejects.toThrow(sentence);
    expect(cluster.did).not.toContain(`told ${phase}`);
    expect(cluster.did.some((each) => each.startsWith('end '))).toBe(false);
  });

  test('dual-write has not come without the proof that ZooKeeper is written to', async () => {
    const { cluster, go } = beginning('dual-write');
    vi.mocked(dualWriteProof).mockRejectedValueOnce(new EnvironmentError('a topic is not in ZooKeeper'));
    await expect(go({ withinMs: 7_000 })).rejects.toThrow('a topic is not in ZooKeeper');
    expect(vi.mocked(dualWriteProof).mock.lastCall).toEqual([expect.anything(), 7_000]);
    expect(cluster.did).toEqual([]);
  });

  test('is waited for, and may come from a controller that was started again meanwhile', async () => {
    const { cluster, go } = beginning('copied', { line: true, metric: true });
    for (const name of three('controller')) cluster.silent.add(name);
    setTimeout(() => {
      cluster.silent.delete('controller-3');
      cluster.log('controller-3', lines.copied!);
    }, 20_000);
    setTimeout(() => Object.assign(cluster.metrics, { ZkMigrationState: 1 }), 40_000);
    const began = performance.now();
    await go();
    expect(performance.now() - began).toBeGreaterThanOrEqual(40_000);
    expect(cluster.told.at(-1)?.detail).toMatch(/^controller-3: "Completed migration/);
  });

  test('is not that of which the processes before have told', async () => {
    const { cluster, go } = beginning('finalized', { line: true });
    for (const name of three('controller')) cluster.log(name, lines.finalized!);
    await expect(go()).rejects.toThrow('no controller has logged "Completing the ZK migration"');
  });

  test('is not waited for when the run is broken off', async () => {
    const { cluster, go } = beginning('copied', { line: true });
    setTimeout(() => cluster.end.abort(new Error('interrupted by SIGINT')), 5_000);
    await expect(go()).rejects.toThrow('interrupted by SIGINT');
  });
});

test('ZooKeeper is switched off when the metric says that it is let go of, and not before', async () => {
  const { cluster, go } = beginning('finalized', { metric: true });
  cluster.metrics.ZkMigrationState = 1;
  let then: string[] | undefined;
  setTimeout(() => {
    then = [...cluster.did];
    cluster.metrics.ZkMigrationState = 3;
  }, 30_000);
  await go();
  expect(then).toContain('controller-1 → quorum');
  expect(then!.filter((each) => each.startsWith('end '))).toEqual([]);
  expect(cluster.way.slice(-3)).toEqual(three('zookeeper').map((name) => `end ${name}`));
});

/** What an active controller logs while brokers are missing. */
const waitsFor = (ids: string, second: number) =>
  `[2026-11-25T10:00:0${second},000] INFO [KRaftMigrationDriver id=101] Still waiting for ZK brokers ${ids} to register with KRaft.`;

describe('who is forgotten', () => {
  test('is not exchanged, and is named by the error', async () => {
    const { cluster, go } = beginning('migration-mode', { line: true, metric: true });
    cluster.metrics.MigratingZkBrokerCount = 2;
    // A controller that is active no more waited for others before.
    cluster.log('controller-3', waitsFor('[2, 3]', 1));
    cluster.log('controller-1', waitsFor('[3]', 2));
    await expect(go({ forgotten: ['broker-3'], withinMs: 5_000 })).rejects.toThrow(
      'after 5 s no controller has logged "Zk brokers are registered and ready for migration": broker-3 has not registered with the controllers',
    );
    expect(cluster.way).toEqual(['broker-1 → both', 'broker-2 → both']);
  });

  test('is named with the others, and where the metric does not come as well', async () => {
    const { cluster, go } = beginning('migration-mode', { metric: true });
    cluster.metrics.MigratingZkBrokerCount = 1;
    cluster.log('controller-1', waitsFor('[2, 3]', 1));
    cluster.log('controller-2', lines['migration-mode']!);
    await expect(go({ forgotten: ['broker-2', 'broker-3'] })).rejects.toThrow(
      'after 60 s MigratingZkBrokerCount is 1, not 3: broker-2, broker-3 have not registered with the controllers',
    );
    expect(cluster.way).toEqual(['broker-1 → both']);
  });

  test('is left out of controllers that let go of ZooKeeper as well', async () => {
    const { cluster, go } = beginning('finalized');
    await expect(go({ forgotten: ['controller-1'] })).rejects.toThrow('no controller has logged');
    expect(cluster.way).toEqual(['controller-2 → quorum', 'controller-3 → quorum']);
  });
});

describe('what is to happen when a phase is under way', () => {
  test.each<MigrationPhase>(['migration-mode', 'copied', 'dual-write', 'kraft-brokers', 'finalized'])(
    'is waited for in %s before anybody is touched',
    async (phase) => {
      const { cluster, go } = beginning(phase);
      const underWay = vi.fn(async () => {
        expect(cluster.did).toEqual([]);
        await new Promise((resolve) => setTimeout(resolve, 3_000));
        cluster.do('under way');
      });
      await go({ underWay });
      expect(cluster.did[0]).toBe('under way');
      expect(underWay).toHaveBeenCalledOnce();
    },
  );

  test('is waited for when the controllers serve, in the phase that starts them', async () => {
    const { cluster, go } = beginning('controllers');
    const underWay = vi.fn(async () => {
      await new Promise((resolve) => setTimeout(resolve, 3_000));
      cluster.do('under way');
    });
    await go({ underWay });
    expect(cluster.did.slice(-2)).toEqual(['under way', 'told controllers']);
    expect(cluster.did.indexOf('under way')).toBeGreaterThan(cluster.did.indexOf('controller-3 serves'));
    expect(underWay).toHaveBeenCalledOnce();
  });

  test('ends the phase where it cannot be done, and nobody is touched', async () => {
    const { cluster, go } = beginning('kraft-brokers');
    const underWay = () => Promise.reject(new EnvironmentError('the fault was not to be seen'));
    await expect(go({ underWay })).rejects.toThrow('the fault was not to be seen');
    expect(cluster.did).toEqual([]);
  });
});
