import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UsageError } from '../../src/errors.ts';
import type { Entry } from '../../src/history/entry.ts';
import { openJournal } from '../../src/history/journal.ts';
import { fold } from '../../src/measures/fold.ts';
import { errorsOverTime } from '../../src/results/timeline/errors.ts';
import { lagOverTime } from '../../src/results/timeline/lag.ts';
import { lanes } from '../../src/results/timeline/lanes.ts';
import { marks } from '../../src/results/timeline/marks.ts';
import { scatter } from '../../src/results/timeline/scatter.ts';
import { binWidth, fewest } from '../../src/results/timeline/thin.ts';
import { timelineOf } from '../../src/results/timeline.ts';
import {
  consume,
  event,
  failure,
  inTime,
  leadership,
  ns,
  operation,
  phase,
  steady,
  write,
} from '../history/literals.ts';
import { factsOf, historyOf, type Scene } from '../reports/html/night.ts';

const lanesOf = (...entries: (Entry | Entry[])[]) =>
  fold(inTime(...entries), lanes({ intervalMs: 20, partitions: [0, 1] }));

describe('lanes', () => {
  it('show the outages that are counted, and what the attempts in them came to', () => {
    const [first, second] = lanesOf(
      steady(0, 1_000),
      Array.from({ length: 50 }, (_, i) => failure(1_000 + 20 * i, 1_001 + 20 * i, 'NOT_ENOUGH_REPLICAS')),
      Array.from({ length: 25 }, (_, i) =>
        failure(2_000 + 20 * i, 2_300 + 20 * i, 'CONNECTION_CLOSED', { outcome: 'unknown' }),
      ),
      steady(2_500, 3_000),
      phase(3_000, 'final-read'),
    );
    expect(first).toEqual({
      partition: 0,
      segments: [
        { fromMs: 0, toMs: 982, state: 'available' },
        { fromMs: 982, toMs: 2_000, state: 'refused' },
        { fromMs: 2_000, toMs: 2_502, state: 'unknown' },
        { fromMs: 2_502, toMs: 2_980, state: 'available' },
      ],
    });
    expect(second).toEqual({ partition: 1, segments: [] });
  });

  it('take an attempt that was answered late for unknown, and learn nothing from one that was not sent', () => {
    const [lane] = lanesOf(
      steady(0, 1_000),
      operation(1_000, 2_000),
      Array.from({ length: 49 }, (_, i) => failure(1_020 + 20 * i, 1_020 + 20 * i, 'UNSENT')),
      steady(2_000, 2_500),
      phase(3_000, 'final-read'),
    );
    expect(lane!.segments.map(({ state }) => state)).toEqual(['available', 'unknown', 'available']);
  });

  it('are available where single attempts failed and no gap was long enough for a window', () => {
    const [lane] = lanesOf(
      steady(0, 1_000),
      failure(505, 510, 'NOT_ENOUGH_REPLICAS'),
      phase(1_500, 'final-read'),
    );
    expect(lane!.segments).toEqual([{ fromMs: 0, toMs: 980, state: 'available' }]);
  });

  it('go on to the end where an outage does', () => {
    const [lane] = lanesOf(
      steady(0, 1_000),
      Array.from({ length: 50 }, (_, i) => failure(1_000 + 20 * i, 1_001 + 20 * i, 'NOT_ENOUGH_REPLICAS')),
      phase(2_500, 'final-read'),
    );
    expect(lane!.segments.at(-1)).toMatchObject({ state: 'refused', toMs: expect.closeTo(1_981, 0) });
  });

  it('leave the warm-up out', () => {
    const [lane] = lanesOf(
      phase(0, 'warm-up'),
      steady(10, 1_000),
      phase(1_000, 'steady'),
      steady(1_000, 2_000),
    );
    expect(lane!.segments).toEqual([{ fromMs: 1_000, toMs: 1_980, state: 'available' }]);
  });
});

describe('latency', () => {
  it('keeps the fastest, the middle and the slowest of each outcome in each bin', () => {
    const many = Array.from({ length: 5_000 }, (_, i) => operation(20 * i, 20 * i + 3 + ((i * 7) % 11)));
    const slow = operation(50_001, 52_001);
    const refused = failure(50_003, 50_004, 'NOT_ENOUGH_REPLICAS');
    const unsent = failure(50_005, 50_005, 'UNSENT');
    const points = fold(inTime(many, slow, refused, unsent), scatter());
    expect(points.atMs.length).toBeLessThanOrEqual(600);
    expect(points.attempts).toBe(5_002);
    expect(Math.max(...points.tookMs)).toBe(2_000);
    expect(Math.min(...points.tookMs)).toBe(1);
    expect(points.outcome.filter((outcome) => outcome === 'fail')).toEqual(['fail']);
    expect(points.atMs).toEqual(points.atMs.toSorted((a, b) => a - b));
  });

  it('counts from the scheduled time', () => {
    const late = operation(500, 510, { scheduledMs: 100 });
    expect(fold([late], scatter())).toMatchObject({ atMs: [100], tookMs: [410] });
  });
});

describe('errors', () => {
  it('are counted by name and by when they ended, none left out', () => {
    const { binMs, byName } = fold(
      inTime(
        failure(0, 100, 'NOT_ENOUGH_REPLICAS'),
        failure(10, 240, 'NOT_ENOUGH_REPLICAS'),
        failure(20, 260, 'NOT_ENOUGH_REPLICAS'),
        operation(0, 900, { outcome: 'unknown' }),
        operation(0, 5),
      ),
      errorsOverTime(),
    );
    expect(binMs).toBe(250);
    expect(byName).toEqual({
      NOT_ENOUGH_REPLICAS: [
        [0, 2],
        [1, 1],
      ],
      UNNAMED: [[3, 1]],
    });
  });

  it('get wider bins where there are many, and the same sum', () => {
    const many = Array.from({ length: 9_000 }, (_, i) => failure(i * 20, i * 20 + 1, `E${i % 3}`));
    const { binMs, byName } = fold(many, errorsOverTime());
    expect(binMs).toBeGreaterThan(250);
    const bins = Object.values(byName).flat();
    expect(bins.length).toBeLessThanOrEqual(300);
    expect(bins.reduce((sum, [, times]) => sum + times, 0)).toBe(9_000);
  });
});

describe('lag', () => {
  it('is what was acknowledged and not delivered, by the most in each bin', () => {
    const lag = fold(
      inTime(
        [write(0, 'a', 0), write(10, 'b', 1), write(20, 'c', 2)],
        [consume(40, 'a', 0), consume(600, 'b', 1), consume(601, 'c', 2)],
        // Delivered before its acknowledgement: it never waited.
        [consume(700, 'd', 3), write(701, 'd', 3)],
        phase(1_000, 'final-read'),
        write(1_100, 'e', 4),
      ),
      lagOverTime(),
    );
    expect(lag).toEqual({ binMs: 250, most: [3, 2, 2] });
  });

  it('is not told where nothing was delivered', () => {
    expect(fold([write(0, 'a', 0)], lagOverTime())).toBeNull();
  });
});

describe('marks', () => {
  const sign = (atMs: number, node: string) =>
    event(atMs, { kind: 'node-log', node, what: 'isr-shrunk', line: `line ${atMs} ${'x'.repeat(500)}` });

  it('tell the same sign of one node in a moment once, and how often it was', () => {
    const { signs } = fold(inTime(sign(0, 'a'), sign(10, 'b'), sign(100, 'a'), sign(2_000, 'a')), marks());
    expect(signs.map(({ atMs, node, times }) => [atMs, node, times])).toEqual([
      [0, 'a', 2],
      [10, 'b', 1],
      [2_000, 'a', 1],
    ]);
    expect(signs[0]!.line.length).toBe(200);
  });

  it('keep every change of a leader and of its replicas', () => {
    const { leadership: steps } = fold([leadership(5, null, 3, [2], 1)], marks());
    expect(steps).toEqual([{ atMs: 5, partition: 1, leader: null, leaderEpoch: 3, isr: [2] }]);
  });
});

describe('what is too long for a picture', () => {
  it('keeps the heaviest in their order', () => {
    expect(fewest([1, 9, 2, 8, 3], 2, (each) => each)).toEqual([9, 8]);
    expect(fewest([1, 9, 2], 2)).toEqual([1, 9]);
    expect(fewest([1, 9], 2)).toEqual([1, 9]);
  });

  it('gets bins as narrow as can be', () => {
    expect(binWidth(50, (binMs) => binMs >= 300)).toBe(500);
    expect(binWidth(250, () => true)).toBe(250);
  });
});

describe('the time line of a history', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'kafka-chaos-timeline-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const scene: Scene = { experiment: 'kill-leader', mode: 'kraft', outageMs: 5_000 };
  function stored(entries: readonly Entry[]): string {
    const path = join(folder, 'history.ndjson');
    const journal = openJournal(path, {
      ...{ startedAt: new Date(0), experiment: 'kill-leader' },
      facts: { ...factsOf(scene) },
    });
    for (const entry of entries) journal.append(entry);
    journal.close();
    return path;
  }

  it('has everything that a page shows, in less than 40 KB', async () => {
    const timeline = await timelineOf(stored(historyOf(scene)));
    expect(JSON.stringify(timeline).length).toBeLessThan(40_000);
    expect(timeline).toMatchObject({
      schema: 'kafka-chaos/timeline/1',
      durationMs: 40_500,
      faults: [{ kind: 'kill', nodes: ['broker-1'], injectedAtMs: 12_000, healedAtMs: 31_000 }],
      controller: [{ node: 'controller-1' }, { node: 'controller-2', epoch: 2 }],
      group: [{ what: 'rebalancing' }, { what: 'joined' }],
      stalls: [{ fromMs: 8_000, toMs: 8_030 }],
      signs: [{ what: 'fenced', times: 1 }],
      leftOut: {},
    });
    expect(timeline.phases.slice(0, 3)).toEqual([
      { name: 'warm-up', fromMs: 0, toMs: 6_000 },
      { name: 'steady', fromMs: 6_000, toMs: 11_940 },
      { name: 'fault', fromMs: 11_940, toMs: 30_000 },
    ]);
    expect(timeline.lanes.map(({ segments }) => segments.map(({ state }) => state))).toEqual([
      ['available', 'unknown', 'available'],
      ['available', 'refused', 'available'],
      ['available', 'unknown', 'available'],
    ]);
    expect(timeline.leadership).toHaveLength(9);
    expect(Math.max(...timeline.lag!.most)).toBeGreaterThan(50);
    expect(JSON.parse(JSON.stringify(timeline))).toEqual(timeline);
  });

  it('says how much it left out where there was too much', async () => {
    const elections = Array.from({ length: 500 }, (_, i) =>
      leadership(13_000 + i, 1 + (i % 3), 2 + i, [1, 2, 3], i % 3),
    );
    const stalls = Array.from({ length: 200 }, (_, i) =>
      event(20_000 + 40 * i, {
        kind: 'harness-stall',
        fromNs: ns(20_000 + 40 * i - 30 - (i === 7 ? 5 : 0)),
        toNs: ns(20_000 + 40 * i),
      }),
    );
    const timeline = await timelineOf(stored(inTime(historyOf(scene), elections, stalls)));
    expect(timeline.leftOut).toEqual({ leadership: 509 - 240, stalls: 201 - 120 });
    // Nor is how each partition ended, which are steps of 33 s.
    expect(timeline.leadership.filter(({ atMs }) => atMs === 33_000)).toHaveLength(3);
    // The longest stall is never among what is left out.
    expect(timeline.stalls.some(({ fromMs, toMs }) => toMs - fromMs > 34)).toBe(true);
    expect(JSON.stringify(timeline).length).toBeLessThan(60_000);
  });

  it('refuses a damaged history', async () => {
    await expect(timelineOf(stored([{ type: 'event' } as Entry]))).rejects.toThrow(UsageError);
  });
});
