import '../faults/mocks.ts';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { churnTopics, createTopics } from '../../src/clients/create-topics.ts';
import { ensembleWork } from '../../src/cluster/ensemble-work.ts';
import { liveHeap } from '../../src/cluster/live-heap.ts';
import { EnvironmentError, UsageError } from '../../src/errors.ts';
import { awaitHealth } from '../../src/experiment/health.ts';
import { leadersUnderTest, partRoles } from '../../src/experiment/roles.ts';
import { roll } from '../../src/upgrade/roll.ts';
import { useWorldTime } from '../faults/world.ts';
import { stageOf } from './stage.ts';

vi.mock('../../src/clients/create-topics.ts', () => ({
  churnTopics: vi.fn(),
  createTopics: vi.fn(),
  patientConnections: () => ({ close: async () => {} }),
}));

vi.mock('../../src/cluster/ensemble-work.ts', () => ({ ensembleWork: vi.fn() }));
vi.mock('../../src/cluster/live-heap.ts', () => ({ liveHeap: vi.fn() }));

vi.mock('../../src/upgrade/roll.ts', () => ({ roll: vi.fn() }));

beforeEach(useWorldTime);
afterEach(() => {
  vi.useRealTimers();
});

describe('a fault', () => {
  test('is injected after the phase began, and what else its node was is recorded', async () => {
    const { step, events } = stageOf('kraft-combined', { controller: 'node-1', coordinator: 'node-2' });
    expect(await step({ do: 'inject', fault: 'kill', target: { leaderOf: 0 } })).toBe(true);
    expect(events[0]).toMatchObject({ kind: 'phase', name: 'fault' });
    expect(events[1]).toMatchObject({
      ...{ kind: 'fault-injected', fault: 'kill', nodes: ['node-1'], links: [] },
      evidence: {
        ...{ 'partitions led': 1, 'active controller': true, 'group coordinator': false },
        'node-1 exitCode': 137,
      },
    });
  });

  test('whose effect is not to be seen ends the method, is undone, and is told as a trouble', async () => {
    const { world, step, events, faults } = stageOf('kraft');
    world.hide();
    const taken = step({ do: 'inject', fault: 'kill', target: { leaderOf: 0 } });
    setTimeout(() => world.show(), 40_000);
    expect(await taken).toBe(false);
    expect(events.at(-1)).toMatchObject({
      kind: 'trouble',
      what: expect.stringMatching(/^kill: the leader of partition 0 .*within 30 s it could not be seen/),
    });
    expect(faults.any()).toBe(false);
    expect(world.node('broker-1').running).toBe(true);
  });

  test('that may be left out is, with a note, where nobody is left to be hit', async () => {
    const { step, events } = stageOf('kraft');
    await step({ do: 'inject', fault: 'kill', target: { allOf: 'broker' } });
    const another = { do: 'inject', fault: 'pause', target: { any: 1, of: 'broker' } } as const;
    expect(await step({ ...another, orSkip: true })).toBe(true);
    expect(events.at(-1)).toMatchObject({
      kind: 'note',
      what: expect.stringMatching(/^left out: 1 of role broker/),
    });
    expect(await step(another)).toBe(false);
    expect(events.at(-1)).toMatchObject({ kind: 'trouble' });
  });

  test('that was wrongly asked for is no trouble of the cluster', async () => {
    const { step, events } = stageOf('kraft');
    const lost = step({ do: 'inject', fault: 'lose-metadata', target: { allOf: 'controller' } });
    await expect(lost).rejects.toThrow(UsageError);
    expect(events.some(({ kind }) => kind === 'trouble')).toBe(false);
  });

  test('is not told as a trouble when the run is broken off', async () => {
    const { world, step, events, end } = stageOf('kraft');
    world.hide();
    const taken = step({ do: 'inject', fault: 'kill', target: { leaderOf: 0 } });
    setTimeout(() => end.abort(new Error('interrupted by SIGINT')), 1_000);
    setTimeout(() => world.show(), 2_000);
    await expect(taken).rejects.toThrow('interrupted by SIGINT');
    expect(events.some(({ kind }) => kind === 'trouble')).toBe(false);
  });
});

describe('topics', () => {
  const step = { do: 'create-topics', count: 1_000 } as const;

  test('are created after the phase began, in which windows are no noise, and it is told how long that took', async () => {
    vi.mocked(createTopics).mockImplementation(async () => {
      vi.advanceTimersByTime(1_501);
      return { requests: 10, acceptedMs: 1_200.4 };
    });
    const stage = stageOf('kraft');
    expect(await stage.step(step)).toBe(true);
    expect(stage.events).toMatchObject([
      { kind: 'phase', name: 'fault' },
      {
        ...{ kind: 'action', what: 'create-topics', tookMs: 1_501 },
        detail: '1,000 topics of 1 partition, 3 replicas each; 10 requests, all accepted after 1200 ms',
      },
    ]);
    const [, topics] = vi.mocked(createTopics).mock.lastCall!;
    expect(topics).toMatchObject({ count: 1_000, partitions: 1, replicationFactor: 3 });
    expect(topics.prefix).toMatch(/^effects-\d+$/);
  });

  test('that come and go are told with how long they took', async () => {
    vi.mocked(churnTopics).mockImplementation(async () => {
      vi.advanceTimersByTime(9_000);
    });
    const stage = stageOf('zk');
    expect(await stage.step({ do: 'churn-topics', count: 100, partitions: 3 })).toBe(true);
    expect(stage.events).toMatchObject([
      { kind: 'phase', name: 'fault' },
      {
        ...{ kind: 'action', what: 'churn-topics', tookMs: 9_000 },
        detail: '100 topics of 3 partitions, 3 replicas each; one after the other, and deleted',
      },
    ]);
    const [, topics] = vi.mocked(churnTopics).mock.lastCall!;
    expect(topics).toMatchObject({ count: 100, partitions: 3, replicationFactor: 3 });
  });

  test('that cannot be created end the method, and are told as a trouble', async () => {
    vi.mocked(createTopics).mockRejectedValue(new EnvironmentError('9 of 9 topics are not led'));
    const stage = stageOf('kraft');
    expect(await stage.step(step)).toBe(false);
    expect(stage.events.at(-1)).toMatchObject({
      ...{ kind: 'trouble', what: 'create-topics: 9 of 9 topics are not led' },
    });
  });
});

describe('a rolling upgrade', () => {
  const step = { do: 'roll', role: 'broker', kafka: '4.3.1' } as const;

  test('tells each node when it is done, with what it took since the one before', async () => {
    vi.mocked(roll).mockImplementation(async ({ done }) => {
      for (const node of ['broker-1', 'broker-2']) {
        vi.advanceTimersByTime(9_000);
        done({ what: 'roll', detail: `${node} runs Kafka 4.3.1`, node, kafka: '4.3.1' });
      }
    });
    const stage = stageOf('kraft');
    expect(await stage.step(step)).toBe(true);
    expect(stage.events).toMatchObject([
      { kind: 'phase', name: 'fault' },
      { kind: 'action', what: 'roll', tookMs: 9_000, node: 'broker-1', kafka: '4.3.1' },
      { kind: 'action', what: 'roll', tookMs: 9_000, node: 'broker-2', kafka: '4.3.1' },
    ]);
  });

  test('that comes to no end ends the method, and is told as a trouble', async () => {
    vi.mocked(roll).mockRejectedValue(new EnvironmentError('broker-2 did not serve within 120 s'));
    const stage = stageOf('kraft');
    expect(await stage.step(step)).toBe(false);
    expect(stage.events.at(-1)).toMatchObject({
      ...{ kind: 'trouble', what: 'roll: broker-2 did not serve within 120 s' },
    });
  });
});

describe('a heap', () => {
  const step = { do: 'measure-heap' } as const;

  test('is that of the active controller, measured after the phase began', async () => {
    vi.mocked(liveHeap).mockResolvedValue(52_349_240);
    const stage = stageOf('kraft', { controller: 'controller-2' });
    expect(await stage.step(step)).toBe(true);
    expect(stage.events).toMatchObject([
      { kind: 'phase', name: 'fault' },
      { kind: 'heap', node: 'controller-2', liveBytes: 52_349_240 },
    ]);
    expect(vi.mocked(liveHeap).mock.lastCall![1].name).toBe('controller-2');
  });

  test('that cannot be measured ends the method, and is told as a trouble', async () => {
    const nobody = stageOf('kraft');
    expect(await nobody.step(step)).toBe(false);
    expect(nobody.events.at(-1)).toMatchObject({
      ...{ kind: 'trouble', what: 'measure-heap: there is no active controller' },
    });
    vi.mocked(liveHeap).mockRejectedValue(new EnvironmentError('controller-2 did not say'));
    const silent = stageOf('kraft', { controller: 'controller-2' });
    expect(await silent.step(step)).toBe(false);
    expect(silent.events.at(-1)).toMatchObject({ what: 'measure-heap: controller-2 did not say' });
  });
});

describe("an ensemble's work", () => {
  const step = { do: 'measure-ensemble' } as const;

  test('is written down', async () => {
    const work = { epoch: 1, writes: 130, processorMs: 2_500 };
    vi.mocked(ensembleWork).mockResolvedValue(work);
    const stage = stageOf('zk');
    expect(await stage.step(step)).toBe(true);
    expect(stage.events).toMatchObject([
      { kind: 'phase', name: 'fault' },
      { kind: 'ensemble', ...work },
    ]);
  });

  test('that is not known ends the method, and is told as a trouble', async () => {
    vi.mocked(ensembleWork).mockRejectedValue(new EnvironmentError('no ZooKeeper server says that it leads'));
    const stage = stageOf('zk');
    expect(await stage.step(step)).toBe(false);
    expect(stage.events.at(-1)).toMatchObject({
      ...{ kind: 'trouble', what: 'measure-ensemble: no ZooKeeper server says that it leads' },
    });
  });
});

describe('the health of a cluster', () => {
  test('is proved by every node, every link and every replica', async () => {
    const { scene, world } = stageOf('kraft');
    expect(await awaitHealth(scene, 1_000)).toEqual({
      evidence: {
        'nodes that serve': world.topology.nodes.length,
        'clean links': world.topology.links.length,
        'all in sync': true,
      },
    });
  });

  test('is not there with a node that does not serve or a link that is damaged, and both are named', async () => {
    const { scene, step } = stageOf('kraft');
    await step({ do: 'inject', fault: 'pause', target: { node: 'controller-2' } });
    await step({
      do: 'inject',
      fault: 'latency',
      target: { link: 'broker-1->broker-2' },
      with: { latencyMs: 9 },
    });
    expect(await awaitHealth(scene, 1_000)).toEqual({
      wrong: 'after 1 s controller-2 do not serve, broker-1->broker-2 is damaged (latency)',
    });
  });

  test('is there without the topic if all brokers of KRaft have known none for some seconds', async () => {
    const { scene, world } = stageOf('kraft');
    const gone = { ...scene, topic: 'a topic that is gone' };
    expect(await awaitHealth(gone, 4_000)).toEqual({ wrong: 'after 4 s not all replicas are in sync' });
    expect(await awaitHealth(gone, 6_000)).toEqual({
      evidence: {
        'nodes that serve': world.topology.nodes.length,
        'clean links': world.topology.links.length,
        'the topic is gone': true,
      },
    });
    world.end('broker-2', 137);
    expect(await awaitHealth(gone, 6_000)).toHaveProperty('wrong');
  });

  test('is not there without the topic with ZooKeeper, whose brokers may just not have heard of it', async () => {
    const { scene } = stageOf('zk');
    expect(await awaitHealth({ ...scene, topic: 'a topic that is gone' }, 6_000)).toEqual({
      wrong: 'after 6 s not all replicas are in sync',
    });
  });
});

describe('the leader under test', () => {
  test('is the one that a method hits as such, by its node or at an end of its links', () => {
    const uses = [
      { fault: 'kill', target: { leaderOf: 1 }, with: {} },
      { fault: 'cut', target: { from: 'clients', to: { leaderOf: 2 } }, with: {} },
      { fault: 'pause', target: 'active-controller', with: {} },
      { fault: 'kill', target: { leaderOf: 1 }, with: {} },
    ] as const;
    expect(leadersUnderTest(uses)).toEqual([1, 2]);
  });

  test('stays where it is if it is nothing else', async () => {
    const { scene, view, world } = stageOf('zk', { controller: 'broker-2', coordinator: 'broker-3' });
    expect(await partRoles(0, view, scene)).toBeUndefined();
    expect(world.state.partitions[0]!.leader).toBe(1);
  });

  test('is moved away from the controller and the coordinator, to a replica that is neither', async () => {
    const { scene, view, world } = stageOf('zk', { controller: 'broker-1', coordinator: 'broker-2' });
    expect(await partRoles(0, view, scene)).toBe(
      'moved the leadership of partition 0 from broker-1, which is also the active controller, to broker-3',
    );
    expect(world.state.partitions[0]).toMatchObject({ leader: 3, replicas: [3, 1, 2] });
  });

  test('is not the controller in KRaft with controllers apart, whatever their names', async () => {
    const { scene, view } = stageOf('kraft', { controller: 'controller-1' });
    expect(await partRoles(0, view, scene)).toBeUndefined();
  });
});
