import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { areRepeated, repeatsTable } from '../../src/reports/repeats-table.ts';
import {
  findingsTogether,
  longestOf,
  type Measured,
  outcomeCounts,
  reachedIn,
  repeatsOf,
  spreadOf,
  spreadText,
} from '../../src/results/repeats.ts';
import { literalResult, literalRun } from './literal-results.ts';

const over = (...lengths: number[]): Measured[] => lengths.map((ms) => ({ ms, isOpen: false }));
const open = (ms: number): Measured => ({ ms, isOpen: true });
const text = (...measured: (Measured | null)[]) => spreadText(spreadOf(measured), { nothing: 'no gap' });

describe('repeats', () => {
  test('are alike in experiment, mode, version and what was set', () => {
    const set = ['broker:broker.session.timeout.ms=4000'];
    const results = [
      literalResult({ index: 0 }),
      literalResult({ index: 1, mode: 'zk' }),
      literalResult({ index: 2, n: 2, set: [] }),
      literalResult({ index: 3, set }),
      literalResult({ index: 4, n: 2, set }),
      literalResult({ index: 5, kafkaVersion: '4.3.1' }),
      literalResult({ index: 6, experiment: 'stop-leader' }),
    ];
    const places = repeatsOf(results).map((each) => each.map(({ index }) => index));
    expect(places).toEqual([[0, 2], [1], [3, 4], [5], [6]]);
  });

  test('are counted by their outcomes, the worst first', () => {
    const outcomes = ['pass', 'fail', 'pass', 'not run', 'unknown'] as const;
    expect(outcomeCounts(outcomes.map((outcome) => ({ outcome })))).toEqual([
      ...[{ outcome: 'fail', times: 1 }],
      ...[{ outcome: 'unknown', times: 1 }],
      ...[{ outcome: 'not run', times: 1 }],
      ...[{ outcome: 'pass', times: 2 }],
    ]);
  });

  test('have lost together what each has lost, and nobody knows where one does not', () => {
    expect(findingsTogether([])).toEqual({});
    expect(
      findingsTogether([
        { lost: 1, unseen: 0, phantom: null },
        { lost: 2, unseen: 0, phantom: 4 },
      ]),
    ).toEqual({ lost: 3, unseen: 0, phantom: null });
  });
});

describe('lengths of several runs', () => {
  test('are told as their median and where it lies, with the unit once', () => {
    expect(text(...over(8_600, 8_400, 8_100, 8_300, 8_450))).toBe('8.4 s (8.1 to 8.6, 5 runs)');
    expect(text(...over(800, 900, 950))).toBe('900 ms (800 to 950, 3 runs)');
    expect(text(...over(900, 1_200, 2_000))).toBe('1.2 s (900 ms to 2.0 s, 3 runs)');
    // Of nine the ends can be left out, and it is certain enough still.
    expect(text(...over(1, 2, 3, 4, 5, 6, 7, 8, 900))).toBe('5 ms (2 to 8, 9 runs)');
  });

  test('have no interval where all are the same, or there is one', () => {
    expect(text(...over(8_400, 8_400))).toBe('8.4 s (2 runs)');
    expect(text(...over(8_400))).toBe('8.4 s (1 run)');
    expect(text(...over(0, 0, 0))).toBe('no gap (3 runs)');
    expect(text(...over(0, 0, 300))).toBe('no gap (0 ms to 300 ms, 3 runs)');
  });

  test('leave out what is not known', () => {
    expect(text(null, ...over(8_000), null)).toBe('8.0 s (1 run)');
    expect(text(null)).toBe('–');
    expect(text()).toBe('–');
  });

  test('that were not over are told as such, and whatever else they may have become longer than', () => {
    expect(text(...over(8_000, 9_000), open(60_000))).toBe('9.0 s (8.0 to ≥ 60.0, 3 runs)');
    expect(text(...over(8_000, 90_000), open(60_000))).toBe('≥ 60.0 s (8.0 to ≥ 90.0, 3 runs)');
    expect(text(open(60_000), open(60_000))).toBe('≥ 60.0 s (2 runs)');
  });

  test('that never ended are the longest', () => {
    expect(text(...over(16_000, Infinity, 17_000))).toBe('17.0 s (16.0 s to never, 3 runs)');
    expect(text(...over(Infinity, Infinity))).toBe('never (2 runs)');
    expect(spreadText(spreadOf(over(Infinity)), { never: 'not seen' })).toBe('not seen (1 run)');
  });

  test('are open from where the first of them was not over', () => {
    const lengths = fc.record({ ms: fc.nat(20), isOpen: fc.boolean() });
    fc.assert(
      fc.property(fc.array(lengths, { minLength: 1, maxLength: 9 }), (measured) => {
        const { median, from, to } = spreadOf(measured)!;
        for (const { ms, isOpen } of [from, to]) {
          expect(isOpen).toBe(measured.some((each) => each.isOpen && each.ms <= ms));
        }
        // One that is not open is the median, however long those may have lasted that were not over.
        if (median.isOpen) return;
        const atWorst = measured.map(({ ms, isOpen }) => ({ ms: isOpen ? Infinity : ms, isOpen }));
        expect(spreadOf(atWorst)!.median.ms).toBe(median.ms);
      }),
    );
  });

  test('have an open median where one of the two in the middle is', () => {
    expect(text({ ms: 8_000, isOpen: false }, open(60_000))).toBe('≥ 34.0 s (8.0 to ≥ 60.0, 2 runs)');
  });
});

describe('of one run', () => {
  test('the longest outage is taken, open if any is', () => {
    const { produce } = literalRun({}, 9_200);
    expect(longestOf(produce)).toEqual({ ms: 9_200, isOpen: false });
    const [first] = produce.partitions;
    const windows = [{ ...first!.windows[0]!, censored: true }];
    expect(longestOf({ ...produce, partitions: [{ ...first!, windows }] })).toEqual(open(9_200));
    expect(longestOf({ ...produce, longestMs: null })).toBeNull();
  });

  test('a step of recovery that was not reached took for ever, or was not needed', () => {
    const { recovery } = literalRun();
    expect(reachedIn({ recovery }, 'fullIsrMs')).toEqual({ ms: 16_300, isOpen: false });
    expect(reachedIn({ recovery: { ...recovery, fullIsrMs: null } }, 'fullIsrMs')).toEqual(over(Infinity)[0]);
    expect(reachedIn({ recovery: { ...recovery, electedMs: null } }, 'electedMs')).toBeNull();
    const unserved = { ...recovery, electedMs: null, firstAckMs: null };
    expect(reachedIn({ recovery: unserved }, 'electedMs')).toEqual(over(Infinity)[0]);
  });
});

describe('at a terminal', () => {
  const run = (mode: 'zk' | 'kraft', longestMs: number, outcome: 'pass' | 'fail' | 'unknown' = 'pass') =>
    literalRun({ mode, outcome }, longestMs);
  const runs = [
    ...[run('zk', 13_900), run('kraft', 8_100), run('zk', 14_100), run('kraft', 8_400, 'fail')],
    ...[run('zk', 13_500), run('kraft', 8_600), run('kraft', 99_000, 'unknown')],
  ];

  test('each mode has a column, in which a run that decides nothing counts for no length', () => {
    const lines = repeatsTable(runs).split('\n');
    expect(lines[0]).toMatch(/^ +zk 3\.9\.2 +kraft 3\.9\.2$/);
    expect(lines).toContainEqual(
      expect.stringMatching(
        /^no writes for +13\.9 s \(13\.5 to 14\.1, 3 runs\) +8\.4 s \(8\.1 to 8\.6, 3 runs\)$/,
      ),
    );
    expect(lines).toContainEqual(
      expect.stringMatching(/^no reads for +no gap \(3 runs\) +no gap \(3 runs\)$/),
    );
    expect(lines).toContainEqual(
      expect.stringMatching(/^full ISR +after 16\.3 s \(3 runs\) +after 16\.3 s \(3 runs\)$/),
    );
    expect(lines).toContainEqual(expect.stringMatching(/^acknowledged +14,436 +19,248$/));
    expect(lines).toContainEqual(expect.stringMatching(/^outcome +holds 3 +FAILS 1, UNKNOWN 1, holds 2$/));
  });

  test('an attempt that decided nothing and the one after it are no repeats', () => {
    expect(areRepeated([run('kraft', 1, 'unknown'), run('kraft', 2)])).toBe(false);
    expect(areRepeated([run('zk', 1), run('kraft', 2)])).toBe(false);
    expect(areRepeated(runs)).toBe(true);
  });

  test('a step that was never reached is told as never, and service as before as not seen', () => {
    const recovery = { ...literalRun().recovery, steadyMs: null, fullIsrMs: null };
    const lines = repeatsTable([literalRun({ recovery }), literalRun({ recovery })]).split('\n');
    expect(lines).toContain('as before            not seen (2 runs)');
    expect(lines).toContain('full ISR             never (2 runs)');
    expect(lines).toContain('consumer caught up   after 9.4 s (2 runs)');
  });

  test('where nothing was broken nothing recovers', () => {
    const calm = [1, 2].map((ms) => literalRun({ faults: [] }, ms));
    expect(repeatsTable(calm)).toMatch(/^full ISR +–$/m);
  });
});
