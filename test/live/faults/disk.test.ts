/**
 * What becomes of Kafka and ZooKeeper when a disk is full, a file is damaged, a disk is lost, and memory runs out.
 * One cluster a mode, under load all the time; every test leaves it as well as it was.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { openAdmin } from '../../../src/clients/admin.ts';
import { readAll } from '../../../src/clients/final-reader.ts';
import { kafkajsRawProducer } from '../../../src/clients/kafkajs-producer.ts';
import { askOwn } from '../../../src/cluster/ask.ts';
import { diskSpace, isOnDisk } from '../../../src/cluster/disk.ts';
import { defaultDiskBytes } from '../../../src/cluster/limited-disk.ts';
import { memoryOf } from '../../../src/cluster/memory.ts';
import { serves, stateOf } from '../../../src/cluster/process-life.ts';
import { EnvironmentError, UsageError } from '../../../src/errors.ts';
import { until, untilFullIsr } from '../../../src/experiment/conditions.ts';
import { corrupt } from '../../../src/faults/corrupt.ts';
import { diskFull } from '../../../src/faults/disk-full.ts';
import type { Fault } from '../../../src/faults/fault.ts';
import { outOfMemory } from '../../../src/faults/out-of-memory.ts';
import { wipe } from '../../../src/faults/wipe.ts';
import type { Evidence } from '../../../src/history/entry.ts';
import { findNode, type Node, nodesOf } from '../../../src/topology/topology.ts';
import { belongings } from '../engine.ts';
import { eventually, type LiveScene, liveScene, logOf } from '../scene.ts';

/** What a member of a quorum says at its start that has no epoch and no transaction on its disk. */
const rememberingNothing =
  /Completed transition to Unattached(State)?\(epoch=0, [^\n]* from null|highest zxid is 0x0,/;

describe.each(['zk', 'kraft'] as const)('in %s mode', (mode) => {
  let scene: LiveScene;
  let load: Load;
  beforeAll(async () => {
    scene = await liveScene(mode, { diskBytes: defaultDiskBytes });
    load = await startLoad(scene);
  });
  afterAll(async () => {
    await load?.stop();
    await scene?.remove();
  });

  it('a broker halts when its disk is full, and serves again when there is space', async () => {
    const broker = await scene.leader();
    const healed = await hit(scene, diskFull, broker, {}, async (evidence, log) => {
      expect(evidence).toMatchObject({
        [`${broker.name} sizeBytes`]: defaultDiskBytes,
        [`${broker.name} freeBytes`]: 0,
        [`${broker.name} writeError`]: 'no space left on device',
      });
      await eventually('the broker ends', async () => !(await stateOf(scene.cluster, broker)).running);
      expect((await stateOf(scene.cluster, broker)).exitCode).toBe(1);
      const text = await log();
      expect(text).toMatch(/java\.io\.IOException: No space left on device/);
      expect(text).toMatch(/Shutdown broker because all log dirs in \/var\/lib\/kafka\/data have failed/);
      await eventually('the cluster misses it', async () => !(await isCounted(scene, broker)));
      await load.goesOn();
    });
    expect(healed[`${broker.name} freeBytes`]).toBeGreaterThan(defaultDiskBytes / 2);
  });

  it.runIf(mode === 'kraft')('a controller halts when its disk is full', async () => {
    const controller = findNode(scene.cluster.topology, 'controller-2');
    await hit(scene, diskFull, controller, {}, async (_, log) => {
      await eventually('it ends', async () => !(await stateOf(scene.cluster, controller)).running);
      expect((await stateOf(scene.cluster, controller)).exitCode).toBe(1);
      expect(await log()).toMatch(
        /KafkaStorageException: Error while appending records to __cluster_metadata-0[\s\S]*No space left/,
      );
      await load.goesOn();
    });
  });

  it.runIf(mode === 'zk')(
    'a ZooKeeper that follows drops out of the quorum when its disk is full, and comes back by itself',
    async () => {
      const follower = await zookeeperOf(scene, 'follower');
      const { pid } = await stateOf(scene.cluster, follower);
      const healed = await hit(scene, diskFull, follower, {}, async (_, log) => {
        await changeMetadata(scene, async () => !(await serves(scene.cluster, follower)));
        expect(await log()).toMatch(
          /Severe unrecoverable error, from thread : SyncThread[\s\S]*No space left/,
        );
        expect(await stateOf(scene.cluster, follower)).toMatchObject({ running: true, pid });
        await load.goesOn();
      });
      expect(healed).toMatchObject({ [`${follower.name} pid`]: pid });
    },
  );

  it.runIf(mode === 'zk')('a ZooKeeper that leads is replaced when its disk is full', async () => {
    const leader = await zookeeperOf(scene, 'leader');
    await hit(scene, diskFull, leader, {}, async (_, log) => {
      await changeMetadata(scene, async () => !(await serves(scene.cluster, leader)));
      await eventually('another one leads', async () => {
        const found = await zookeeperOf(scene, 'leader').catch(() => leader);
        return found !== leader;
      });
      expect(await log()).toMatch(/Severe unrecoverable error, from thread : SyncThread[\s\S]*No space left/);
      // Elected again it ends, because it cannot write its snapshot: ExitCode.TXNLOG_ERROR_TAKING_SNAPSHOT. If another
      // is elected, it lives, and does as one that follows.
      const { running, exitCode } = await stateOf(scene.cluster, leader);
      if (!running) expect(exitCode).toBe(10);
      await load.goesOn();
    });
  });

  it('the kernel kills a broker for want of memory, and nobody else', async () => {
    const broker = await scene.leader();
    const memory = await memoryOf(scene.cluster.container(broker.name));
    const others = scene.cluster.topology.nodes.filter((each) => each !== broker);
    const pids = async () =>
      await Promise.all(others.map(async (each) => (await stateOf(scene.cluster, each)).pid));
    const before = await pids();
    await hit(scene, outOfMemory, broker, {}, async (evidence) => {
      expect(evidence).toMatchObject({
        [`${broker.name} oomKilled`]: true,
        [`${broker.name} exitCode`]: 128 + 9,
      });
      await eventually('the cluster misses it', async () => !(await isCounted(scene, broker)));
    });
    expect(await pids()).toEqual(before);
    expect((await memoryOf(scene.cluster.container(broker.name))).limitBytes).toBe(memory.limitBytes);
  });

  it('the kernel kills a member of the quorum for want of memory', async () => {
    const member = quorumMember(scene);
    await hit(scene, outOfMemory, member, {}, async (evidence) => {
      expect(evidence).toMatchObject({ [`${member.name} oomKilled`]: true });
      expect(await serves(scene.cluster, member)).toBe(false);
      await load.goesOn();
    });
  });

  it('a broker that crashed cuts a damaged batch off its log, and fetches it again', async () => {
    const broker = await scene.leader();
    const healed = await hit(scene, corrupt, broker, { file: 'partition' }, async (evidence, log) => {
      expect(evidence[`${broker.name} sha256`]).not.toBe(evidence[`${broker.name} sha256 before`]);
      expect(evidence[`${broker.name} path`]).toBe(`${scene.topic}-0/00000000000000000000.log`);
      await eventually('it serves', () => serves(scene.cluster, broker));
      expect(await log()).toMatch(
        new RegExp(
          `LogLoader partition=${scene.topic}-0, .*Corruption found in segment 0, truncating to offset`,
        ),
      );
    });
    expect(healed).toMatchObject({
      [`${broker.name} restored`]: false,
      [`${broker.name} damage left`]: false,
    });
  });

  it('a broker halts at a damaged checkpoint of high watermarks', async () => {
    const broker = findNode(scene.cluster.topology, 'broker-3');
    const healed = await hit(scene, corrupt, broker, { file: 'checkpoint' }, async (_, log) => {
      await eventually('it ends', async () => !(await stateOf(scene.cluster, broker)).running);
      expect(await log()).toMatch(/Error while reading checkpoint file .*replication-offset-checkpoint/);
    });
    expect(healed).toMatchObject({
      [`${broker.name} restored`]: true,
      [`${broker.name} damage left`]: false,
    });
  });

  it.runIf(mode === 'kraft')('a controller cuts a damaged batch off its metadata log', async () => {
    const controller = quorumMember(scene);
    const healed = await hit(scene, corrupt, controller, { file: 'metadata-log' }, async (_, log) => {
      await eventually('it serves', () => serves(scene.cluster, controller));
      expect(await log()).toMatch(
        /partition=__cluster_metadata-0, .*Corruption found in segment 0, truncating/,
      );
    });
    expect(healed).toMatchObject({ [`${controller.name} restored`]: false });
  });

  it.runIf(mode === 'zk')('a ZooKeeper does not start with a damaged transaction', async () => {
    const member = quorumMember(scene);
    const healed = await hit(scene, corrupt, member, { file: 'metadata-log' }, async (_, log) => {
      await eventually('it ends', async () => !(await stateOf(scene.cluster, member)).running);
      expect(await log()).toMatch(/Unable to load database on disk[\s\S]*CRC check failed/);
      await load.goesOn();
    });
    expect(healed).toMatchObject({ [`${member.name} restored`]: true });
  });

  it.runIf(mode === 'zk')(
    'a ZooKeeper starts without a transaction that was cut off, and gets it again',
    async () => {
      const member = quorumMember(scene);
      const damage = { file: 'metadata-log', how: 'truncate' } as const;
      const healed = await hit(scene, corrupt, member, damage, async (evidence) => {
        const [before, after] = ['size before', 'size'].map((each) => evidence[`${member.name} ${each}`]);
        expect(after).toBeLessThan(before as number);
        await eventually('it serves', () => serves(scene.cluster, member));
        await eventually('it has what the leader has', async () => {
          const leader = await zookeeperOf(scene, 'leader');
          return (await lastTransactionOf(scene, member)) === (await lastTransactionOf(scene, leader));
        });
      });
      expect(healed).toMatchObject({ [`${member.name} restored`]: false });
    },
  );

  it('a broker comes back from an empty disk, and gets all of it again', async () => {
    const broker = await scene.leader();
    await hit(scene, wipe, broker, {}, async (evidence) => {
      expect(evidence).toMatchObject({ [`${broker.name} file is there`]: false });
      expect(evidence[`${broker.name} container`]).toBe(scene.cluster.container(broker.name).id);
    });
    expect(await isOnDisk(scene.cluster, broker, `${scene.topic}-0`)).toBe(true);
    expect((await diskSpace(scene.cluster, broker)).sizeBytes).toBe(defaultDiskBytes);
  });

  it('a member of the quorum comes back from an empty disk', async () => {
    const member = quorumMember(scene);
    await hit(scene, wipe, member, {}, async (_, log) => {
      await servesOrMeetsItself(scene, member, log);
      expect(await log()).toMatch(rememberingNothing);
    });
    expect(await serves(scene.cluster, member)).toBe(true);
  });

  it('refuses to damage what a node does not have', async () => {
    const broker = findNode(scene.cluster.topology, 'broker-1');
    const [node, file] =
      mode === 'zk' ? ([broker, 'metadata-log'] as const) : ([quorumMember(scene), 'partition'] as const);
    const parameters = corrupt.parameters.parse({ file });
    await expect(corrupt.inject(scene, [node], parameters)).rejects.toThrow(UsageError);
    expect(await serves(scene.cluster, node)).toBe(true);
  });

  it('nothing was lost of what was acknowledged through all of this', async () => {
    const acknowledged = await load.stop();
    const found = new Set<string>();
    // Connections of their own: those of the scene's may be to processes that are no more.
    const admin = openAdmin(scene.cluster.bootstrapServers, 'kafka-chaos-test-read');
    await readAll(admin, scene.topic, ({ value }) => found.add(value));
    await admin.close();
    expect(acknowledged.filter((value) => !found.has(value))).toEqual([]);
  });

  it('leaves no volume behind', async () => {
    await scene.remove();
    expect((await belongings()).filter((each) => each.includes(scene.cluster.id))).toEqual([]);
  });
});

describe("with both roles in a node, Kafka 4, and the machine's own disks", () => {
  let scene: LiveScene;
  let load: Load;
  beforeAll(async () => {
    scene = await liveScene('kraft-combined', { kafka: '4.3.1' });
    load = await startLoad(scene);
  });
  afterAll(async () => {
    await load?.stop();
    await scene?.remove();
  });

  it('no disk can be filled', async () => {
    const node = findNode(scene.cluster.topology, 'node-1');
    const filling = diskFull.inject(scene, [node], {});
    await expect(filling).rejects.toThrow(EnvironmentError);
    await expect(filling).rejects.toThrow(/booted without limited disks/);
    expect(await serves(scene.cluster, node)).toBe(true);
  });

  it('a node comes back from an empty disk', async () => {
    const node = await scene.leader();
    await hit(scene, wipe, node, {}, async (_, log) => {
      await servesOrMeetsItself(scene, node, log);
      expect(await log()).toMatch(rememberingNothing);
    });
    expect(await isOnDisk(scene.cluster, node, `${scene.topic}-0`)).toBe(true);
  });

  it('a node cuts off what is left of a batch whose end is missing', async () => {
    const node = findNode(scene.cluster.topology, 'node-1');
    const damage = { file: 'metadata-log', how: 'truncate' } as const;
    const healed = await hit(scene, corrupt, node, damage, async (_, log) => {
      await eventually('it serves', () => serves(scene.cluster, node));
      expect(await log()).toMatch(/Corruption found in segment 0, truncating to offset/);
    });
    expect(healed).toMatchObject({ 'node-1 restored': false, 'node-1 damage left': false });
  });

  // The last one: the damage stays.
  it('a broker that was stopped in order trusts its log, and serves with a damaged batch in it', async () => {
    const node = findNode(scene.cluster.topology, 'node-3');
    const damage = { file: 'partition', after: 'clean-stop' } as const;
    const healed = await hit(scene, corrupt, node, damage, async (_, log) => {
      await eventually('it serves', () => serves(scene.cluster, node));
      expect(await log()).toMatch(/Skipping recovery of \d+ logs .* since clean shutdown file was found/);
    });
    expect(healed).toMatchObject({ 'node-3 restored': false, 'node-3 damage left': true });
  });
});

describe('with both roles in a node', () => {
  let scene: LiveScene;
  let load: Load;
  beforeAll(async () => {
    scene = await liveScene('kraft-combined', { diskBytes: defaultDiskBytes });
    load = await startLoad(scene);
  });
  afterAll(async () => {
    await load?.stop();
    await scene?.remove();
  });

  it('a node halts when its disk is full, and both of its roles with it', async () => {
    const node = await scene.leader();
    await hit(scene, diskFull, node, {}, async (evidence, log) => {
      expect(evidence).toMatchObject({ [`${node.name} freeBytes`]: 0 });
      await eventually('it ends', async () => !(await stateOf(scene.cluster, node)).running);
      expect((await stateOf(scene.cluster, node)).exitCode).toBe(1);
      expect(await log()).toMatch(/java\.io\.IOException: No space left on device/);
      await eventually('the cluster misses it', async () => !(await isCounted(scene, node)));
      await load.goesOn();
    });
  });

  it('the kernel kills a node for want of memory', async () => {
    const node = await scene.leader();
    await hit(scene, outOfMemory, node, {}, async (evidence) => {
      expect(evidence).toMatchObject({
        [`${node.name} oomKilled`]: true,
        [`${node.name} exitCode`]: 128 + 9,
      });
      await eventually('the cluster misses it', async () => !(await isCounted(scene, node)));
      await load.goesOn();
    });
  });

  it('a node halts at a damaged checkpoint of high watermarks', async () => {
    const node = findNode(scene.cluster.topology, 'node-2');
    const healed = await hit(scene, corrupt, node, { file: 'checkpoint' }, async (_, log) => {
      await eventually('it ends', async () => !(await stateOf(scene.cluster, node)).running);
      expect(await log()).toMatch(/Error while reading checkpoint file .*replication-offset-checkpoint/);
      await load.goesOn();
    });
    expect(healed).toMatchObject({ 'node-2 restored': true, 'node-2 damage left': false });
  });
});

/** Injects a fault, looks at what it does, heals it, and waits until every replica is in sync again. */
async function hit<Parameters extends z.ZodObject>(
  scene: LiveScene,
  fault: Fault<string, 'nodes', Parameters>,
  node: Node,
  parameters: z.input<Parameters>,
  look: (evidence: Evidence, log: () => Promise<string>) => Promise<void>,
): Promise<Evidence> {
  const since = Date.now() / 1000;
  const active = await fault.inject(scene, [node], fault.parameters.parse(parameters));
  let healed: Evidence;
  try {
    await look(active.evidence, () => logOf(scene, node, since));
  } catch (error) {
    console.error(
      `${node.name}, which healing changes now: ${JSON.stringify(await stateOf(scene.cluster, node))}`,
    );
    console.error((await logOf(scene, node, since)).slice(-20_000));
    throw error;
  } finally {
    await active.undo();
    healed = await active.awaitHealed();
  }
  expect(await untilFullIsr(scene.admin, scene.topic, 120_000, scene.signal)).toBe(true);
  return healed;
}

async function isCounted({ admin, topic }: LiveScene, broker: Node): Promise<boolean> {
  const { brokers } = await admin.topicState(topic);
  return brokers.some((each) => each.id === broker.id);
}

function quorumMember({ cluster: { topology } }: LiveScene): Node {
  return nodesOf(topology, topology.mode === 'zk' ? 'zookeeper' : 'controller')[0]!;
}

async function zookeeperOf({ cluster }: LiveScene, state: 'leader' | 'follower'): Promise<Node> {
  for (const node of nodesOf(cluster.topology, 'zookeeper')) {
    const { text } = await askOwn(cluster, node);
    if (text.includes(`Mode: ${state}`)) return node;
  }
  throw new Error(`no ZooKeeper says that it is the ${state}`);
}

/** The last transaction that a ZooKeeper server has seen, by its own word. */
async function lastTransactionOf({ cluster }: LiveScene, node: Node): Promise<string> {
  const { text } = await askOwn(cluster, node);
  return /^Zxid: (0x[0-9a-f]+)$/m.exec(text)![1]!;
}

/**
 * A controller that led, has forgotten it, and is told by the others that it leads ends at that: it depends on
 * whether they have noticed its absence when it is back.
 */
async function servesOrMeetsItself(scene: LiveScene, node: Node, log: () => Promise<string>): Promise<void> {
  const hasEnded = async () => !(await stateOf(scene.cluster, node)).running;
  await eventually(
    'it serves, or ends',
    async () => (await serves(scene.cluster, node)) || (await hasEnded()),
  );
  if (await hasEnded()) {
    expect(await log()).toMatch(
      /fatal fault: Unexpected error in raft IO thread[\s\S]*inconsistent with current leader/,
    );
  }
}

let changes = 0;

/** Creates topics, which ZooKeeper must write down, until something is so. */
async function changeMetadata({ admin }: LiveScene, isSo: () => Promise<boolean>): Promise<void> {
  await eventually('what a change of metadata brings about', async () => {
    const topic = { name: `change-${changes++}`, partitions: 1, replicationFactor: 1, config: {} };
    void admin.createTopic(topic).catch(() => {});
    return await until(1_000, new AbortController().signal, isSo);
  });
}

interface Load {
  /** Returns when a record has been acknowledged that was sent after the call. */
  goesOn(): Promise<void>;
  /** Ends it. @returns the values that were acknowledged */
  stop(): Promise<string[]>;
}

/** Writes to every partition all the time. */
async function startLoad({ cluster, topic }: LiveScene): Promise<Load> {
  const producer = await kafkajsRawProducer({
    bootstrapServers: cluster.bootstrapServers,
    clientId: 'kafka-chaos-test-load',
    topic,
    requestTimeoutMs: 5_000,
  });
  const acknowledged: string[] = [];
  let sent = 0;
  let isOver = false;
  const writers = [0, 1, 2].map(async (partition) => {
    while (!isOver) {
      const value = String(sent++);
      const { outcome } = await producer.send(partition, value);
      if (outcome === 'ok') acknowledged.push(value);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  });
  const load = {
    async goesOn() {
      const from = sent;
      await eventually('records are acknowledged', async () => Number(acknowledged.at(-1)) >= from);
    },
    async stop() {
      isOver = true;
      await Promise.all(writers);
      await producer.close();
      return acknowledged;
    },
  };
  await load.goesOn();
  return load;
}
