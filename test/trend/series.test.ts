import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Measure } from '../../src/checkers/measure.ts';
import { withDatabase } from '../../src/trend/database.ts';
import { nightsBefore, type Point, readPoints, seriesOf } from '../../src/trend/series.ts';
import { ask, at, point, resultsOf, takeInAll, writeNight } from './nights.ts';

describe('runs of many nights', () => {
  let root: string;
  let file: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'kafka-chaos-trend-'));
    file = join(root, 'trend.duckdb');
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const points = (measure: Measure) => withDatabase(file, (db) => readPoints(db, measure));

  test('come with their number, in the order of time; one that is not known is null', async () => {
    writeNight(join(root, 'b'), 25, resultsOf(25, [{ longestMs: 9_200 }]));
    writeNight(join(root, 'a'), 24, resultsOf(24, [{ longestMs: 8_000, mode: 'zk', outcome: 'fail' }]));
    await takeInAll(root, file);
    const common = {
      experiment: 'kill-leader',
      kafkaVersion: '3.9.2',
      settings: '',
      repeat: 1,
      attempt: 1,
      atLeast: false,
    };
    const first = {
      night: new Date(at(24)),
      startedAt: new Date(at(24, '02:01:00')),
      mode: 'zk',
      outcome: 'fail',
    };
    const second = {
      night: new Date(at(25)),
      startedAt: new Date(at(25, '02:01:00')),
      mode: 'kraft',
      outcome: 'pass',
    };
    expect(await points('produce.longestMs')).toEqual([
      { ...common, ...first, value: 8_000 },
      { ...common, ...second, value: 9_200 },
    ]);
    expect((await points('admin.longestMs')).map(({ value }) => value)).toEqual([null, null]);
  });

  test('an error that only others met occurred no times, but not where nothing was sent', async () => {
    const [met, spared, idle] = resultsOf(25, [
      { run: { errors: { NOT_ENOUGH_REPLICAS: 12 } } },
      { run: { errors: {} } },
      { run: { errors: {} } },
    ]);
    const none = { ...idle!.run!.produce, ok: 0, fail: 0, unknown: 0 };
    writeNight(join(root, 'a'), 25, [met!, spared!, { ...idle!, run: { ...idle!.run!, produce: none } }]);
    await takeInAll(root, file);
    expect((await points('errors.NOT_ENOUGH_REPLICAS')).map(({ value }) => value)).toEqual([12, 0, null]);
    expect((await points('errors.NEVER_MET')).map(({ value }) => value)).toEqual([null, null, null]);
    expect(
      await ask(file, "SELECT n::INTEGER, median FROM nights WHERE measure = 'errors.NOT_ENOUGH_REPLICAS'"),
    ).toEqual([[2, 6]]);
  });

  test('the view has the numbers that the program tells', async () => {
    const anyRun = fc.record({
      longestMs: fc.integer({ min: 0, max: 60_000 }),
      mode: fc.constantFrom('zk' as const, 'kraft' as const),
      kafkaVersion: fc.constantFrom('3.9.2', '4.3.1'),
      outcome: fc.constantFrom('pass' as const, 'fail' as const, 'unknown' as const),
      set: fc.constantFrom(undefined, ['topic:min.insync.replicas=2']),
    });
    const anyNights = fc.array(fc.array(anyRun, { minLength: 1, maxLength: 8 }), {
      minLength: 1,
      maxLength: 4,
    });
    await fc.assert(
      fc.asyncProperty(anyNights, async (nights) => {
        rmSync(root, { recursive: true });
        nights.forEach((runs, i) => {
          const own = runs.map((run, j) => ({ ...run, folder: `${j}` }));
          writeNight(join(root, `${i}`), i + 1, resultsOf(i + 1, own));
        });
        await takeInAll(root, file);
        const told = seriesOf(await points('produce.longestMs')).flatMap(
          ({ mode, kafkaVersion, settings, nights }) =>
            nights.flatMap(({ startedAt, numbers, points }) => {
              if (numbers === null) return [];
              const n = points.filter(({ outcome }) => outcome !== 'unknown').length;
              return [[startedAt, mode, kafkaVersion, settings, n, numbers.median, numbers.min, numbers.max]];
            }),
        );
        const view = await ask(
          file,
          `SELECT night, mode, kafka_version, settings, n::INTEGER, median, min, max FROM nights
           WHERE measure = 'produce.longestMs'`,
        );
        const sorted = (rows: unknown[]) => rows.map((row) => JSON.stringify(row)).sort();
        expect(sorted(view)).toEqual(sorted(told));
      }),
      { numRuns: 6 },
    );
  }, 60_000);
});

describe('series', () => {
  test('are apart by experiment, mode, version and settings', () => {
    const changes: Partial<Point>[] = [
      { experiment: 'stop-leader' },
      { mode: 'zk' },
      { kafkaVersion: '3.10.0' },
      { settings: 'topic:min.insync.replicas=1' },
      {},
    ];
    const all = seriesOf(changes.map((each) => point(25, 8_000, each)));
    expect(
      all.map(({ experiment, mode, kafkaVersion, settings }) => [experiment, mode, kafkaVersion, settings]),
    ).toEqual([
      ['kill-leader', 'kraft', '3.9.2', ''],
      ['kill-leader', 'kraft', '3.9.2', 'topic:min.insync.replicas=1'],
      ['kill-leader', 'kraft', '3.10.0', ''],
      ['kill-leader', 'zk', '3.9.2', ''],
      ['stop-leader', 'kraft', '3.9.2', ''],
    ]);
  });

  test('a night has the median of its runs, and the least and the greatest', () => {
    const [series] = seriesOf([
      point(25, 8_000),
      point(25, 9_000, { repeat: 2 }),
      point(25, 8_200, { repeat: 3 }),
    ]);
    expect(series!.nights.map(({ numbers }) => numbers)).toEqual([
      { median: 8_200, min: 8_000, max: 9_000, atLeast: false },
    ]);
  });

  test('a run that decided nothing gives no number, and is not there if it was made once more', () => {
    const again = point(25, 8_000, { attempt: 2 });
    const [series] = seriesOf([
      point(24, 30_000, { outcome: 'unknown' }),
      point(25, 30_000, { outcome: 'unknown' }),
      again,
    ]);
    expect(series!.nights.map(({ numbers }) => numbers)).toEqual([
      null,
      { median: 8_000, min: 8_000, max: 8_000, atLeast: false },
    ]);
    expect(series!.nights[1]!.points).toEqual([again]);
  });

  test('one outage that was not over makes the median a bound from below', () => {
    const [series] = seriesOf([point(25, 8_000), point(25, 30_000, { repeat: 2, atLeast: true })]);
    expect(series!.nights[0]!.numbers).toEqual({ median: 19_000, min: 8_000, max: 30_000, atLeast: true });
  });

  test('the nights before the last are taken by their medians, and those without a number left out', () => {
    const [series] = seriesOf([
      point(21, 8_000),
      point(22, null),
      point(23, 8_400),
      point(24, 9_000),
      point(25, 99_000),
    ]);
    expect(nightsBefore(series!)).toEqual({
      nights: 3,
      interval: { median: 8_400, upper: 8_400, from: 8_000, to: 9_000, confidence: 0.75 },
    });
    expect(nightsBefore(seriesOf([point(25, 8_000)])[0]!)).toBeNull();
  });
});
