import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type TrendFlags, trend } from '../../src/commands/trend.ts';
import { UsageError } from '../../src/errors.ts';
import { resultsOf, writeNight } from '../trend/nights.ts';

let root: string;
let results: string;
let said: string[];
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'kafka-chaos-trend-'));
  results = join(root, 'results');
  mkdirSync(results);
  said = [];
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(root, { recursive: true });
});

const call = (experiment?: string, flags: TrendFlags = {}) =>
  trend(experiment, { results, ...flags }, (line) => said.push(line), new AbortController().signal);
const printed = () => vi.mocked(process.stdout.write).mock.calls.map(([text]) => text as string);

const threeNights = () => {
  [8_000, 8_400, 9_200].forEach((longestMs, i) => {
    const day = 23 + i;
    writeNight(
      join(results, `${day}`),
      day,
      resultsOf(day, [
        { longestMs },
        { longestMs: longestMs * 2, mode: 'zk' },
        { experiment: 'stop-leader', longestMs: 600 },
      ]),
    );
  });
};

const inKraft = `kill-leader: produce.longestMs

kraft 3.9.2
2026-11-23 02:00   1 run   8.0 s      ████████████████████▉
2026-11-24 02:00   1 run   8.4 s      █████████████████████▉
2026-11-25 02:00   1 run   9.2 s      ████████████████████████
last night 9.2 s; median of 2 nights before 8.2 s (8.0 s to 8.4 s)
`;

test('an experiment is told night by night, and again the same when the folders are gone', async () => {
  threeNights();
  const db = join(root, 'kept.duckdb');
  expect(await call('kill-leader', { db, mode: 'kraft' })).toBe(0);
  rmSync(results, { recursive: true });
  mkdirSync(results);
  expect(await call('kill-leader', { db, mode: 'kraft' })).toBe(0);
  expect(printed()).toEqual([inKraft, inKraft]);
  expect(said).toEqual([]);
});

test('the database is in the folder of the results unless it is named', async () => {
  threeNights();
  await call('kill-leader');
  expect(existsSync(join(results, 'trend.duckdb'))).toBe(true);
});

test('without an experiment, all of them are told in a line each', async () => {
  threeNights();
  expect(await call(undefined, { mode: 'kraft,zk', kafka: '3.9.2' })).toBe(0);
  expect(printed()[0]!.split('\n').slice(3)).toEqual([
    'kill-leader   kraft 3.9.2   3        2026-11-25   9.2 s    8.2 s    ▇▇█',
    'kill-leader   zk 3.9.2      3        2026-11-25   18.4 s   16.4 s   ▇▇█',
    'stop-leader   kraft 3.9.2   3        2026-11-25   600 ms   600 ms   ███',
    '',
  ]);
});

test('the runs that come with the project have a trend', async () => {
  const reference = join(import.meta.dirname, '../../results/reference/nightly');
  expect(await call('kill-leader', { results: reference, db: join(root, 'trend.duckdb') })).toBe(0);
  expect(printed()[0]).toMatch(/^kraft [\d.]+\n2026-\d\d-\d\d \d\d:\d\d {3}1 run {3}[\d.]+ s /m);
  expect(printed()[0]).toMatch(/^zk [\d.]+\n2026-/m);
  expect(said).toEqual([]);
}, 30_000);

test('a drawing is written where --svg says', async () => {
  threeNights();
  const svg = join(root, 'trend.svg');
  await call('kill-leader', { svg });
  expect(readFileSync(svg, 'utf8')).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
});

test.each<[string, string | undefined, TrendFlags, RegExp]>([
  [
    'an experiment without runs',
    'kill-header',
    {},
    /^there are no results of kill-header; there are some of kill-leader, stop-leader$/,
  ],
  [
    'a measure that runs do not have',
    'kill-leader',
    { measure: 'produce.longest' },
    /^--measure produce\.longest is unknown; there are durationMs, /,
  ],
  [
    'a measure that no run came to',
    'kill-leader',
    { measure: 'admin.longestMs' },
    /^no run that was asked for has a number for admin\.longestMs$/,
  ],
  [
    'an unknown mode',
    'kill-leader',
    { mode: 'raft' },
    /^--mode raft is unknown; there are zk, kraft, kraft-combined, zk-to-kraft$/,
  ],
  ['a version without runs', 'kill-leader', { kafka: '4.3.1' }, /^no run that was asked for has a number/],
  ['a drawing of everything', undefined, { svg: 'x.svg' }, /^--svg draws one experiment: name it$/],
  [
    'a drawing that cannot be written',
    'kill-leader',
    { svg: '/nowhere/x.svg' },
    /^cannot write \/nowhere\/x\.svg: /,
  ],
  ['a folder that is not there', 'kill-leader', { results: '/nowhere' }, /^there is no folder \/nowhere$/],
])('%s is wrong usage', async (_, experiment, flags, reason) => {
  threeNights();
  const refusal = call(experiment, flags);
  await expect(refusal).rejects.toThrow(reason);
  await expect(refusal).rejects.toThrow(UsageError);
});

test('without any results that is said, and no database made', async () => {
  const refusal = call('kill-leader');
  await expect(refusal).rejects.toThrow(`there are no results in ${results} yet: nothing has a trend`);
  await expect(refusal).rejects.toThrow(UsageError);
  expect(existsSync(join(results, 'trend.duckdb'))).toBe(false);
});
