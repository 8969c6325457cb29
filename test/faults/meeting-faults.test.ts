/**
 * What faults do where they meet each other, and where what they ask for does not happen.
 */
import './mocks.ts';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { EnvironmentError } from '../../src/errors.ts';
import type { FaultKind } from '../../src/faults/index.ts';
import { hitLinks, inject } from './catalogue.ts';
import { useWorldTime, World } from './world.ts';

beforeEach(useWorldTime);
afterEach(() => {
  vi.useRealTimers();
});

const names = ['broker-1'];
const [one, other] = hitLinks as [string, string];
const dead = (world: World) => !world.node('broker-1').running;

describe('a fault that cannot be injected leaves alone what another fault has done:', () => {
  test.each<[FaultKind, (world: World) => boolean]>([
    ['pause', (world) => world.node('broker-1').paused],
    ['disconnect', (world) => !world.node('broker-1').connected],
  ])('a second %s', async (kind, isDamaged) => {
    const world = new World('kraft');
    await inject(world, { kind, names });
    await expect(inject(world, { kind, names })).rejects.toThrow();
    expect(isDamaged(world)).toBe(true);
  });

  test.each<FaultKind>(['pause', 'cpu-starve'])('%s of a killed node', async (kind) => {
    const world = new World('kraft');
    await inject(world, { kind: 'kill', names });
    await expect(inject(world, { kind, names })).rejects.toThrow();
    expect(dead(world)).toBe(true);
  });
});

test('a shutdown that takes too long is over when its fault is undone', async () => {
  const world = new World('kraft');
  await expect(inject(world, { kind: 'stop', with: { withinMs: 100 }, names })).rejects.toThrow(
    /could not be seen/,
  );
  await vi.advanceTimersByTimeAsync(60_000);
  expect(dead(world)).toBe(false);
});

test.each([
  ['restart', { withinMs: 5_000 }],
  ['corrupt', { file: 'partition', after: 'clean-stop' }],
] as const)('%s does not wait for ever for a process that does not end', async (kind, parameters) => {
  const world = new World('kraft');
  world.stubborn = true;
  let settled = false;
  const end = new AbortController();
  const injected = inject(world, { kind, with: parameters, names }, end.signal).catch(() => {});
  void injected.finally(() => {
    settled = true;
  });
  await vi.advanceTimersByTimeAsync(10_000);
  for (let minutes = 0; minutes < 5 && !settled; minutes++) await vi.advanceTimersByTimeAsync(60_000);
  const inTime = settled;
  end.abort();
  await injected;
  expect(inTime).toBe(true);
});

describe('links of which one fails', () => {
  test('have no toxic left, however late it was added', async () => {
    const world = new World('kraft');
    world.delay = (operation, link) => (operation === 'add latency' && link === one ? 50 : 0);
    let refused = false;
    world.refusal = (_, link) => {
      if (link !== other || refused) return undefined;
      refused = true;
      return new EnvironmentError('Toxiproxy does not answer');
    };
    await expect(inject(world, { kind: 'latency', with: { latencyMs: 100 } })).rejects.toThrow();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(world.link(one).toxics).toEqual([]);
  });

  test('are all clean when the fault says that it could not be injected', async () => {
    const world = new World('kraft');
    world.refusal = (_, link) =>
      link === other ? new EnvironmentError('Toxiproxy does not answer') : undefined;
    await expect(inject(world, { kind: 'blackhole' })).rejects.toThrow();
    expect(world.link(one).toxics).toEqual([]);
  });
});

test('a link that was cut while it flapped stays cut when the flapping ends', async () => {
  const world = new World('kraft');
  const flapping = await inject(world, { kind: 'flap', with: { onMs: 1_000, offMs: 5_000 } });
  await vi.advanceTimersByTimeAsync(1_500);
  await inject(world, { kind: 'cut' });
  await flapping.undo();
  expect(world.link(one).on).toBe(false);
});

test('a limit of processor time is left by another one that ends', async () => {
  const world = new World('kraft');
  await inject(world, { kind: 'cpu-starve', with: { cpus: 0.1 }, names });
  const second = await inject(world, { kind: 'cpu-starve', with: { cpus: 0.5 }, names });
  await second.undo();
  expect(world.node('broker-1').cpuQuota).toBe(10_000);
});
