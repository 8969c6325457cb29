/**
 * What faults of administration do to Kafka: moved replicas, elected leaders, changed configuration, a broker that
 * was struck from the registry; and that healing brings all of it back.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import {
  activeController,
  coordinator,
  describeConfig,
  ElectionNotNeededError,
  partitionState,
  reassigning,
  registeredBrokers,
  electPreferred as requestElection,
} from '../../../src/clients/administration.ts';
import { kafkajsRawProducer } from '../../../src/clients/kafkajs-producer.ts';
import { startAgain, stateOf } from '../../../src/cluster/process-life.ts';
import { EnvironmentError, UsageError } from '../../../src/errors.ts';
import { untilFullIsr } from '../../../src/experiment/conditions.ts';
import { electPreferred } from '../../../src/faults/elect-preferred.ts';
import type { ActiveFault, Fault, Hits } from '../../../src/faults/fault.ts';
import { reassign } from '../../../src/faults/reassign.ts';
import { reconfigure } from '../../../src/faults/reconfigure.ts';
import { unregister } from '../../../src/faults/unregister.ts';
import type { Evidence } from '../../../src/history/entry.ts';
import { modes } from '../../../src/topology/mode.ts';
import { findBroker, type Node, nodesOf } from '../../../src/topology/topology.ts';
import { belongings } from '../engine.ts';
import { eventually, type LiveScene, liveScene } from '../scene.ts';

const minIsr = 'min.insync.replicas';
const unclean = 'unclean.leader.election.enable';

describe.each(modes)('%s', (mode) => {
  let scene: LiveScene;
  beforeAll(async () => {
    scene = await liveScene(mode);
  });
  afterAll(async () => {
    await scene.remove();
    expect(await belongings()).toEqual([]);
  });

  const inject = <Target extends keyof Hits, Parameters extends z.ZodObject>(
    fault: Fault<string, Target, Parameters>,
    target: Hits[Target],
    parameters: z.input<Parameters>,
  ): Promise<ActiveFault> => fault.inject(scene, target, fault.parameters.parse(parameters));
  const heal = async (fault: ActiveFault): Promise<Evidence> => {
    await fault.undo();
    return await fault.awaitHealed();
  };
  const state = (partition: number) => partitionState(scene.admin, scene.topic, partition);
  /** Makes the preferred replica lead, whether it does already or not. */
  const settle = async (partition: number) => {
    await requestElection(scene.admin, scene.topic, partition).catch((error) => {
      if (!(error instanceof ElectionNotNeededError)) throw error;
    });
    await eventually('the preferred replica leads', async () => {
      const { leader, replicas } = await state(partition);
      return leader === replicas[0];
    });
  };

  const stop = async (node: Node) => {
    await scene.cluster.container(node.name).kill({ signal: 'SIGTERM' });
    await scene.cluster.container(node.name).wait();
  };

  test('the active controller is one, and coordinators are found', async () => {
    const { admin, cluster } = scene;
    const role = mode === 'zk' ? 'broker' : 'controller';
    const candidates = nodesOf(cluster.topology, role).map(({ id }) => id);
    expect(candidates).toContain(await activeController(admin, mode));

    for (const kind of ['group', 'transaction'] as const) {
      await eventually(`there is a coordinator of a ${kind}`, async () => {
        const found = await coordinator(admin, kind, 'somebody');
        return found !== null && findBroker(cluster.topology, found) !== undefined;
      });
    }
  });

  test('a reassignment changes who is preferred, and an election who leads', async () => {
    await settle(0);
    const before = await state(0);
    const [first, second, third] = before.replicas;

    const moved = await inject(reassign, 0, {});
    expect(moved.evidence).toMatchObject({
      'replicas before': `${first},${second},${third}`,
      replicas: `${second},${third},${first}`,
      reassigning: false,
    });
    expect(await state(0)).toMatchObject({ replicas: [second, third, first], leader: first });

    const elected = await inject(electPreferred, 0, {});
    expect(elected.evidence).toMatchObject({ 'leader before': first, leader: second });
    const after = await state(0);
    expect(after.leader).toBe(second);
    expect(after.leaderEpoch).toBeGreaterThan(before.leaderEpoch);

    await expect(inject(electPreferred, 0, {})).rejects.toThrow(
      new EnvironmentError(
        `partition 0 is led by its preferred replica, broker ${second}, already: there is nothing to elect`,
      ),
    );
    expect(await heal(elected)).toMatchObject({ leader: second });
    expect(await heal(moved)).toMatchObject({ replicas: before.replicas.join(','), reassigning: false });
    expect((await state(0)).replicas).toEqual(before.replicas);
  });

  test('a reassignment takes replicas away and moves them, and healing copies them back', async () => {
    await settle(1);
    const { replicas } = await state(1);
    const [first, second] = replicas;
    const moved = await inject(reassign, 1, { replicas: [second!, first!] });
    const after = await state(1);
    expect(after.replicas).toEqual([second, first]);
    expect(after.isr.toSorted()).toEqual([first, second].toSorted());

    await expect(inject(reassign, 1, { replicas: [second!, first!] })).rejects.toThrow(/already/);
    await expect(inject(reassign, 1, { replicas: [99] })).rejects.toThrow(/INVALID_REPLICA_ASSIGNMENT/);
    expect((await state(1)).replicas).toEqual([second, first]);

    // By default the replicas rotate over all brokers, the one without a replica among them.
    const third = replicas.at(-1)!;
    const rotated = await inject(reassign, 1, {});
    expect(await state(1)).toMatchObject({ replicas: [first, third] });
    expect((await state(1)).isr.toSorted()).toEqual([first, third].toSorted());

    expect(await heal(rotated)).toMatchObject({ replicas: `${second},${first}` });
    // What is to be healed needs a broker that is away, and comes back only later.
    const away = findBroker(scene.cluster.topology, third);
    await stop(away);
    await moved.undo();
    await startAgain(scene.cluster, away);
    await moved.awaitHealed();
    expect(await state(1)).toMatchObject({ replicas });
    expect((await state(1)).isr).toHaveLength(3);
    expect(await reassigning(scene.admin, scene.topic, 1)).toBe(false);
  });

  test("a topic's new configuration refuses writes, and healing lets them in again", async () => {
    const { admin, cluster, topic, signal } = scene;
    const producer = await kafkajsRawProducer({
      bootstrapServers: cluster.bootstrapServers,
      clientId: 'kafka-chaos-test-producer',
      topic,
    });
    let count = 0;
    const write = () => producer.send(2, `written-${count++}`);
    // Kafka demands no more replicas in sync than there are: one of them has to be missing.
    const { leader, replicas } = await state(2);
    const missing = findBroker(cluster.topology, replicas.find((id) => id !== leader)!);
    await stop(missing);
    await eventually('a replica is missing', async () => (await state(2)).isr.length === 2);
    await eventually('a write succeeds', async () => (await write()).outcome === 'ok');

    const fault = await inject(reconfigure, null, { topic: { [minIsr]: '3' } });
    expect(fault.evidence).toEqual({ [`topic ${minIsr} before`]: '2', [`topic ${minIsr}`]: '3' });
    expect((await describeConfig(admin, { topic })).get(minIsr)).toEqual({ value: '3', isOverridden: true });
    await eventually('a write is refused', async () => {
      const { outcome, error } = await write();
      return outcome === 'fail' && error?.name === 'NOT_ENOUGH_REPLICAS';
    });

    expect(await heal(fault)).toEqual({ [`topic ${minIsr}`]: '2' });
    expect((await describeConfig(admin, { topic })).get(minIsr)).toEqual({ value: '2', isOverridden: true });
    await eventually('a write succeeds again', async () => (await write()).outcome === 'ok');
    await producer.close();
    await startAgain(cluster, missing);
    await eventually('all brokers are there', async () => (await registeredBrokers(admin)).length === 3);
    expect(await untilFullIsr(admin, topic, 60_000, signal)).toBe(true);
  });

  test("the brokers' new configuration is theirs, and healing leaves nothing of it", async () => {
    const { admin, topic } = scene;
    const fault = await inject(reconfigure, null, {
      topic: { [unclean]: 'true' },
      brokers: { [minIsr]: '3', [unclean]: 'true' },
    });
    expect(fault.evidence).toEqual({
      [`topic ${unclean} before`]: 'false',
      [`topic ${unclean}`]: 'true',
      [`brokers ${minIsr} before`]: '1',
      [`brokers ${minIsr}`]: '3',
      [`brokers ${unclean} before`]: 'false',
      [`brokers ${unclean}`]: 'true',
    });
    const brokers = await registeredBrokers(admin);
    expect(brokers).toEqual([1, 2, 3]);
    for (const id of brokers) {
      expect(await admin.brokerConfig(id)).toMatchObject({ [minIsr]: '3', [unclean]: 'true' });
    }

    await expect(inject(reconfigure, null, { brokers: { [minIsr]: '3' } })).rejects.toThrow(/so already/);
    await expect(inject(reconfigure, null, { brokers: { 'no.such.key': '1' } })).rejects.toThrow(UsageError);
    expect(reconfigure.parameters.safeParse({ topic: {} }).success).toBe(false);

    await heal(fault);
    for (const id of brokers) {
      expect(await admin.brokerConfig(id)).toMatchObject({ [minIsr]: '1', [unclean]: 'false' });
    }
    expect(await describeConfig(admin, 'all-brokers')).toEqual(new Map());
    const healed = await describeConfig(admin, { topic });
    expect(healed.get(unclean)).toEqual({ value: 'false', isOverridden: false });
  });

  test.skipIf(mode === 'zk')('an unregistered broker leads nothing until it is restarted', async () => {
    const { admin, cluster, topic, signal } = scene;
    const node = await scene.leader();
    const { pid } = await stateOf(cluster, node);
    const others = (await registeredBrokers(admin)).filter((id) => id !== node.id);

    const fault = await inject(unregister, [node], {});
    expect(fault.evidence).toEqual({
      [`${node.name} pid`]: pid,
      [`${node.name} running`]: true,
      [`${node.name} registered`]: false,
      [`${node.name} registered brokers`]: others.join(','),
    });
    await eventually('others lead its partitions, without it', async () => {
      const { partitions, brokers } = await admin.topicState(topic);
      return (
        brokers.every(({ id }) => id !== node.id) &&
        partitions.every(({ leader, isr }) => leader !== null && leader !== node.id && !isr.includes(node.id))
      );
    });
    expect(await stateOf(cluster, node)).toMatchObject({ running: true, pid });
    await expect(inject(unregister, [node], {})).rejects.toThrow(/not registered/);

    expect(await heal(fault)).toMatchObject({ [`${node.name} registered`]: true });
    expect((await stateOf(cluster, node)).pid).not.toBe(pid);
    expect(await registeredBrokers(admin)).toContain(node.id);
    expect(await untilFullIsr(admin, topic, 60_000, signal)).toBe(true);
  });

  test('only KRaft has a registry to be struck from', () => {
    const why = unregister.whyNot?.(scene.cluster.topology);
    if (mode === 'zk') expect(why).toMatch(/^only KRaft/);
    else expect(why).toBeUndefined();
  });
});
