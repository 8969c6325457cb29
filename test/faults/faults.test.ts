import './mocks.ts';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { EnvironmentError } from '../../src/errors.ts';
import { type FaultKind, faults } from '../../src/faults/index.ts';
import { type Case, cases, conditionWithout, hitLinks, hitNodes, inject } from './catalogue.ts';
import { dockerError } from './engine.ts';
import { useWorldTime, World } from './world.ts';

beforeEach(useWorldTime);
afterEach(() => {
  vi.useRealTimers();
});

/** A world that is fit for the fault, and the fault in it. */
function setUp(each: Case, mode: 'zk' | 'kraft' = 'kraft') {
  const [world, untouched] = [new World(mode), new World(mode)];
  each.arrange?.(world);
  const run = (signal?: AbortSignal) => inject(world, each, signal);
  const isWell = () =>
    expect(conditionWithout(each.leaves, world)).toEqual(conditionWithout(each.leaves, untouched));
  const shows = () => each.shows(world, untouched);
  return { world, inject: run, shows, isWell };
}

const titled = cases.map((each): [string, Case] => [`${each.kind} ${JSON.stringify(each.with)}`, each]);
const inModes = (['kraft', 'zk'] as const).flatMap((mode) =>
  titled
    .filter(([, { only }]) => only === undefined || only === mode)
    .map(([title, each]): [string, typeof mode, Case] => [title, mode, each]),
);
const ofSeveral = titled.filter(([, { hits }]) => hits === 'nodes' || hits === 'links');

test('every fault of the catalogue is tested here, with the kind of target that it has', () => {
  const tested = new Map(cases.map(({ kind, hits }) => [kind, hits]));
  expect(Object.fromEntries(tested)).toEqual(
    Object.fromEntries(faults.map(({ kind, hits }) => [kind, hits])),
  );
});

describe.each(inModes)('%s in %s', (_, mode, each) => {
  test('is there when its evidence is, and gone when its healing is proved', async () => {
    const { inject, shows, isWell } = setUp(each, mode);
    expect(shows()).toBe(false);
    const { evidence, undo, awaitHealed } = await inject();
    expect(shows()).toBe(true);
    const facts = Object.entries(evidence);
    const named = { nodes: hitNodes, links: hitLinks, partition: [], cluster: [] }[each.hits];
    expect(facts.length).toBeGreaterThan(0);
    for (const name of named) expect(facts.some(([fact]) => fact.startsWith(name))).toBe(true);
    expect(facts.every(([, value]) => value !== undefined)).toBe(true);

    const askedAt = performance.now();
    await undo();
    expect(performance.now() - askedAt).toBeLessThan(100);
    const healed = await awaitHealed();
    isWell();
    expect(Object.keys(healed).length).toBeGreaterThan(0);
  });
});

describe.each(titled)('%s', (_, each) => {
  test('is undone once, however often it is asked for', async () => {
    const { world, inject } = setUp(each);
    const { undo, awaitHealed } = await inject();
    await undo();
    const healed = await awaitHealed();
    const { length } = world.log;
    await undo();
    expect(await awaitHealed()).toEqual(healed);
    expect(world.log).toHaveLength(length);
  });

  test('is undone if it cannot be seen, and says so', async () => {
    const { world, inject, shows, isWell } = setUp(each);
    world.hide();
    const shown: boolean[] = [];
    world.refusal = () => void shown.push(shows());
    await expect(inject()).rejects.toThrow(/could not be seen that/);
    shown.push(shows());
    world.show();
    await vi.advanceTimersByTimeAsync(10_000);
    isWell();
    // Nobody saw it, and yet it was there.
    expect(shown.includes(true) || each.leaves === 'files').toBe(true);
  });

  test('is undone if the run is broken off before it is seen', async () => {
    const { world, inject, isWell } = setUp(each);
    world.hide();
    const controller = new AbortController();
    const reason = new Error('somebody pressed Ctrl-C');
    setTimeout(() => controller.abort(reason), 5_000);
    const begunAt = performance.now();
    await expect(inject(controller.signal)).rejects.toBe(reason);
    expect(performance.now() - begunAt).toBeLessThan(6_000);
    world.show();
    await vi.advanceTimersByTimeAsync(10_000);
    isWell();
  });

  test('does nothing if the run is broken off already', async () => {
    const { world, inject, isWell } = setUp(each);
    const reason = new Error('too late');
    await expect(inject(AbortSignal.abort(reason))).rejects.toBe(reason);
    isWell();
    expect(
      world.log.filter((operation) =>
        /^(kill|pause|disconnect|switch off|add|fill|write|elect)/.test(operation),
      ),
    ).toEqual([]);
  });

  test('leaves nothing behind, whichever of its operations fails', async () => {
    const whole = setUp(each);
    await whole.inject();
    const operations = whole.world.log.length;
    expect(operations).toBeGreaterThan(0);
    for (let failing = 1; failing <= operations; failing++) {
      const { world, inject, isWell } = setUp(each);
      const cause = new EnvironmentError(`operation ${failing} failed`);
      let count = 0;
      world.refusal = () => (++count === failing ? cause : undefined);
      await expect(inject(), world.log.join('; ')).rejects.toBe(cause);
      await vi.advanceTimersByTimeAsync(10_000);
      isWell();
    }
  });
});

describe.each(ofSeveral)('%s on two targets', (_, each) => {
  test('heals the one that it hit, if the other one cannot be hit', async () => {
    const { world, inject, shows, isWell } = setUp(each);
    const [first, second] = each.hits === 'nodes' ? hitNodes : hitLinks;
    const cause = dockerError(500, `nothing can be done to ${second}`);
    let refusals = 0;
    world.refusal = (_, subject) => (subject === second && refusals++ === 0 ? cause : undefined);
    await expect(inject()).rejects.toBe(cause);
    isWell();
    expect(shows()).toBe(false);
    expect(world.log.some((operation) => operation.endsWith(` ${first}`))).toBe(true);
  });
});

describe('a target in the wrong state is refused, and left as it is:', () => {
  const dead: Parameters<typeof inject>[1] = { kind: 'kill' };
  const cutOff: Parameters<typeof inject>[1] = { kind: 'cut' };
  test.each<[FaultKind, Parameters<typeof inject>[1] | undefined, string, Record<string, unknown>?]>([
    ['kill', dead, 'broker-1 cannot be killed: it is not running'],
    ['stop', dead, 'broker-1 cannot be stopped: it is not running'],
    ['restart', dead, 'broker-1 cannot be restarted: it is not running'],
    ['out-of-memory', dead, 'broker-1 cannot be left without memory: it is not running'],
    ['corrupt', dead, 'broker-1 cannot be stopped: it is not running', { file: 'partition' }],
    ['lose-metadata', dead, 'broker-1 cannot be killed: it is not running'],
    ['reformat', dead, 'broker-1 cannot be formatted: it is not running'],
    ['unregister', dead, 'broker-1 cannot be unregistered: it is not registered'],
    [
      'latency',
      cutOff,
      'broker-1->broker-2 refuses connections already, without "the round trip',
      { latencyMs: 9 },
    ],
    ['cut', cutOff, 'broker-1->broker-2 refuses connections already, without "connections are refused"'],
    ['flap', cutOff, 'broker-1->broker-2 refuses connections already, without "connections are refused"'],
    ['elect-preferred', undefined, 'partition 0 is led by its preferred replica, broker 1, already'],
    ['reassign', undefined, 'the replicas of partition 0 are 1,2,3 already', { replicas: [1, 2, 3] }],
    [
      ...(['reconfigure', undefined, 'the configuration is so already: min.insync.replicas=2'] as const),
      { topic: { 'min.insync.replicas': '2' } },
    ],
    [
      ...(['reconfigure', undefined, 'Kafka has no configuration "no.such.key" of brokers'] as const),
      { brokers: { 'no.such.key': '1' } },
    ],
  ])('%s', async (kind, first, message, parameters = {}) => {
    const world = new World('kraft');
    if (first !== undefined) await inject(world, first);
    const [{ length }, before] = [world.log, conditionWithout(undefined, world)];
    await expect(inject(world, { kind, with: parameters })).rejects.toThrow(message);
    expect(world.log).toHaveLength(length);
    expect(conditionWithout(undefined, world)).toEqual(before);
  });
});
