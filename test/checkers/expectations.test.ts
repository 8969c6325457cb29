import { describe, expect, it } from 'vitest';
import { checkExpectation, type Expectation, judge } from '../../src/checkers/expectations.ts';
import type { Measure, RunNumbers } from '../../src/checkers/measure.ts';
import { UsageError } from '../../src/errors.ts';

const none = { count: 0, p50: null, p99: null, max: null };

const run = (changes: Partial<RunNumbers> = {}, censored = false): RunNumbers => ({
  durationMs: 60_000,
  healed: { atMs: 50_000 },
  cluster: { bootMs: 5000 },
  produce: {
    thresholdMs: 250,
    partitions: [
      {
        partition: 0,
        windows: [{ fromMs: 0, toMs: censored ? null : 9000, atLeastMs: 8900, atMostMs: 9000, censored }],
        longestMs: 9000,
        unavailableMs: 9000,
      },
    ],
    longestMs: 9000,
    unavailableMs: 9000,
    unseenMs: 0,
    unseenInAllMs: 0,
    ok: 100,
    fail: 3,
    unknown: 1,
  },
  consume: null,
  admin: null,
  newcomers: null,
  clients: {},
  errors: { NOT_ENOUGH_REPLICAS: 3 },
  latencyMs: { before: { count: 9, p50: 2, p99: 4, max: 5 }, during: none, after: none },
  recovery: {
    detectedMs: 9000,
    electedMs: null,
    clientMs: null,
    firstAckMs: 9100,
    steadyMs: null,
    fullIsrMs: 0,
    lagDrainedMs: null,
  },
  controllers: { changes: 2, electedMs: null, servesMs: null, loadingMs: null, epochs: [] },
  replication: {
    ...{ isrShrinks: 6, leaderChanges: null },
    ...{ tellingElections: 2, electedFirstInList: 2, electedSmallestId: 0 },
  },
  processes: { endedByThemselves: 1, leftEnsemble: 0, away: 0, ends: [] },
  inventory: null,
  trials: null,
  ensemble: {
    first: { forMs: 10_000, writesPerSecond: 0.1, processors: 0.01 },
    last: { forMs: 20_000, writesPerSecond: null, processors: 0.4 },
  },
  heap: { node: 'controller-1', liveBytes: 40_000_000, grownBytes: null },
  actions: [
    { atMs: 9_000, what: 'create-topics', tookMs: 1_200, detail: '' },
    { atMs: 9_900, what: 'create-topics', tookMs: 800, detail: '' },
  ],
  safety: {
    acknowledged: 100,
    lost: 0,
    unseen: null,
    skipped: 0,
    duplicates: 0,
    redelivered: 4,
    reordered: 0,
    phantom: 0,
    corrupted: 0,
    disagreeing: null,
    committedBack: 0,
  },
  ...changes,
});

const withLost = (lost: number | null) => run({ safety: { ...run().safety, lost } });

const outcome = (measure: Measure, bound: Omit<Expectation, 'name' | 'measure'>, numbers = run()) =>
  judge([{ name: 'it', measure, ...bound }], numbers)[0]!.outcome;

describe('an expectation', () => {
  it('is judged by the number at its path, and says what was measured', () => {
    expect(judge([{ name: 'short outage', measure: 'produce.longestMs', atMost: 8000 }], run())).toEqual([
      { name: 'short outage', bound: '≤ 8000', measured: 9000, outcome: 'fail' },
    ]);
  });

  it('passes at the bound itself', () => {
    expect(outcome('produce.longestMs', { atMost: 9000 })).toBe('pass');
    expect(outcome('produce.longestMs', { atLeast: 9000 })).toBe('pass');
    expect(outcome('safety.lost', { equals: 0 })).toBe('pass');
    expect(outcome('safety.skipped', { equals: 0 })).toBe('pass');
    expect(outcome('safety.committedBack', { atLeast: 1 })).toBe('fail');
  });

  it('has to hold at both ends', () => {
    const both = { atLeast: 8000, atMost: 10_000 };
    expect(outcome('produce.longestMs', both)).toBe('pass');
    expect(outcome('recovery.firstAckMs', { atLeast: 9200, atMost: 9900 })).toBe('fail');
    expect(judge([{ name: 'n', measure: 'durationMs', ...both }], run())[0]!.bound).toBe(
      '≥ 8000 and ≤ 10000',
    );
  });

  it('is unknown where the number is not known', () => {
    expect(outcome('safety.unseen', { equals: 0 })).toBe('unknown');
    expect(outcome('safety.disagreeing', { equals: 0 })).toBe('unknown');
    expect(outcome('consume.longestMs', { atMost: 1 })).toBe('unknown');
    expect(outcome('latencyMs.after.p99', { atMost: 100 })).toBe('unknown');
  });

  it('fails for a step of recovery that was never reached, which is worse than any number', () => {
    expect(outcome('recovery.electedMs', { atMost: 1e9 })).toBe('fail');
    expect(outcome('recovery.electedMs', { equals: 0 })).toBe('fail');
  });

  it('fails for a controller that never came, as for a step of recovery', () => {
    expect(outcome('controllers.electedMs', { atMost: 1e9 })).toBe('fail');
    // Where administration was not probed nobody knows; and where it was served before the election was seen, nothing was loaded.
    expect(outcome('controllers.servesMs', { atMost: 1e9 })).toBe('unknown');
    expect(outcome('controllers.loadingMs', { atMost: 1e9 })).toBe('unknown');
    const { produce } = run();
    expect(outcome('controllers.servesMs', { atMost: 1e9 }, run({ admin: produce }))).toBe('fail');
    expect(outcome('controllers.changes', { equals: 2 })).toBe('pass');
  });

  it('is judged by the changes of replicas and leaders, where they were observed', () => {
    expect(outcome('replication.isrShrinks', { atLeast: 7 })).toBe('fail');
    expect(outcome('replication.leaderChanges', { equals: 0 })).toBe('unknown');
    expect(outcome('replication.tellingElections', { atLeast: 2 })).toBe('pass');
    expect(outcome('replication.electedFirstInList', { atMost: 1 })).toBe('fail');
    expect(outcome('replication.electedSmallestId', { equals: 0 })).toBe('pass');
    expect(outcome('processes.endedByThemselves', { equals: 0 })).toBe('fail');
    expect(outcome('processes.away', { equals: 0 })).toBe('pass');
    expect(outcome('heap.liveBytes', { atMost: 40_000_000 })).toBe('pass');
    expect(outcome('heap.grownBytes', { atMost: 1 })).toBe('unknown');
    expect(outcome('ensemble.first.processors', { atMost: 0.01 })).toBe('pass');
    expect(outcome('ensemble.last.processors', { atLeast: 0.5 })).toBe('fail');
    expect(outcome('ensemble.last.writesPerSecond', { atLeast: 1 })).toBe('unknown');
    expect(outcome('safety.kept', { equals: 100 })).toBe('pass');
    expect(outcome('safety.kept', { atMost: 2 }, withLost(98))).toBe('pass');
    expect(outcome('safety.kept', { atMost: 2 }, withLost(null))).toBe('unknown');
  });

  it('is judged by the sum of all creations of topics, if there was any', () => {
    expect(outcome('actions.createTopicsMs', { equals: 2_000 })).toBe('pass');
    expect(outcome('actions.createTopicsMs', { atMost: 2_000 }, run({ actions: [] }))).toBe('unknown');
  });

  it('takes new clients for a measure of availability like any other', () => {
    const open = run({ newcomers: run({}, true).produce });
    expect(outcome('newcomers.longestMs', { atLeast: 5_000 }, open)).toBe('pass');
    expect(outcome('newcomers.longestMs', { atMost: 20_000 }, open)).toBe('unknown');
    expect(outcome('newcomers.ok', { atLeast: 100 }, open)).toBe('pass');
  });

  it('cannot be passed by a window that is still open, but can be failed by it', () => {
    const open = run({}, true);
    expect(outcome('produce.longestMs', { atMost: 8000 }, open)).toBe('fail');
    expect(outcome('produce.longestMs', { atMost: 20_000 }, open)).toBe('unknown');
    expect(outcome('produce.longestMs', { atLeast: 5000 }, open)).toBe('pass');
    expect(outcome('produce.longestMs', { atLeast: 20_000 }, open)).toBe('unknown');
    expect(outcome('produce.longestMs', { equals: 9000 }, open)).toBe('unknown');
    expect(outcome('produce.fail', { atMost: 3 }, open)).toBe('pass');
  });

  it('does not hold an outage to be short that may have fallen into a standstill of the harness', () => {
    const blind = run({ produce: { ...run().produce!, unseenMs: 9_500 } });
    const atMost = (bound: number) =>
      judge([{ name: 'short', measure: 'produce.longestMs', atMost: bound }], blind)[0]!.outcome;
    expect([8_000, 9_200, 9_500].map(atMost)).toEqual(['fail', 'unknown', 'pass']);
    const often = run({ produce: { ...run().produce!, unseenMs: 400, unseenInAllMs: 1_500 } });
    const inAll = { name: 'in all', measure: 'produce.unavailableMs' } as const;
    expect(judge([{ ...inAll, atMost: 10_000 }], often)[0]!.outcome).toBe('unknown');
    expect(judge([{ ...inAll, atMost: 10_500 }], often)[0]!.outcome).toBe('pass');
    const felt = { name: 'felt', measure: 'produce.longestMs', atLeast: 9_200 } as const;
    expect(judge([felt], blind)[0]!.outcome).toBe('unknown');
  });

  it('is not passed where it is finer than what counts as an outage', () => {
    const coarse = (longestMs: number) =>
      run({ produce: { ...run().produce!, longestMs, thresholdMs: 2_500 } });
    const outcome = (bound: Partial<Expectation>, longestMs: number) =>
      judge([{ name: 'x', measure: 'produce.longestMs', ...bound }], coarse(longestMs))[0]!.outcome;
    expect(outcome({ atMost: 1_000 }, 0)).toBe('unknown');
    expect(outcome({ atMost: 1_000 }, 3_000)).toBe('fail');
    expect(outcome({ atMost: 2_500 }, 0)).toBe('pass');
    // That there was no window, which says what it means.
    expect(outcome({ equals: 0 }, 0)).toBe('pass');
  });

  it('is no failure of Kafka in a run that did not do what it was to do, unless records were damaged', () => {
    const outcomes = (...expectations: Omit<Expectation, 'name'>[]) =>
      judge(
        expectations.map((each) => ({ name: 'x', ...each })),
        run({ safety: { ...run().safety, lost: 2, duplicates: 0 } }),
        { isSpoilt: true },
      ).map(({ outcome }) => outcome);
    const elected = { measure: 'recovery.electedMs', atMost: 9_000 } as const;
    const short = { measure: 'produce.longestMs', atMost: 1_000 } as const;
    const planted = { measure: 'safety.duplicates', atLeast: 1 } as const;
    expect(outcomes(elected, short, planted)).toEqual(['unknown', 'unknown', 'unknown']);
    expect(outcomes({ measure: 'safety.lost', equals: 0 })).toEqual(['fail']);
    const ofJava = { java: { produce: run().produce!, safety: { lost: 1 } } };
    const lost = { name: 'x', measure: 'clients.java.safety.lost', equals: 0 } as const;
    expect(judge([lost], run({ clients: ofJava }), { isSpoilt: true })[0]!.outcome).toBe('fail');
  });

  it('fails where its ends leave no room, as a prediction may that is shorter than its lower bound', () => {
    const empty = { name: 'x', measure: 'produce.longestMs', atLeast: 6_000, atMost: 5_400 } as const;
    expect(judge([empty], run())[0]!.outcome).toBe('fail');
  });

  it('counts an error that did not occur as 0, if there was any attempt', () => {
    expect(outcome('errors.NOT_ENOUGH_REPLICAS', { atLeast: 1 })).toBe('pass');
    expect(outcome('errors.NOT_LEADER_OR_FOLLOWER', { equals: 0 })).toBe('pass');
    const idle = run({ errors: {}, produce: { ...run().produce!, ok: 0, fail: 0, unknown: 0 } });
    expect(outcome('errors.NOT_LEADER_OR_FOLLOWER', { equals: 0 }, idle)).toBe('unknown');
  });

  it.each([
    [
      'a measure that does not exist',
      { measure: 'produce.longest' as Measure, atMost: 1 },
      'produce.longestMs',
    ],
    ['an object instead of a number', { measure: 'produce' as Measure, atMost: 1 }, 'no measure "produce"'],
    ['no bound', { measure: 'safety.lost' as const }, 'no bound'],
    ['a bound that is no number', { measure: 'safety.lost' as const, atMost: Number.NaN }, 'no bound'],
    ['an empty range', { measure: 'safety.lost' as const, atLeast: 2, atMost: 1 }, 'can never hold'],
  ])('is refused for %s', (_, fields, sentence) => {
    const check = () => checkExpectation({ name: 'it', ...fields });
    expect(check).toThrow(UsageError);
    expect(check).toThrow(sentence);
  });
});
