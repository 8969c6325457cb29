import './mocks.ts';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { UsageError } from '../../src/errors.ts';
import { rotated } from '../../src/faults/reassign.ts';
import { unregister } from '../../src/faults/unregister.ts';
import { hitLinks, inject } from './catalogue.ts';
import { useWorldTime, World } from './world.ts';

beforeEach(useWorldTime);
afterEach(() => {
  vi.useRealTimers();
});

const names = ['broker-1'];
const evidenceOf = async (world: World, parameters: Record<string, unknown>, node = 'broker-1') => {
  const { evidence } = await inject(world, { kind: 'corrupt', with: parameters, names: [node] });
  return Object.fromEntries(
    Object.entries(evidence).map(([fact, value]) => [fact.split(' ').slice(1).join(' '), value]),
  );
};

describe('a corrupted file', () => {
  test('is the last one that was written, and is damaged in the middle of its last records', async () => {
    const world = new World('kraft');
    const path = 'effects-0/00000000000000000010.log';
    const before = Buffer.from(world.node('broker-1').files[path]!, 'hex');
    expect(await evidenceOf(world, { file: 'partition', bytes: 4 })).toMatchObject({
      path,
      how: 'flip',
      bytes: 4,
    });
    const after = Buffer.from(world.node('broker-1').files[path]!, 'hex');
    const changed = [...after.keys()].filter((index) => after[index] !== before[index]);
    const middle = (61 + before.length) / 2;
    expect(changed).toHaveLength(4);
    expect(Math.abs((changed[0]! + changed[3]! + 1) / 2 - middle)).toBeLessThanOrEqual(1);
    expect(changed).toEqual([0, 1, 2, 3].map((each) => changed[0]! + each));
  });

  test('is found for each kind of node: a transaction log, a metadata log, a checkpoint', async () => {
    const [zk, kraft] = [new World('zk'), new World('kraft')];
    const metadata = { file: 'metadata-log', how: 'truncate', bytes: 3 };
    expect(await evidenceOf(zk, metadata, 'zookeeper-2')).toMatchObject({
      path: 'version-2/log.1f',
      bytes: 3,
    });
    expect(await evidenceOf(kraft, metadata, 'controller-1')).toMatchObject({
      path: '__cluster_metadata-0/00000000000000000000.log',
    });
    const checkpoint = Buffer.from(
      kraft.node('broker-1').files['replication-offset-checkpoint']!,
      'hex',
    ).toString();
    await evidenceOf(kraft, { file: 'checkpoint', how: 'truncate', bytes: 2 });
    const cut = Buffer.from(kraft.node('broker-1').files['replication-offset-checkpoint']!, 'hex').toString();
    expect([checkpoint, cut]).toEqual([`${cut}56\n`, expect.stringMatching(/effects 0 1234$/)]);
  });

  test.each([
    ['zk', 'broker-1', 'metadata-log'],
    ['kraft', 'controller-1', 'partition'],
    ['zk', 'zookeeper-1', 'checkpoint'],
  ] as const)(
    'cannot be one that such a node does not have: in %s %s has no %s',
    async (mode, name, file) => {
      const world = new World(mode);
      const injected = inject(world, { kind: 'corrupt', with: { file }, names: [name] });
      await expect(injected).rejects.toThrow(new UsageError(`${name} has no ${file} that could be damaged`));
      expect(world.log).toEqual([]);
    },
  );

  test.each(['flip', 'truncate'])('on which the node ends itself is mended by healing (%s)', async (how) => {
    const world = new World('kraft');
    const { files } = structuredClone(world.node('broker-1'));
    world.minds = true;
    const fault = await inject(world, { kind: 'corrupt', with: { file: 'partition', how }, names });
    expect(world.isDamaged('broker-1')).toBe(true);
    await fault.undo();
    expect(world.isDamaged('broker-1')).toBe(false);
    expect(await fault.awaitHealed()).toMatchObject({
      'broker-1 restored': true,
      'broker-1 damage left': false,
    });
    expect(world.node('broker-1').files).toEqual(files);
    expect(world.serves('broker-1')).toBe(true);
  });

  test('that the node has mended itself is left alone', async () => {
    const world = new World('kraft');
    const { files } = structuredClone(world.node('broker-1'));
    const fault = await inject(world, { kind: 'corrupt', with: { file: 'partition' }, names });
    const { length } = world.log;
    world.node('broker-1').files = files;
    await fault.undo();
    expect(await fault.awaitHealed()).toMatchObject({
      'broker-1 restored': false,
      'broker-1 damage left': false,
    });
    expect(world.log).toHaveLength(length);
  });
});

describe('a lost metadata log', () => {
  const controllers = ['controller-1', 'controller-2'];
  const path = '__cluster_metadata-0/00000000000000000000.log';
  const fileOf = (world: World, name: string) => world.node(name).files[path];
  /** Makes a controller's log go further than those of the others. */
  const advance = (world: World, name: string, offset: number) => {
    const content = Buffer.from(fileOf(world, name)!, 'hex');
    content.writeBigInt64BE(BigInt(offset), 0);
    world.node(name).files[path] = content.toString('hex');
    return content.toString('hex');
  };

  test('is replaced by a copy of the newest that is left', async () => {
    const world = new World('kraft');
    const left = advance(world, 'controller-3', 41);
    const fault = await inject(world, { kind: 'lose-metadata', names: controllers });
    expect(fault.evidence).toMatchObject({
      ...{ 'controller-1 files': 0, 'controller-1 log ended before at': 1, 'controller-2 exitCode': 137 },
    });
    expect(controllers.map((name) => fileOf(world, name))).toEqual([undefined, undefined]);
    await fault.undo();
    expect(await fault.awaitHealed()).toMatchObject({
      ...{ 'controller-1 log from': 'controller-3', 'controller-1 log ends at': 42 },
      ...{ 'controller-2 log from': 'controller-3', 'controller-2 serves': true },
    });
    expect(controllers.map((name) => fileOf(world, name))).toEqual([left, left]);
  });

  test("is replaced by the node's own backup, which lacks what came after it", async () => {
    const world = new World('kraft');
    const before = fileOf(world, 'controller-1');
    const parameters = { healedBy: 'backup', backupAgeMs: 500 };
    const names = [...controllers, 'controller-3'];
    setTimeout(() => advance(world, 'controller-1', 9), 200);
    const fault = await inject(world, { kind: 'lose-metadata', with: parameters, names });
    expect(fault.evidence).toMatchObject({ 'controller-1 log ended before at': 10 });
    await fault.undo();
    expect(await fault.awaitHealed()).toMatchObject({
      ...{ 'controller-1 log from': 'a backup', 'controller-1 log ends at': 1 },
    });
    expect(fileOf(world, 'controller-1')).toBe(before);
  });

  test('is not lost where nobody is left whose log could be copied', async () => {
    const world = new World('kraft');
    const injected = inject(world, { kind: 'lose-metadata', names: [...controllers, 'controller-3'] });
    await expect(injected).rejects.toThrow(UsageError);
    expect(world.log).toEqual([]);
  });
});

test('storage is formatted only when every node is dead, for one cluster that is not the old one', async () => {
  const world = new World('kraft');
  const ids: (string | undefined)[] = [];
  world.replaced = (_, clusterId) => ids.push(clusterId);
  const { evidence } = await inject(world, { kind: 'reformat' });
  const begun = world.log.findIndex((operation) => operation.startsWith('replace'));
  const killed = world.log.slice(0, begun).filter((operation) => operation.startsWith('kill'));
  expect(killed).toHaveLength(world.topology.nodes.length);
  expect(ids).toEqual(world.topology.nodes.map(() => evidence['cluster id']));
  expect(ids[0]).toMatch(/^[\w-]{22}$/);
});

describe('in ZooKeeper mode', () => {
  test.each([
    ['corrupt', { file: 'partition' }, 'start broker-1'],
    ['wipe', {}, 'replace broker-1'],
  ] as const)('%s starts a broker only when its session has ended', async (kind, parameters, start) => {
    const world = new World('zk');
    await inject(world, { kind, with: parameters, names });
    expect(world.log.filter((operation) => operation === start)).toHaveLength(1);
    expect(world.node('broker-1').running).toBe(true);
  });

  test('a broker that was killed is started until its name is free', async () => {
    const world = new World('zk');
    const fault = await inject(world, { kind: 'kill', names });
    await fault.undo();
    await fault.awaitHealed();
    expect(world.log.filter((operation) => operation === 'start broker-1').length).toBeGreaterThan(2);
    expect(world.serves('broker-1')).toBe(true);
  });

  test('there is no registry to be struck from, and nobody but a broker is in it', async () => {
    expect(unregister.whyNot?.(new World('zk').topology)).toMatch(/^only KRaft/);
    expect(unregister.whyNot?.(new World('kraft').topology)).toBeUndefined();
    const injected = inject(new World('kraft'), { kind: 'unregister', names: ['controller-1'] });
    await expect(injected).rejects.toThrow(UsageError);
  });

  test("of links that answer nothing Toxiproxy's own word is taken", async () => {
    const silent = ['zookeeper-1->zookeeper-2', 'zookeeper-3->zookeeper-2'];
    const { evidence } = await inject(new World('zk'), {
      kind: 'latency',
      with: { latencyMs: 50 },
      names: silent,
    });
    expect(evidence).toEqual({
      'zookeeper-1->zookeeper-2': "latency, by Toxiproxy's own word",
      'zookeeper-3->zookeeper-2': "latency, by Toxiproxy's own word",
    });
  });
});

describe('a ZooKeeper server that led when it was parted from its peers', () => {
  const names = ['zookeeper-2->zookeeper-1'];
  const parted = async () => {
    const world = new World('zk');
    return { world, fault: await inject(world, { kind: 'partition', names }) };
  };

  test('is well when it follows, and answers its peers nothing', async () => {
    const { world, fault } = await parted();
    world.zookeeperLeader = 'zookeeper-2';
    await fault.undo();
    expect(await fault.awaitHealed()).toEqual({ 'zookeeper-2->zookeeper-1': 'silent' });
  });

  test('is not well while Toxiproxy says that the link is damaged', async () => {
    const { world, fault } = await parted();
    world.zookeeperLeader = 'zookeeper-2';
    await expect(fault.awaitHealed()).rejects.toThrow(/it could not be seen that it is over/);
  });
});

describe('a flapping link', () => {
  test('is off and on by turns, and stays on when it is healed', async () => {
    const world = new World('kraft');
    const fault = await inject(world, { kind: 'flap', with: { onMs: 1_000, offMs: 3_000 } });
    const isOn: boolean[] = [];
    await vi.advanceTimersByTimeAsync(500);
    for (let second = 0; second < 12; second++) {
      isOn.push(world.link(hitLinks[0]!).on);
      await vi.advanceTimersByTimeAsync(1_000);
    }
    const turns = isOn.map((on) => (on ? '-' : '_')).join('');
    expect(turns).toMatch(/^_---_---_---$/);
    await fault.undo();
    const { length } = world.log;
    expect(await fault.awaitHealed()).toMatchObject({
      turns: expect.toSatisfy((count) => count >= 3 && count <= 4),
    });
    await vi.advanceTimersByTimeAsync(20_000);
    expect(world.link(hitLinks[0]!).on).toBe(true);
    expect(world.log).toHaveLength(length);
  });
});

test.each([
  [
    [1, 2, 3],
    [1, 2, 3],
    [2, 3, 1],
  ],
  [
    [1, 2],
    [1, 2, 3],
    [2, 3],
  ],
  [
    [2, 3],
    [1, 2, 3, 4],
    [3, 4],
  ],
  [[1], [1, 2, 3], [2]],
  [
    [3, 1],
    [1, 3],
    [1, 3],
  ],
])('the replicas %j among the brokers %j rotate to %j', (replicas, brokers, expected) => {
  expect(rotated(replicas, brokers)).toEqual(expected);
});
