/**
 * What faults of links do to Kafka and its clients, in every mode.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openAdmin } from '../../../src/clients/admin.ts';
import { readAll } from '../../../src/clients/final-reader.ts';
import { kafkajsRawProducer } from '../../../src/clients/kafkajs-producer.ts';
import { payloadBytes } from '../../../src/clients/payload.ts';
import { askLinks, lastWord, question } from '../../../src/cluster/ask.ts';
import { bandwidth } from '../../../src/faults/bandwidth.ts';
import { blackhole } from '../../../src/faults/blackhole.ts';
import { cut } from '../../../src/faults/cut.ts';
import type { ActiveFault } from '../../../src/faults/fault.ts';
import { flap } from '../../../src/faults/flap.ts';
import { latency } from '../../../src/faults/latency.ts';
import { limitData } from '../../../src/faults/limit-data.ts';
import { partition } from '../../../src/faults/partition.ts';
import { reset } from '../../../src/faults/reset.ts';
import { slice } from '../../../src/faults/slice.ts';
import { slowClose } from '../../../src/faults/slow-close.ts';
import { type LinkTarget, linksOf } from '../../../src/topology/link-targets.ts';
import { modes } from '../../../src/topology/mode.ts';
import { candidates } from '../../../src/topology/targets.ts';
import type { Link, Node } from '../../../src/topology/topology.ts';
import { listenAfter } from '../bare-client.ts';
import { belongings } from '../engine.ts';
import { eventually, heal, type LiveScene, liveScene, soonGivenUp } from '../scene.ts';

/** What a client without a fault is answered within: less than any delay of these tests, and far more than it takes. */
const promptMs = 150;

// A cluster on its way to KRaft begins as one of ZooKeeper: its quorum is not there yet.
describe.each(modes.filter((mode) => mode !== 'zk-to-kraft'))('%s', (mode) => {
  let scene: LiveScene;
  /** Leads partition 0, and its followers. */
  let leader: Node;
  let followers: Node[];
  let active: ActiveFault | undefined;
  beforeAll(async () => {
    scene = await liveScene(mode, { settings: soonGivenUp(mode) });
    await write(200);
  });
  afterAll(async () => {
    await scene.remove();
    expect(await belongings()).toEqual([]);
  });

  const find = async () => {
    leader = await scene.leader();
    followers = candidates({ allOf: 'broker' }, scene.cluster.topology).filter((node) => node !== leader);
  };
  const links = (target: LinkTarget) =>
    linksOf(target, scene.cluster.topology, (each) => candidates(each, scene.cluster.topology));
  const fromClients = () => links({ from: 'clients', to: { node: leader.name } });
  const end = () => heal(scene, active!);
  const answers = async (asked: readonly Link[]) =>
    (await askLinks(scene.cluster, asked, { withinMs: 500, quietMs: 20, say: question })).map(
      ({ answer }) => answer,
    );
  /** Where clients find the leader. */
  const server = () => {
    const index = candidates({ allOf: 'broker' }, scene.cluster.topology).indexOf(leader);
    return scene.cluster.bootstrapServers[index]!;
  };
  /** What a client gets that asks the leader over a new connection, and after how long. */
  const client = async () => {
    const admin = openAdmin([server()], 'effect');
    const began = performance.now();
    try {
      await admin.topicState(scene.topic);
      return { got: 'an answer', ms: performance.now() - began };
    } catch (error) {
      return { got: messagesOf(error as Error), ms: performance.now() - began };
    } finally {
      await admin.close();
    }
  };
  /** A client is answered as soon as it should be when nothing is wrong. */
  const isWell = () =>
    eventually('a client is answered at once', async () => {
      const { got, ms } = await client();
      return got === 'an answer' && ms < promptMs;
    });
  const write = async (records: number) => {
    const { bootstrapServers } = scene.cluster;
    const producer = await kafkajsRawProducer({ bootstrapServers, topic: scene.topic, clientId: 'effect' });
    const send = async (n: number) => (await producer.send(0, `effect/${mode}/${n}`)).outcome;
    // Right after its creation a topic's leader may not know yet that it leads.
    await eventually('the leader takes a record', async () => (await send(0)) === 'ok');
    for (let n = 1; n < records; n++) expect(await send(n)).toBe('ok');
    await producer.close();
  };
  const readAgain = async () => {
    // Over connections of its own: those of others may have been cut by the fault before.
    const admin = openAdmin(scene.cluster.bootstrapServers, 'effect');
    let count = 0;
    const began = performance.now();
    try {
      const partitions = await readAll(admin, scene.topic, () => count++);
      const stopped = partitions.flatMap((each) => each.stopped ?? []);
      return { count, stopped, ms: performance.now() - began };
    } finally {
      await admin.close();
    }
  };

  test('latency: a client waits for it', async () => {
    await find();
    await isWell();
    active = await latency.inject(scene, fromClients(), {
      latencyMs: 300,
      jitterMs: 0,
      direction: 'answers',
    });
    const { got, ms } = await client();
    expect(got).toBe('an answer');
    expect(ms).toBeGreaterThan(300);
    await end();
    await isWell();
  });

  test('blackhole: a client is not refused, it gets no answer', async () => {
    await find();
    active = await blackhole.inject(scene, fromClients(), { direction: 'both' });
    const { got } = await client();
    expect(got).toMatch(/time/i);
    expect(got).not.toMatch(/ECONNREFUSED/);
    await end();
  });

  test('cut: a client is refused', async () => {
    await find();
    active = await cut.inject(scene, fromClients(), {});
    const { got, ms } = await client();
    expect(got).toMatch(/ECONNREFUSED|ECONNRESET|closed/i);
    expect(ms).toBeLessThan(1_000);
    expect(await answers(fromClients())).toEqual(['refused']);
    await end();
    await isWell();
  });

  test('reset: a client that has connected loses its connection, after the time that was given', async () => {
    await find();
    active = await reset.inject(scene, fromClients(), { afterMs: 500 });
    const { pieces, endMs } = await listenAfter(server(), question('client'), 3_000);
    expect(pieces).toEqual([]);
    expect(endMs).toBeGreaterThan(400);
    expect((await client()).got).toMatch(/ECONNRESET|closed/i);
    await end();
    await isWell();
  });

  test('slow-close: that the broker has closed a connection is learnt late; answers are as fast as ever', async () => {
    await find();
    const closedMs = async () => {
      const { pieces, endMs } = await listenAfter(server(), lastWord('client'), 5_000);
      expect(pieces).toEqual([]);
      return endMs;
    };
    await eventually('a connection ends at once', async () => (await closedMs())! < promptMs);
    active = await slowClose.inject(scene, fromClients(), { delayMs: 1_500 });
    expect(await closedMs()).toBeGreaterThan(1_450);
    expect(await closedMs()).toBeLessThan(3_000);
    await isWell();
    await end();
    await eventually('a connection ends at once again', async () => (await closedMs())! < promptMs);
  });

  test('slice: an answer comes in small pieces, complete, and as late as they are apart', async () => {
    await find();
    const heard = async () => {
      const { pieces, lastMs } = await listenAfter(server(), question('client'), 500);
      const bytes = pieces.reduce((sum, each) => sum + each, 0);
      return { pieces: pieces.length, bytes, lastMs };
    };
    await isWell();
    const whole = await heard();
    expect(whole.pieces).toBeLessThan(4);
    // Pieces are of 16 to 24 bytes, at least if they are not too near to each other.
    active = await slice.inject(scene, fromClients(), { bytes: 20, delayMs: 20, direction: 'answers' });
    const sliced = await heard();
    expect(sliced.bytes).toBe(whole.bytes);
    expect(sliced.pieces).toBeGreaterThan(whole.bytes / 40);
    expect(sliced.lastMs).toBeGreaterThan((whole.bytes / 30) * 20);
    const { got, ms } = await client();
    expect(got).toBe('an answer');
    expect(ms).toBeGreaterThan(promptMs);
    await end();
    await isWell();
    expect((await heard()).pieces).toBeLessThan(4);
  });

  test('bandwidth: what is written is read at that pace', async () => {
    await find();
    const before = await readAgain();
    expect(before.count).toBeGreaterThanOrEqual(200);
    // Bytes of values alone, at 10 of them a millisecond.
    const atLeastMs = (before.count * payloadBytes) / 10;
    expect(before.ms).toBeLessThan(atLeastMs / 2);
    active = await bandwidth.inject(scene, fromClients(), { kilobytesPerSecond: 10, direction: 'answers' });
    const during = await readAgain();
    expect(during.count).toBe(before.count);
    expect(during.ms).toBeGreaterThan(atLeastMs);
    await end();
    expect((await readAgain()).ms).toBeLessThan(atLeastMs / 2);
  });

  test('limit-data: a large answer never comes whole, a small one does', async () => {
    await find();
    active = await limitData.inject(scene, fromClients(), { bytes: 3_000 });
    const { count, stopped } = await readAgain();
    expect(count).toBe(0);
    expect(stopped).toEqual([expect.stringMatching(/^at offset 0 of \d+: .*closed/i)]);
    expect((await client()).got).toBe('an answer');
    await end();
    expect((await readAgain()).count).toBeGreaterThanOrEqual(200);
  });

  test('one-way partition: what one follower asks the leader fails, the other way passes', async () => {
    await find();
    const [follower, other] = followers as [Node, Node];
    const way = links({ from: { node: follower.name }, to: { node: leader.name } });
    const back = links({ from: { node: leader.name }, to: { node: follower.name } });
    active = await partition.inject(scene, way, { as: 'silence' });
    expect(new Set(await answers(way))).toEqual(new Set(['silent']));
    expect(new Set(await answers(back))).toEqual(new Set(['bytes']));
    // Whoever cannot fetch falls out of the ISR as soon as there is something to fetch; the other follower stays.
    await eventually('the follower is out of the ISR', async () => {
      await write(1);
      const { isr } = await partitionZero(scene);
      return !isr.includes(follower.id) && isr.includes(other.id);
    });
    expect((await partitionZero(scene)).leader).toBe(leader.id);
    await end();
  });

  test('a broker cut from its coordinators only is given up, while clients still reach it', async () => {
    await find();
    const { name } = leader;
    // Both ways: a combined node may be the active controller itself.
    const service = mode === 'zk' ? 'zookeeper' : 'quorum';
    const coordination = links({ between: { node: name }, and: { allOf: 'quorum' }, service });
    active = await partition.inject(scene, coordination, { as: 'silence' });
    await eventually('another broker leads', async () => {
      const state = await othersView(scene, leader);
      return state.leader !== leader.id && !state.isr.includes(leader.id);
    });
    expect((await client()).got).toBe('an answer');
    expect(await answers(fromClients())).toEqual(['bytes']);
    await end();
  });

  test('flap: by turns refused and answered', async () => {
    await find();
    active = await flap.inject(scene, fromClients(), {
      of: { fault: 'cut', with: {} },
      onMs: 300,
      offMs: 300,
    });
    const seen = new Set<string>();
    await eventually('both were seen', async () => {
      for (const answer of await answers(fromClients())) seen.add(answer);
      return seen.has('refused') && seen.has('bytes');
    });
    await end();
  });
});

/** Every message of an error and of its causes. */
function messagesOf(error: Error & { errors?: Error[]; code?: string }): string {
  const causes = [...(error.errors ?? []), ...(error.cause instanceof Error ? [error.cause] : [])];
  return [error.code ?? '', error.message, ...causes.map((each) => messagesOf(each))].join(' ');
}

async function partitionZero({ admin, topic }: LiveScene) {
  const { partitions } = await admin.topicState(topic);
  return partitions.find(({ partition }) => partition === 0)!;
}

/** Partition 0 as the brokers say that are not cut off: the one that is still believes in itself. */
async function othersView({ cluster, topic }: LiveScene, cutOff: Node) {
  const brokers = candidates({ allOf: 'broker' }, cluster.topology);
  const servers = cluster.bootstrapServers.filter((_, index) => brokers[index] !== cutOff);
  const admin = openAdmin(servers, 'effect');
  try {
    return await partitionZero({ admin, topic } as LiveScene);
  } finally {
    await admin.close();
  }
}
