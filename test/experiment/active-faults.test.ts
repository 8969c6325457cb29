import { beforeEach, describe, expect, test, vi } from 'vitest';
import { activeFaults } from '../../src/experiment/active-faults.ts';
import type { CheckedUse } from '../../src/experiment/fault-use.ts';
import type { Resolved } from '../../src/experiment/resolve.ts';
import type { ActiveFault, Scene } from '../../src/faults/fault.ts';
import { findFault } from '../../src/faults/index.ts';
import type { Event } from '../../src/history/entry.ts';
import { defaultSizes } from '../../src/topology/mode.ts';
import { createTopology } from '../../src/topology/topology.ts';

/** Faults that only say what is done to them. */
vi.mock('../../src/faults/index.ts', () => ({ findFault: vi.fn() }));

const scene = {} as Scene;
const topology = createTopology('kraft', defaultSizes);
type Kind = CheckedUse['fault'];

/** What was done, in order, and the events that were told. */
let done: string[];
let events: Event[];
/** What goes wrong, such as "undo kill". */
let fails: Set<string>;
let faults: ReturnType<typeof activeFaults>;

beforeEach(() => {
  [done, events, fails] = [[], [], new Set()];
  let nowNs = 0;
  const clock = { startedAt: new Date(0), now: () => (nowNs += 10), at: () => 0 };
  faults = activeFaults(clock, (event) => events.push(event));
  vi.mocked(findFault).mockImplementation((kind) => ({
    ...{ kind, summary: '', hits: 'nodes', parameters: {} as never },
    async inject(_, target, parameters): Promise<ActiveFault> {
      const act = async (what: string) => {
        done.push(`${what} ${kind}`);
        await Promise.resolve();
        if (fails.has(`${what} ${kind}`)) throw new Error(`${what} went wrong`);
      };
      await act('inject');
      return {
        evidence: { target: JSON.stringify(target), ...(parameters as object) },
        undo: () => act('undo'),
        awaitHealed: () => act('await').then(() => ({ kind, healed: true })),
      };
    },
  }));
});

/** Injects a fault of the kind into nodes, and says what it is recorded with. */
function inject(
  kind: Kind,
  { nodes = ['broker-1'], facts = {}, links = [] as string[] } = {},
): Promise<void> {
  const resolved: Resolved = {
    target: null,
    nodes: topology.nodes.filter(({ name }) => nodes.includes(name)),
    links: topology.links.filter(({ name }) => links.includes(name)),
    facts,
  };
  return faults.inject({ fault: kind, with: { hard: 1 } }, scene, resolved);
}

describe('healing', () => {
  beforeEach(async () => {
    for (const kind of ['kill', 'pause', 'cut'] as const) await inject(kind);
    [done, events] = [[], []];
  });

  test('undoes the last first, and everything before the end of anything is waited for', async () => {
    await faults.heal();
    expect(done).toEqual(['undo cut', 'undo pause', 'undo kill', 'await cut', 'await pause', 'await kill']);
    expect(events.map((event) => 'fault' in event && event.fault)).toEqual(['cut', 'pause', 'kill']);
  });

  test('leaves nothing to be healed', async () => {
    expect(faults.any()).toBe(true);
    await faults.heal();
    expect(faults.any()).toBe(false);
    expect(faults.damaged()).toEqual({ nodes: new Set(), links: new Set() });
    done = [];
    await faults.heal();
    await faults.undo();
    expect(done).toEqual([]);
  });

  test('of what cannot be undone is told as a trouble, and keeps no other from it', async () => {
    fails = new Set(['undo pause']);
    await faults.heal();
    expect(done.slice(0, 3)).toEqual(['undo cut', 'undo pause', 'undo kill']);
    expect(events[0]).toEqual({
      type: 'event',
      timeNs: expect.any(Number),
      kind: 'trouble',
      what: 'pause cannot be healed: undo went wrong',
    });
    const healed = events.flatMap((event) => (event.kind === 'fault-healed' ? [event.fault] : []));
    expect(healed).toEqual(expect.arrayContaining(['cut', 'kill']));
  });

  test('that cannot be seen is told as a trouble, and keeps no other from being seen', async () => {
    fails = new Set(['await cut', 'await kill']);
    await faults.heal();
    const told = events.map((event) => ('what' in event ? event.what : event.kind));
    expect(told.toSorted()).toEqual([
      'cut cannot be healed: await went wrong',
      'fault-healed',
      'kill cannot be healed: await went wrong',
    ]);
    expect(faults.any()).toBe(false);
  });

  test('of one kind is that of the last of it, and of nothing else', async () => {
    await inject('kill', { nodes: ['broker-2'] });
    done = [];
    await faults.heal('kill');
    expect(done).toEqual(['undo kill', 'await kill']);
    expect(faults.damaged().nodes).toEqual(new Set(['broker-1']));
    await faults.heal('kill');
    await faults.heal('kill');
    expect(done).toEqual(['undo kill', 'await kill', 'undo kill', 'await kill']);
    await faults.heal();
    expect(done.slice(4)).toEqual(['undo cut', 'undo pause', 'await cut', 'await pause']);
  });

  test('of a kind that is not there does nothing', async () => {
    await faults.heal('wipe');
    expect([done, events]).toEqual([[], []]);
    expect(faults.any()).toBe(true);
  });
});

describe('a run that is broken off', () => {
  test('undoes everything, the last first, and waits for nothing', async () => {
    await inject('kill');
    await inject('cut');
    fails = new Set(['undo cut']);
    [done, events] = [[], []];
    await faults.undo();
    expect(done).toEqual(['undo cut', 'undo kill']);
    expect(events.map((event) => event.kind)).toEqual(['trouble']);
    expect(faults.any()).toBe(false);
  });
});

describe('an injection', () => {
  test('is told with whom it hit, what made them the target, and its evidence', async () => {
    const hit = {
      nodes: ['broker-1', 'broker-2'],
      links: ['clients->broker-1'],
      facts: { 'partitions led': 1 },
    };
    await inject('kill', hit);
    expect(events).toEqual([
      {
        ...{ type: 'event', timeNs: 10, kind: 'fault-injected', fault: 'kill' },
        nodes: ['broker-1', 'broker-2'],
        links: ['clients->broker-1'],
        evidence: { 'partitions led': 1, target: 'null', hard: 1 },
      },
    ]);
    expect(faults.damaged()).toEqual({
      nodes: new Set(['broker-1', 'broker-2']),
      links: new Set(['clients->broker-1']),
    });
  });

  test('is told as healed with the evidence of that', async () => {
    await inject('kill');
    await faults.heal();
    expect(events[1]).toEqual({
      ...{ type: 'event', timeNs: 20, kind: 'fault-healed', fault: 'kill', nodes: ['broker-1'], links: [] },
      evidence: { kind: 'kill', healed: true },
    });
  });

  test('that fails is not told, and leaves nothing to be healed', async () => {
    fails = new Set(['inject kill']);
    await expect(inject('kill')).rejects.toThrow('inject went wrong');
    expect(events).toEqual([]);
    expect(faults.any()).toBe(false);
  });
});
