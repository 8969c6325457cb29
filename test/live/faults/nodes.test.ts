/**
 * What faults of nodes' processes do to Kafka, in every mode: the evidence is the fault's own, the effect is seen by
 * somebody else, in the cluster.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { partitionState } from '../../../src/clients/administration.ts';
import { askLinks, askOwn, bulk, question } from '../../../src/cluster/ask.ts';
import { stateOf } from '../../../src/cluster/process-life.ts';
import { cpuStarve } from '../../../src/faults/cpu-starve.ts';
import { disconnect } from '../../../src/faults/disconnect.ts';
import { kill } from '../../../src/faults/kill.ts';
import { pause } from '../../../src/faults/pause.ts';
import { restart } from '../../../src/faults/restart.ts';
import { stop } from '../../../src/faults/stop.ts';
import { modes } from '../../../src/topology/mode.ts';
import type { Node, Service } from '../../../src/topology/topology.ts';
import { belongings } from '../engine.ts';
import { eventually, heal, type LiveScene, liveScene, soonGivenUp } from '../scene.ts';

describe.each(modes)('%s', (mode) => {
  let scene: LiveScene;
  beforeAll(async () => {
    scene = await liveScene(mode, { settings: soonGivenUp(mode) });
  });
  afterAll(async () => {
    await scene.remove();
    expect(await belongings()).toEqual([]);
  });

  const isAlive = async (node: Node) => {
    const { brokers } = await scene.admin.topicState(scene.topic);
    return brokers.some(({ id }) => id === node.id);
  };
  const leads = async (node: Node) => {
    const { partitions } = await scene.admin.topicState(scene.topic);
    return partitions.some(({ leader }) => leader === node.id);
  };

  test('kill: the broker is given up, and another one leads', async () => {
    const node = await scene.leader();
    const fault = await kill.inject(scene, [node], {});
    expect(fault.evidence).toMatchObject({ [`${node.name} exitCode`]: 137 });
    expect((await askOwn(scene.cluster, node)).answer).toBe('refused');
    await eventually('the dead broker leads nothing', async () => !(await leads(node)));
    await eventually('the dead broker is not named to clients', async () => !(await isAlive(node)));
    await heal(scene, fault);
  });

  test('stop: leadership has been handed over before the process ends', async () => {
    const node = await scene.leader();
    const fault = await stop.inject(scene, [node], { withinMs: 60_000 });
    expect(fault.evidence).toMatchObject({ [`${node.name} exitCode`]: 143 });
    expect(await leads(node)).toBe(false);
    await heal(scene, fault);
  });

  test('restart: another process, whose partitions another broker has led meanwhile', async () => {
    const node = await scene.leader();
    const { pid } = await stateOf(scene.cluster, node);
    const { leaderEpoch } = await partitionState(scene.admin, scene.topic, 0);
    const fault = await restart.inject(scene, [node], { by: 'SIGTERM', withinMs: 60_000 });
    expect((await stateOf(scene.cluster, node)).pid).not.toBe(pid);
    expect((await partitionState(scene.admin, scene.topic, 0)).leaderEpoch).toBeGreaterThan(leaderEpoch);
    await heal(scene, fault);
  });

  test('pause: connections are accepted and nothing is answered, until the broker is given up', async () => {
    const node = await scene.leader();
    const fault = await pause.inject(scene, [node], {});
    const [reading] = await askLinks(scene.cluster, linksFromClients(scene, node), {
      withinMs: 500,
      quietMs: 20,
      say: question,
    });
    expect(reading).toMatchObject({ answer: 'silent', connectMs: expect.any(Number) });
    await eventually('the frozen broker leads nothing', async () => !(await leads(node)));
    await heal(scene, fault);
  });

  test('disconnect: the process runs and answers itself, and the cluster gives it up', async () => {
    const node = await scene.leader();
    const fault = await disconnect.inject(scene, [node], {});
    expect(await stateOf(scene.cluster, node)).toMatchObject({ running: true, paused: false });
    await eventually('the disconnected broker leads nothing', async () => !(await leads(node)));
    await heal(scene, fault);
  });

  test('cpu-starve: answers take many times longer', async () => {
    const node = await scene.leader();
    const work = async () => {
      const much = { withinMs: 30_000, quietMs: 3_000, say: (service: Service) => bulk(service, 100_000) };
      return (await askOwn(scene.cluster, node, much)).lastMs!;
    };
    await work();
    const before = await work();
    const fault = await cpuStarve.inject(scene, [node], { cpus: 0.05 });
    expect(await work()).toBeGreaterThan(3 * before);
    await heal(scene, fault);
  });
});

const linksFromClients = ({ cluster }: LiveScene, { name }: Node) =>
  cluster.topology.links.filter(({ source, destination }) => source === 'clients' && destination === name);
