/**
 * What the shapes of a partition do to Kafka: a minority with its leader, a missing majority, a bridge, a ring. Targets
 * are resolved as in a run. Sides are looked at through brokers that are on them: whoever is cut off still believes.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openAdmin } from '../../../src/clients/admin.ts';
import {
  ElectionNotNeededError,
  electPreferred,
  partitionState,
  reassign,
} from '../../../src/clients/administration.ts';
import { kafkajsRawProducer } from '../../../src/clients/kafkajs-producer.ts';
import { serves } from '../../../src/cluster/process-life.ts';
import { mergeSettings, type Settings } from '../../../src/cluster/settings.ts';
import { viewOf } from '../../../src/experiment/cluster-view.ts';
import { untilFullIsr } from '../../../src/experiment/conditions.ts';
import { randomOf } from '../../../src/experiment/random.ts';
import { resolve } from '../../../src/experiment/resolve.ts';
import { partition } from '../../../src/faults/partition.ts';
import type { LinkTarget } from '../../../src/topology/link-targets.ts';
import { modes } from '../../../src/topology/mode.ts';
import { membersOf, type TargetRole } from '../../../src/topology/targets.ts';
import { type Link, type Node, nodesOf } from '../../../src/topology/topology.ts';
import { belongings } from '../engine.ts';
import { eventually, heal, type LiveScene, liveScene, logOf, soonGivenUp } from '../scene.ts';

/** How long it is watched that something does not happen, or stays so, in ms. */
const watchedMs = 6_000;

/** How long it may take until somebody else leads: ZooKeeper's followers wait for 5 ticks of 2 s, those of KRaft for 2 s. */
const electedWithinMs = 20_000;

// A cluster on its way to KRaft begins as one of ZooKeeper: its quorum is not there yet.
describe.each(modes.filter((mode) => mode !== 'zk-to-kraft'))('%s', (mode) => {
  let scene: LiveScene;
  beforeAll(async () => {
    // In a ring of three everybody is everybody's neighbour. Four nodes of both roles are the fewest processes with one.
    const sizes = mode === 'kraft-combined' ? { brokers: 4 } : {};
    // What a broker passes on to a controller that is cut off it gives up no sooner, 30 s by default.
    const passingOn: Settings = { broker: { 'controller.socket.timeout.ms': '3000' } };
    scene = await liveScene(mode, { settings: mergeSettings(soonGivenUp(mode), passingOn), sizes });
  });
  afterAll(async () => {
    await scene.remove();
    expect(await belongings()).toEqual([]);
  });

  const linksOf = async (target: LinkTarget, seed = 1): Promise<readonly Link[]> => {
    const { links } = await resolve(
      { fault: 'partition', target, with: {} },
      {
        topology: scene.cluster.topology,
        view: viewOfAll(scene),
        random: randomOf(seed),
        damaged: { nodes: new Set(), links: new Set() },
        careful: false,
      },
    );
    return links;
  };
  /** A bridge whose one node that sees both halves is, or is not, a certain one: the seed decides. */
  const bridgeOf = async (target: { bridge: TargetRole; service?: Link['service'] }, fits: Fit) => {
    for (let seed = 1; ; seed++) {
      const links = await linksOf({ ...target }, seed);
      const ends = new Set(links.flatMap(({ source, destination }) => [source, destination]));
      const [bridge] = membersOf(target.bridge, scene.cluster.topology).filter(({ name }) => !ends.has(name));
      if (fits(bridge!)) return { bridge: bridge!, links };
    }
  };
  /** Who coordinates the cluster: the leader of the quorum or the ensemble. */
  const head = (through: readonly Node[] = nodesOf(scene.cluster.topology, 'broker')) =>
    withAdmin(scene, through, async (admin) => {
      const view = viewOfAll({ ...scene, admin });
      return mode === 'zk' ? await view.zookeeperLeader() : await view.activeController(1_000);
    });
  /** A new topic, which only a coordinator with a majority behind it can make. */
  const create = (name: string, through: readonly Node[] = nodesOf(scene.cluster.topology, 'broker')) =>
    withAdmin(scene, through, async (admin) => {
      await admin.createTopic({ name, partitions: 1, replicationFactor: 1, config: {} }).catch((error) => {
        // An attempt without an answer may have done it.
        if (!/TOPIC_ALREADY_EXISTS/.test(error.message)) throw error;
      });
    });

  test('a minority with the leader in it: the others elect one of theirs, and the old one gives up', async () => {
    const since = Date.now() / 1000;
    const old = (await head())!;
    const target = mode === 'zk' ? 'zookeeper-leader' : 'active-controller';
    const links = await linksOf({ isolate: target, clients: false });
    expect(links.every(({ source, destination }) => source === old.name || destination === old.name)).toBe(
      true,
    );
    const active = await partition.inject(scene, links, { as: 'silence' });

    const majority = membersOf('quorum', scene.cluster.topology).filter((node) => node !== old);
    await eventually(
      'one of the others leads',
      async () => {
        const logs = await Promise.all(majority.map((node) => logOf(scene, node, since)));
        return logs.some((log) =>
          /Completed transition to Leader\(|LEADING - LEADER ELECTION TOOK/.test(log),
        );
      },
      electedWithinMs,
    );
    await eventually('the old one leads no more', async () =>
      mode === 'zk'
        ? !(await serves(scene.cluster, old))
        : /Completed transition to ResignedState\(/.test(await logOf(scene, old, since)),
    );
    const others = nodesOf(scene.cluster.topology, 'broker').filter((node) => node !== old);
    await eventually('brokers know who leads', async () => majority.includes((await head(others))!));
    await create('by-the-majority', others);
    await heal(scene, active);
  });

  test('no majority: nothing can be created, what there is is written all the same', async () => {
    // With both roles in a node, brokers would be parted as well, were it not for the service.
    const target: LinkTarget =
      mode === 'kraft-combined'
        ? { isolate: { any: 2, of: 'quorum' }, clients: false, service: 'quorum' }
        : { isolate: { majorityOf: 'quorum' }, clients: false };
    await create('before');
    const producer = await producerOf(scene, scene.topic);
    const active = await partition.inject(scene, await linksOf(target), { as: 'silence' });
    let created = false;
    const creating = create('without-a-majority').then(
      () => {
        created = true;
      },
      () => {},
    );

    const deadline = performance.now() + watchedMs;
    while (performance.now() < deadline) {
      expect((await producer.send(0, `${performance.now()}`)).outcome).toBe('ok');
      await sleep(100);
    }
    expect(created).toBe(false);
    await producer.close();
    await heal(scene, active);
    await creating;
    await create('with-a-majority-again');
  });

  // Four voters take another course each time.
  test.skipIf(mode === 'kraft-combined')('a bridge of the quorum', async () => {
    const old = (await head())!;
    const { bridge, links } = await bridgeOf({ bridge: 'quorum' }, (node) => node !== old);
    const active = await partition.inject(scene, links, { as: 'silence' });
    if (mode === 'zk') {
      // The one that sees the leader no more is outvoted by the bridge, which still follows it.
      const [lost] = membersOf('quorum', scene.cluster.topology).filter(
        (node) => node !== bridge && node !== old,
      );
      await eventually(
        'the half without the leader serves no more',
        async () => !(await serves(scene.cluster, lost!)),
      );
      expect(await head()).toBe(old);
      expect(await serves(scene.cluster, bridge)).toBe(true);
    } else {
      // Who does not see the leader disturbs it with a higher epoch, until one leads whom everybody sees.
      await eventually('the bridge leads', async () => (await head()) === bridge);
    }
    await create('over-the-bridge');
    await heal(scene, active);
  });

  test('a bridge of brokers: each is in sync with whom it sees', async () => {
    // With ZooKeeper the controller has to reach every broker to take a replica out of the ISR.
    const controller = await viewOfAll(scene).activeController();
    const fits: Fit = (node) => mode !== 'zk' || node === controller;
    const { bridge, links } = await bridgeOf({ bridge: 'broker', service: 'replication' }, fits);
    const sizes = await inSyncWithWhomTheySee(scene, links, 'bridged');
    const { length } = nodesOf(scene.cluster.topology, 'broker');
    expect(sizes.get(bridge.id)).toBe(length);
    expect([...sizes.values()].filter((size) => size < length)).toHaveLength(length - 1);
  });

  test.runIf(mode === 'kraft-combined')(
    'a ring of brokers: each is in sync with its neighbours',
    async () => {
      const links = await linksOf({ ring: 'broker', service: 'replication' });
      const sizes = await inSyncWithWhomTheySee(scene, links, 'ringed');
      expect([...sizes.values()]).toEqual([3, 3, 3, 3]);
    },
  );
});

type Fit = (bridge: Node) => boolean;

function viewOfAll(scene: LiveScene) {
  return viewOf(scene, { group: 'none', transaction: 'none' });
}

/**
 * Parts brokers on links of replication, under load, and waits until every partition has lost the replicas that do not see
 * its leader, and no others; then joins them again.
 * @returns how many replicas were in sync with each leader, by its id
 */
async function inSyncWithWhomTheySee(
  scene: LiveScene,
  links: readonly Link[],
  topic: string,
): Promise<Map<number, number>> {
  const { admin } = scene;
  const brokers = nodesOf(scene.cluster.topology, 'broker');
  const ids = brokers.map(({ id }) => id);
  const { length } = ids;
  await admin.createTopic({ name: topic, partitions: length, replicationFactor: length, config: {} });
  expect(await untilFullIsr(admin, topic, 60_000, scene.signal)).toBe(true);
  // Each broker leads one partition, so that every place of the shape is seen. Kafka spreads leaders by chance.
  for (const [number, id] of ids.entries()) {
    await reassign(admin, topic, number, [...ids.slice(number), ...ids.slice(0, number)]);
    await eventually('it is the preferred leader', async () => {
      return (await partitionState(admin, topic, number)).replicas[0] === id;
    });
    await electPreferred(admin, topic, number).catch((error) => {
      if (!(error instanceof ElectionNotNeededError)) throw error;
    });
  }
  expect(await untilFullIsr(admin, topic, 60_000, scene.signal)).toBe(true);
  const partitions = async () => (await admin.topicState(topic)).partitions;
  await eventually('each broker leads', async () => {
    return JSON.stringify((await partitions()).map(({ leader }) => leader)) === JSON.stringify(ids);
  });

  const nameOf = (id: number) => brokers.find((node) => node.id === id)!.name;
  const sees = (from: number, to: number) =>
    !links.some(({ source, destination }) => source === nameOf(from) && destination === nameOf(to));
  const expected = ids.map((leader) => ids.filter((id) => sees(id, leader)));

  const producer = await producerOf(scene, topic);
  const active = await partition.inject(scene, links, { as: 'refusal' });
  const isSo = async () => {
    await Promise.all(ids.map((_, number) => producer.send(number, `${number} ${performance.now()}`)));
    const found = (await partitions()).map(({ isr }) => isr.toSorted());
    return JSON.stringify(found) === JSON.stringify(expected);
  };
  await eventually('every leader has those in sync who see it', isSo);
  const deadline = performance.now() + watchedMs;
  while (performance.now() < deadline) {
    expect(await isSo()).toBe(true);
    await sleep(100);
  }
  expect((await partitions()).map(({ leader }) => leader)).toEqual(ids);
  await producer.close();
  await heal(scene, active);
  expect(await untilFullIsr(admin, topic, 60_000, scene.signal)).toBe(true);
  return new Map(ids.map((leader, index) => [leader, expected[index]!.length]));
}

function producerOf({ cluster: { bootstrapServers } }: LiveScene, topic: string) {
  return kafkajsRawProducer({ bootstrapServers, topic, clientId: 'shapes', requestTimeoutMs: 8_000 });
}

/** Asks certain brokers only, over connections of its own. */
async function withAdmin<T>(
  { cluster }: LiveScene,
  through: readonly Node[],
  ask: (admin: ReturnType<typeof openAdmin>) => Promise<T>,
): Promise<T> {
  const brokers = nodesOf(cluster.topology, 'broker');
  const servers = cluster.bootstrapServers.filter((_, index) => through.includes(brokers[index]!));
  const admin = openAdmin(servers, 'shapes');
  try {
    return await ask(admin);
  } finally {
    await admin.close();
  }
}
