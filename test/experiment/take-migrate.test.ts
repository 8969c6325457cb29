/** What the steps of a migration do, and what else happens while one is under way. */
import './stage.ts';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { EnvironmentError, UsageError } from '../../src/errors.ts';
import type { StepInput } from '../../src/experiment/step.ts';
import type { Event } from '../../src/history/entry.ts';
import { migrate } from '../../src/upgrade/migrate.ts';
import { revert } from '../../src/upgrade/revert.ts';
import { roll } from '../../src/upgrade/roll.ts';
import type { UpgradeSite } from '../../src/upgrade/site.ts';
import { useWorldTime } from '../faults/world.ts';
import { stageOf } from './stage.ts';

vi.mock('../../src/upgrade/migrate.ts', () => ({ migrate: vi.fn() }));
vi.mock('../../src/upgrade/revert.ts', () => ({ revert: vi.fn() }));
vi.mock('../../src/upgrade/roll.ts', () => ({ roll: vi.fn() }));

beforeEach(() => {
  useWorldTime();
  vi.mocked(migrate).mockReset().mockImplementation(phaseOf(1_000));
  vi.mocked(revert)
    .mockReset()
    .mockImplementation(async ({ done }, phase) => done({ what: 'revert', phase, detail: 'it is back' }));
});
afterEach(() => {
  vi.useRealTimers();
});

/** A phase that takes so long once it is under way, and comes to its end, or does not. */
function phaseOf(tookMs: number, error?: Error): typeof migrate {
  return async ({ done, signal }: UpgradeSite, phase, { underWay = async () => {} } = {}) => {
    await underWay();
    await sleep(tookMs, undefined, { signal });
    if (error !== undefined) throw error;
    done({ what: 'migrate', phase, detail: 'it came' });
  };
}

const stuck = new EnvironmentError('after 60 s ZkMigrationState is 2, not 1');

function stageOnTheWay() {
  const stage = stageOf('zk-to-kraft', { controller: 'controller-1' });
  const go = (changes: Partial<Extract<StepInput, { do: 'migrate' }>> = {}) =>
    stage.step({ do: 'migrate', phase: 'copied', ...changes });
  /** What happened, in short, but for the phases of the run. */
  const happened = () => stage.events.filter(({ kind }) => kind !== 'phase').map(inShort);
  return { ...stage, go, happened };
}

function inShort(event: Event): string {
  switch (event.kind) {
    case 'fault-injected':
    case 'fault-healed':
      return `${event.kind} ${event.fault}`;
    case 'action':
      return `${event.what} ${event.phase}`;
    case 'note':
    case 'trouble':
      return `${event.kind} ${event.what}`;
    default:
      return event.kind;
  }
}

const kill: StepInput = { do: 'inject', fault: 'kill', target: { node: 'broker-2' } };
const hold = (durationMs: number): StepInput => ({ do: 'hold', durationMs });
const heal: StepInput = { do: 'heal' };

describe('a phase of a migration', () => {
  test('is clients to feel, and is told with what it took', async () => {
    const { go, events } = stageOnTheWay();
    expect(await go()).toBe(true);
    expect(events).toMatchObject([
      { kind: 'phase', name: 'fault' },
      { kind: 'action', what: 'migrate', phase: 'copied', tookMs: 1_000, detail: 'it came' },
    ]);
    expect(revert).not.toHaveBeenCalled();
  });

  test('is told whom it forgets, and how long it may take', async () => {
    const { go } = stageOnTheWay();
    await go({ forgotten: ['broker-3'], withinMs: 20_000 });
    const [site, phase, options] = vi.mocked(migrate).mock.lastCall!;
    expect(phase).toBe('copied');
    expect(options).toMatchObject({ forgotten: ['broker-3'], withinMs: 20_000 });
    expect((await site.activeController())?.name).toBe('controller-1');
  });

  test('that does not come to its end is taken back, and ends the method', async () => {
    vi.mocked(migrate).mockImplementation(phaseOf(1_000, stuck));
    const { go, happened } = stageOnTheWay();
    expect(await go()).toBe(false);
    expect(happened()).toEqual([`trouble migrate copied: ${stuck.message}`, 'revert copied']);
    expect(vi.mocked(revert).mock.lastCall![1]).toBe('copied');
  });

  test('is not taken back from where there is no way back', async () => {
    vi.mocked(migrate).mockImplementation(phaseOf(1_000, stuck));
    const { go, happened } = stageOnTheWay();
    expect(await go({ phase: 'finalized' })).toBe(false);
    expect(happened()).toEqual([`trouble migrate finalized: ${stuck.message}`]);
    expect(revert).not.toHaveBeenCalled();
  });

  test('is told with both troubles where it cannot be taken back either', async () => {
    vi.mocked(migrate).mockImplementation(phaseOf(1_000, stuck));
    vi.mocked(revert).mockRejectedValue(new EnvironmentError('broker-1 stopped before it served'));
    const { go, happened } = stageOnTheWay();
    expect(await go()).toBe(false);
    expect(happened()).toEqual([
      `trouble migrate copied: ${stuck.message}`,
      'trouble revert: broker-1 stopped before it served',
    ]);
  });

  test('that the run is broken off in is neither a trouble nor taken back', async () => {
    vi.mocked(migrate).mockImplementation(phaseOf(60_000));
    const { go, happened, end } = stageOnTheWay();
    setTimeout(() => end.abort(new Error('interrupted by SIGINT')), 5_000);
    await expect(go({ meanwhile: [kill, hold(30_000), heal] })).rejects.toThrow('interrupted by SIGINT');
    expect(happened()).toEqual(['fault-injected kill']);
    expect(revert).not.toHaveBeenCalled();
  });
});

describe('what happens meanwhile', () => {
  test('is begun before the phase goes on; the rest is done beside it', async () => {
    const { go, happened, world } = stageOnTheWay();
    vi.mocked(migrate).mockImplementation(async ({ done }, phase, { underWay } = {}) => {
      expect(world.node('broker-2').running).toBe(true);
      await underWay!();
      expect(world.node('broker-2').running).toBe(false);
      await sleep(2_000);
      done({ what: 'migrate', phase, detail: 'it came' });
    });
    expect(await go({ meanwhile: [kill, hold(5_000), heal] })).toBe(true);
    expect(happened()).toEqual(['fault-injected kill', 'migrate copied', 'fault-healed kill']);
    expect(world.node('broker-2').running).toBe(true);
  });

  test('may be over before the phase is', async () => {
    vi.mocked(migrate).mockImplementation(phaseOf(60_000));
    const { go, happened } = stageOnTheWay();
    expect(await go({ meanwhile: [kill, hold(5_000), heal] })).toBe(true);
    expect(happened()).toEqual(['fault-injected kill', 'fault-healed kill', 'migrate copied']);
  });

  test('takes no longer than the longer of both', async () => {
    vi.mocked(migrate).mockImplementation(phaseOf(20_000));
    const { go } = stageOnTheWay();
    const began = performance.now();
    expect(await go({ meanwhile: [hold(1_000), hold(15_000)] })).toBe(true);
    expect(performance.now() - began).toBeLessThan(22_000);
  });

  test('is healed before the phase is taken back that did not come to its end', async () => {
    vi.mocked(migrate).mockImplementation(phaseOf(1_000, stuck));
    const { go, happened, world } = stageOnTheWay();
    vi.mocked(revert).mockImplementation(async ({ done }, phase) => {
      expect(world.serves('broker-2')).toBe(true);
      done({ what: 'revert', phase, detail: 'it is back' });
    });
    expect(await go({ meanwhile: [kill] })).toBe(false);
    expect(happened()).toEqual([
      'fault-injected kill',
      `trouble migrate copied: ${stuck.message}`,
      'fault-healed kill',
      'revert copied',
    ]);
  });

  test('is healed where there is no way back as well', async () => {
    vi.mocked(migrate).mockImplementation(phaseOf(1_000, stuck));
    const { go, happened } = stageOnTheWay();
    expect(await go({ phase: 'finalized', meanwhile: [kill] })).toBe(false);
    expect(happened().slice(1)).toEqual([`trouble migrate finalized: ${stuck.message}`, 'fault-healed kill']);
  });

  test('that cannot be done keeps the phase from being gone through', async () => {
    const { go, happened, world } = stageOnTheWay();
    world.refusal = (operation) =>
      operation.startsWith('kill') ? new EnvironmentError('it does not die') : undefined;
    expect(await go({ meanwhile: [kill, hold(5_000), heal] })).toBe(false);
    expect(happened()).toEqual([
      expect.stringMatching(/^trouble kill: broker-2: .*it does not die/),
      'trouble migrate copied: what was to happen meanwhile could not be done',
      'revert copied',
    ]);
  });

  test('and cannot be done beside the phase ends the method, but not the phase', async () => {
    const { go, happened, world } = stageOnTheWay();
    world.refusal = (operation) =>
      operation.startsWith('kill') ? new EnvironmentError('it does not die') : undefined;
    expect(await go({ meanwhile: [hold(1), kill, hold(5_000)] })).toBe(false);
    expect(happened()).toEqual([
      expect.stringMatching(/^trouble kill: broker-2: .*it does not die/),
      'migrate copied',
    ]);
    expect(revert).not.toHaveBeenCalled();
  });
});

describe('a phase that is to stick', () => {
  const sticks = { sticks: true, forgotten: ['broker-3'] };

  test('and does is noted, taken back, and the method goes on', async () => {
    vi.mocked(migrate).mockImplementation(phaseOf(1_000, stuck));
    const { go, happened } = stageOnTheWay();
    expect(await go(sticks)).toBe(true);
    expect(happened()).toEqual([`note migrate copied: ${stuck.message}`, 'revert copied']);
  });

  test('and comes to its end is a trouble, is taken back, and ends the method', async () => {
    const { go, happened } = stageOnTheWay();
    expect(await go(sticks)).toBe(false);
    expect(happened()).toEqual([
      'migrate copied',
      'trouble migrate copied: it came to its end',
      'revert copied',
    ]);
  });

  test('ends the method where it cannot be taken back', async () => {
    vi.mocked(migrate).mockImplementation(phaseOf(1_000, stuck));
    vi.mocked(revert).mockRejectedValue(new EnvironmentError('broker-1 stopped before it served'));
    const { go, happened } = stageOnTheWay();
    expect(await go(sticks)).toBe(false);
    expect(happened()).toEqual([
      `note migrate copied: ${stuck.message}`,
      'trouble revert: broker-1 stopped before it served',
    ]);
  });
});

describe('the way back', () => {
  test('is clients to feel, and is told with what it took', async () => {
    const { step, events } = stageOnTheWay();
    expect(await step({ do: 'revert', from: 'dual-write' })).toBe(true);
    expect(events).toMatchObject([
      { kind: 'phase', name: 'fault' },
      { kind: 'action', what: 'revert', phase: 'dual-write', tookMs: 0, detail: 'it is back' },
    ]);
    expect(vi.mocked(revert).mock.lastCall![1]).toBe('dual-write');
  });

  test('that comes to no end ends the method, and is told as a trouble', async () => {
    vi.mocked(revert).mockRejectedValue(new EnvironmentError('no broker has become the controller'));
    const { step, happened } = stageOnTheWay();
    expect(await step({ do: 'revert', from: 'copied' })).toBe(false);
    expect(happened()).toEqual(['trouble revert: no broker has become the controller']);
  });
});

describe('what is in the cluster', () => {
  const topics = [{ name: 'orders', partitions: 1, replicationFactor: 3, config: {} }];

  test('is put there and compared while windows are no noise', async () => {
    const { step, events, inventory } = stageOnTheWay();
    expect(await step({ do: 'furnish', topics })).toBe(true);
    expect(inventory.furnish).toHaveBeenCalledExactlyOnceWith(topics);
    expect(events).toMatchObject([{ kind: 'phase', name: 'fault' }]);
    expect(await step({ do: 'compare-inventory' })).toBe(true);
    expect(inventory.compare).toHaveBeenCalledOnce();
    expect(events.slice(1)).toMatchObject([{ kind: 'phase', name: 'fault' }]);
  });

  test('ends the method where it cannot be put there, or looked at, and is told as a trouble', async () => {
    const { step, happened, inventory } = stageOnTheWay();
    inventory.furnish.mockRejectedValue(new EnvironmentError('orders was not taken'));
    inventory.compare.mockRejectedValue(new EnvironmentError('there is nothing to compare with'));
    expect(await step({ do: 'furnish' })).toBe(false);
    expect(await step({ do: 'compare-inventory' })).toBe(false);
    expect(happened()).toEqual([
      'trouble furnish: orders was not taken',
      'trouble compare-inventory: there is nothing to compare with',
    ]);
  });

  test('is no trouble of the cluster where Kafka refuses what was asked for', async () => {
    const { step, happened, inventory } = stageOnTheWay();
    inventory.furnish.mockRejectedValue(new UsageError('topic orders: INVALID_CONFIG'));
    await expect(step({ do: 'furnish' })).rejects.toThrow(UsageError);
    expect(happened()).toEqual([]);
  });
});

describe('a roll with something meanwhile', () => {
  const kill: StepInput = { do: 'inject', fault: 'kill', target: { node: 'controller-2' } };
  const rolling = (meanwhile: StepInput[]) => {
    const stage = stageOf('kraft', { controller: 'controller-1' });
    const happened = () => stage.events.filter(({ kind }) => kind !== 'phase').map(inShort);
    const step = { do: 'roll', role: 'broker', kafka: '4.3.1', meanwhile } as const;
    return { ...stage, happened, go: () => stage.step(step) };
  };

  test('begins when the first of it is done, and ends when all of it is', async () => {
    vi.mocked(roll).mockImplementation(async ({ done, signal }) => {
      await sleep(500, undefined, { signal });
      done({ what: 'roll', detail: 'exchanged' });
    });
    const { go, happened } = rolling([kill, { do: 'hold', durationMs: 5_000 }, { do: 'heal' }]);
    expect(await go()).toBe(true);
    expect(happened()).toEqual(['fault-injected kill', 'roll undefined', 'fault-healed kill']);
  });

  test('exchanges nobody if the first of it cannot be done', async () => {
    vi.mocked(roll).mockReset();
    const { go, happened, world } = rolling([kill]);
    world.refusal = () => new EnvironmentError('it does not die');
    expect(await go()).toBe(false);
    expect(roll).not.toHaveBeenCalled();
    expect(happened().at(-1)).toBe('trouble roll: what was to happen meanwhile could not be done');
  });
});
