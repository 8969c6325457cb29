import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Step } from '../../src/rehearsal/rehearsal.ts';
import { rehearse } from '../../src/rehearsal/rehearse.ts';
import { unavailability } from '../../src/rehearsal/unavailability.ts';
import { asked, availability, literalTimeline, literalUpgrade, window } from './literal-upgrade.ts';

type Given = [run: Parameters<typeof literalUpgrade>[0], timeline?: Parameters<typeof literalTimeline>[0]];

function rehearsed(...[run, timeline]: Given) {
  return rehearse(asked, literalUpgrade(run), timeline && literalTimeline(timeline)).rehearsed!;
}
/** broker-1 from 40 s to 50 s, broker-2 until 60 s. */
function brokerSteps(...given: Given): [Step, Step] {
  const { steps } = rehearsed(...given);
  return [steps[3]!, steps[4]!];
}

describe('the steps', () => {
  it('are told in order, with begin and end', () => {
    const { steps } = rehearsed({});
    expect(steps.map(({ name, fromMs, toMs }) => [name, fromMs, toMs])).toEqual([
      ['controller-1 to 4.3.1', 10_000, 20_000],
      ['controller-2 to 4.3.1', 20_000, 30_000],
      ['controller-3 to 4.3.1', 30_000, 40_000],
      ['broker-1 to 4.3.1', 40_000, 50_000],
      ['broker-2 to 4.3.1', 50_000, 60_000],
      ['broker-3 to 4.3.1', 60_000, 70_000],
      ['raising the features', 70_000, 71_000],
    ]);
  });
});

describe('an outage', () => {
  it('counts whole for the step in which it began, also what of it lies in the next', () => {
    const produce = availability([window(49_500, 1_500, 1_400), window(52_000, 300, 280)], []);
    const [one, two] = brokerSteps({ produce });
    expect(one.cost.writes).toEqual({
      longest: window(49_500, 1_500, 1_400),
      totalMs: { atLeast: 1_400, atMost: 1_500 },
      spans: [{ fromMs: 49_500, toMs: 51_000 }],
    });
    expect(two.cost.writes).toEqual({
      longest: window(52_000, 300, 280),
      totalMs: { atLeast: 280, atMost: 300 },
      spans: [{ fromMs: 52_000, toMs: 52_300 }],
    });
  });

  it('began when the next answer did not come, so the last one may lie in the step before', () => {
    // A record every 20 ms: the last before the border was answered at 49.99 s.
    const produce = availability([window(49_990, 400)], [window(49_970, 400)]);
    const [one, two] = brokerSteps({ produce });
    expect(one.cost.writes.longest).toEqual(window(49_970, 400));
    expect(two.cost.writes.longest).toEqual(window(49_990, 400));
  });

  it('of reading is told apart, and not at all if nobody read', () => {
    const consume = availability([window(45_000, 700)], []);
    expect(brokerSteps({ consume })[0].cost.reads?.longest).toEqual(window(45_000, 700));
    expect(brokerSteps({ consume })[0].cost.writes.longest).toBeNull();
    expect(brokerSteps({ consume: null })[0].cost.reads).toBeNull();
  });

  it('behind the last step is told as one outside of the steps', () => {
    const produce = availability([window(6_000, 300), window(80_000, 2_000)], []);
    const { outside, longest } = rehearsed({ produce });
    expect(outside.writes.spans).toEqual([{ fromMs: 80_000, toMs: 82_000 }]);
    expect(longest).toEqual({ outage: window(80_000, 2_000), step: null });
  });
});

describe('outages of several partitions', () => {
  it('that overlap are one time without service, of which one partition proves what it does', () => {
    const partitions = [
      [window(1_000, 1_000, 800)],
      [window(1_500, 1_000, 700), window(2_600, 400, 300)],
      [window(2_400, 300, 100), window(9_000, 500, 400)],
    ];
    // 1.0 s to 3.0 s, of which the second partition proves 700 + 300 ms; and 9.0 s to 9.5 s.
    expect(unavailability(availability(...partitions), () => true)).toMatchObject({
      totalMs: { atLeast: 1_400, atMost: 2_500 },
      spans: [
        { fromMs: 1_000, toMs: 3_000 },
        { fromMs: 9_000, toMs: 9_500 },
      ],
    });
  });

  const anyWindow = fc
    .record({ fromMs: fc.nat(5_000), atMostMs: fc.integer({ min: 250, max: 2_000 }), share: fc.nat(100) })
    .map(({ fromMs, atMostMs, share }) => window(fromMs, atMostMs, Math.floor((atMostMs * share) / 100)));

  it('never come to more at least than at most, nor to less than the longest', () => {
    fc.assert(
      fc.property(fc.array(anyWindow, { minLength: 1, maxLength: 8 }), (windows) => {
        // Windows of one partition do not overlap: here each has its own.
        const all = availability(...windows.map((each) => [each]));
        const { longest, totalMs } = unavailability(all, () => true);
        expect(totalMs.atLeast).toBeLessThanOrEqual(totalMs.atMost);
        expect(totalMs.atMost).toBeGreaterThanOrEqual(longest!.atMostMs);
        expect(totalMs.atLeast).toBeGreaterThanOrEqual(Math.max(...windows.map((each) => each.atLeastMs)));
      }),
    );
  });
});

describe('what the timeline tells of a step', () => {
  it('stays open without one', () => {
    expect(brokerSteps({})[0].cost).toMatchObject({
      ...{ leaderChanges: null, errors: null, slowestMs: null, p99Ms: null, mostBehind: null },
    });
    expect(brokerSteps({})[0].inSync).toBeNull();
  });

  it('is how often another leader was seen in a higher epoch', () => {
    const isr = [1, 2, 3];
    const leadership = [
      ...literalTimeline().leadership,
      { atMs: 41_000, partition: 0, leader: null, leaderEpoch: 1, isr },
      { atMs: 41_100, partition: 0, leader: 2, leaderEpoch: 1, isr },
      { atMs: 41_200, partition: 0, leader: 1, leaderEpoch: 0, isr },
      { atMs: 51_000, partition: 1, leader: 3, leaderEpoch: 1, isr },
      { atMs: 52_000, partition: 0, leader: 3, leaderEpoch: 2, isr },
    ];
    const changes = brokerSteps({}, { leadership }).map(({ cost }) => cost.leaderChanges);
    expect(changes).toEqual([1, 2]);
    const [cut] = brokerSteps({}, { leadership, leftOut: { leadership: 5 } });
    expect([cut.cost.leaderChanges, cut.inSync]).toEqual([null, null]);
  });

  it('has replicas in sync that are seen so within half a second', () => {
    const leadership = [
      ...literalTimeline().leadership,
      { atMs: 42_000, partition: 0, leader: 2, leaderEpoch: 1, isr: [2, 3] },
      { atMs: 50_500, partition: 0, leader: 2, leaderEpoch: 1, isr: [2, 3, 1] },
    ];
    expect(brokerSteps({}, { leadership }).map(({ inSync }) => inSync)).toEqual([true, true]);
  });

  it('comes as bounds where a bin lies across the border', () => {
    const errors = {
      binMs: 3_000,
      byName: { NOT_LEADER_OR_FOLLOWER: [[14, 5] as [number, number], [16, 2] as [number, number]] },
    };
    // Bin 16 is from 48 s to 51 s.
    expect(brokerSteps({}, { errors }).map(({ cost }) => cost.errors)).toEqual([
      { atLeast: 5, atMost: 7 },
      { atLeast: 0, atMost: 2 },
    ]);
    const lag = { binMs: 3_000, most: Array.from({ length: 20 }, (_, bin) => (bin === 16 ? 90 : bin)) };
    expect(brokerSteps({}, { lag }).map(({ cost }) => cost.mostBehind)).toEqual([
      { atLeast: 15, atMost: 90 },
      { atLeast: 19, atMost: 90 },
    ]);
  });

  it('has the 99th percentile only if every attempt is there, and the slowest in any case', () => {
    const of = <T>(make: (i: number) => T) => Array.from({ length: 200 }, (_, i) => make(i));
    const latency = {
      ...{ binMs: 50, attempts: 200, partition: of(() => 0), outcome: of(() => 'ok' as const) },
      // From 40.00 s to 49.95 s.
      ...{ atMs: of((i) => 40_000 + i * 50), tookMs: of((i) => i + 1) },
    };
    const [whole] = brokerSteps({}, { latency });
    expect([whole.cost.p99Ms, whole.cost.slowestMs]).toEqual([198, { atLeast: 200, atMost: 200 }]);
    const [thinned] = brokerSteps({}, { latency: { ...latency, attempts: 201 } });
    expect([thinned.cost.p99Ms, thinned.cost.slowestMs]).toEqual([null, { atLeast: 200, atMost: 200 }]);
  });
});
