import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { report } from '../../src/commands/report.ts';
import { UsageError } from '../../src/errors.ts';
import { findSuites } from '../../src/results/read-results.ts';
import { ask, at, resultsOf, takeInAll, writeNight } from './nights.ts';

let root: string;
let results: string;
let file: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'kafka-chaos-trend-'));
  results = join(root, 'results');
  file = join(root, 'trend.duckdb');
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(root, { recursive: true });
});

const twoNights = () => {
  writeNight(join(results, 'a'), 24, resultsOf(24, [{ longestMs: 8_000 }, { longestMs: 8_400 }]));
  writeNight(join(results, 'b'), 25, resultsOf(25, [{ longestMs: 9_200 }]));
};
const runs = () => ask(file, 'SELECT night, started_at FROM runs ORDER BY started_at');
const theThree = [
  [new Date(at(24)), new Date(at(24, '02:01:00'))],
  [new Date(at(24)), new Date(at(24, '02:02:00'))],
  [new Date(at(25)), new Date(at(25, '02:01:00'))],
];

test('a run has its row, and each of its measures a row of its own', async () => {
  const set = ['broker:broker.session.timeout.ms=4000', 'topic:min.insync.replicas=2'];
  writeNight(
    join(results, 'a'),
    25,
    resultsOf(25, [{ set, n: 3, attempt: 2, outcome: 'fail', longestMs: 9_200 }]),
  );
  expect(await takeInAll(results, file)).toEqual([]);
  expect(
    await ask(
      file,
      'SELECT id::INTEGER, night, suite, started_at, experiment, mode, kafka_version, settings, seed::INTEGER, repeat, attempt, outcome, version FROM runs',
    ),
  ).toEqual([
    [
      ...[
        1,
        new Date(at(25)),
        'suite nightly',
        new Date(at(25, '02:01:00')),
        'kill-leader',
        'kraft',
        '3.9.2',
      ],
      ...['broker:broker.session.timeout.ms=4000 topic:min.insync.replicas=2', 7, 3, 2, 'fail', '0.1.0'],
    ],
  ]);
  const measures = await ask(file, 'SELECT name, value FROM measures WHERE run_id = 1');
  expect(measures).toContainEqual(['produce.longestMs', 9_200]);
  expect(measures).toContainEqual(['produce.ok', 4_812]);
  expect(measures).toContainEqual(['errors.CONNECTION_CLOSED', 450]);
  expect(measures).toContainEqual(['recovery.fullIsrMs', 16_300]);
  expect(measures).toContainEqual(['cluster.bootMs', 5_000]);
  // What is not known has no row.
  expect(measures.map((row) => (row as string[])[0])).not.toContain('admin.longestMs');
});

test('a run counts once, however often its folder is read', async () => {
  twoNights();
  for (let i = 0; i < 3; i++) await takeInAll(results, file);
  expect(await runs()).toEqual(theThree);
  expect(
    await ask(file, "SELECT value FROM measures WHERE name = 'produce.longestMs' ORDER BY value"),
  ).toEqual([[8_000], [8_400], [9_200]]);
});

test('a run counts once, wherever its folder is moved and copied to', async () => {
  twoNights();
  await takeInAll(results, file);
  mkdirSync(join(results, 'old'));
  renameSync(join(results, 'a'), join(results, 'old/november'));
  cpSync(join(results, 'b'), join(results, 'copy-of-b'), { recursive: true });
  await takeInAll(results, file);
  expect(await runs()).toEqual(theThree);
});

test.each([
  ['after', ['results', 'merged']],
  ['before', ['merged', 'results']],
])(
  'a run counts once, and in its own night, if nights that were merged are read %s them',
  async (_, order) => {
    twoNights();
    vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    await report([join(results, 'a'), join(results, 'b')], { out: join(root, 'merged'), title: 'November' });
    for (const each of order) await takeInAll(join(root, each), file);
    expect(await runs()).toEqual(theThree);
    expect(await ask(file, 'SELECT DISTINCT suite FROM runs WHERE night > TIMESTAMP $$2026-11-25$$')).toEqual(
      [['suite nightly']],
    );
  },
);

test('runs that began in the same millisecond are several if they are other repeats, modes or settings', async () => {
  const startedAt = at(25, '02:01:00');
  const same = { run: { startedAt } };
  const set = ['topic:min.insync.replicas=1'];
  writeNight(
    join(results, 'a'),
    25,
    resultsOf(25, [same, same, { ...same, mode: 'zk' }, { ...same, n: 1, set, folder: 'set' }]),
  );
  await takeInAll(results, file);
  expect(await runs()).toHaveLength(4);
});

test('a night stays when its folder is gone', async () => {
  twoNights();
  await takeInAll(results, file);
  rmSync(join(results, 'a'), { recursive: true });
  await takeInAll(results, file);
  expect(await runs()).toEqual(theThree);
});

test('of a suite that has gone on, what is new is added', async () => {
  const all = resultsOf(25, [{}, {}, { outcome: 'not run', reason: 'interrupted before' }]);
  writeNight(join(results, 'a'), 25, all.slice(0, 1));
  await takeInAll(results, file);
  writeNight(join(results, 'a'), 25, all);
  await takeInAll(results, file);
  expect(await ask(file, 'SELECT repeat FROM runs ORDER BY repeat')).toEqual([[1], [2]]);
});

test('an outage that the end of the run cut off is a bound from below', async () => {
  const [result] = resultsOf(25, [{ longestMs: 9_200 }]);
  const { produce } = result!.run!;
  const windows = produce.partitions[0]!.windows.map((window) => ({ ...window, censored: true }));
  const open = { ...produce, partitions: [{ ...produce.partitions[0]!, windows }] };
  writeNight(join(results, 'a'), 25, [{ ...result!, run: { ...result!.run!, produce: open } }]);
  await takeInAll(results, file);
  expect(await ask(file, 'SELECT name FROM measures WHERE at_least ORDER BY name')).toEqual([
    ['produce.longestMs'],
    ['produce.unavailableMs'],
  ]);
});

test('what is damaged or foreign is said and left out, and read when it is mended', async () => {
  twoNights();
  mkdirSync(join(results, 'c'));
  writeFileSync(join(results, 'c/suite.json'), '{"tests": 3}');
  writeFileSync(join(results, 'b/kill-leader/kraft-3.9.2-kafkajs-1/run.json'), '{"schema":');
  const said = await takeInAll(results, file);
  expect(said).toHaveLength(2);
  expect(said[0]).toMatch(
    /^left out: .*results\/b\/kill-leader\/kraft-3\.9\.2-kafkajs-1\/run\.json cannot be read: /,
  );
  expect(said[1]).toMatch(/^left out: .*results\/c\/suite\.json is damaged, or of another version: /);
  expect(await runs()).toEqual(theThree.slice(0, 2));
  twoNights();
  await takeInAll(results, file);
  expect(await runs()).toEqual(theThree);
});

test('a killed ingestion leaves what was there before, and no half', async () => {
  writeNight(join(results, 'a'), 24, resultsOf(24, [{}]));
  await takeInAll(results, file);
  writeNight(join(results, 'b'), 25, resultsOf(25, [{}, {}]));
  mkdirSync(join(results, 'c'));
  writeFileSync(join(results, 'c/suite.json'), '');
  const source = (name: string) => JSON.stringify(join(import.meta.dirname, '../../src/trend', name));
  // The first night is known, the second has been taken in, and at the third, which is damaged, the process is killed.
  const script = `
    import { withDatabase } from ${source('database.ts')};
    import { prepareSchema } from ${source('schema.ts')};
    import { findSuites } from ${source('../results/read-results.ts')};
    import { takeIn } from ${source('take-in.ts')};
    const [results, file] = ${JSON.stringify([results, file])};
    await withDatabase(file, async (db) => {
      await prepareSchema(db, file);
      await takeIn(db, findSuites(results), () => process.kill(process.pid, 'SIGKILL'), new AbortController().signal);
    });`;
  expect(() =>
    execFileSync(process.execPath, ['--input-type=module', '-e', script], { stdio: 'ignore' }),
  ).toThrow(expect.objectContaining({ signal: 'SIGKILL' }));
  expect(await ask(file, 'SELECT started_at FROM runs')).toEqual([[new Date(at(24, '02:01:00'))]]);
  expect(await ask(file, 'SELECT DISTINCT run_id::INTEGER FROM measures')).toEqual([[1]]);
  await takeInAll(results, file);
  expect(await runs()).toHaveLength(3);
});

test('a folder that is not there is wrong usage', () => {
  expect(() => findSuites(results)).toThrow(UsageError);
  expect(() => findSuites(results)).toThrow(`there is no folder ${results}`);
});
