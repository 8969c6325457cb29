/** What docs/trend.md says about the database, tried on one. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { trend } from '../../src/commands/trend.ts';
import { ask, resultsOf, takeInAll, writeNight } from './nights.ts';

const documentation = readFileSync(join(import.meta.dirname, '../../docs/trend.md'), 'utf8');
let root: string;
let file: string;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'kafka-chaos-trend-'));
  file = join(root, 'trend.duckdb');
  for (let day = 1; day <= 9; day++) {
    const set = ['topic:min.insync.replicas=1'];
    const lossy = resultsOf(day, [{}])[0]!.run!.safety;
    writeNight(
      join(root, `${day}`),
      day,
      resultsOf(day, [
        { longestMs: day * 1000 },
        { longestMs: 500, mode: 'zk' },
        { outcome: 'fail', run: { safety: { ...lossy, lost: 3 } } },
        { set },
      ]),
    );
  }
  await takeInAll(root, file);
});
afterAll(() => rmSync(root, { recursive: true }));

const queries = [...documentation.matchAll(/\n```sql\n(.*?)```/gs)].map(([, sql]) => sql!);

test('there are questions', () => {
  expect(queries.length).toBeGreaterThan(5);
});

test.each(queries.keys().toArray())('question %s has an answer', async (i) => {
  const sql = queries[i]!.replace("'recovery.csv'", `'${join(root, 'recovery.csv')}'`);
  expect((await ask(file, sql)).length).toBeGreaterThan(0);
});

test('the example is what the command prints', async () => {
  let printed = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += stripVTControlCharacters(String(text));
    return true;
  });
  const results = join(import.meta.dirname, '../../results/reference/nightly');
  const flags = { results, db: join(root, 'reference.duckdb') };
  await trend('kill-leader', flags, () => {}, new AbortController().signal);
  vi.restoreAllMocks();
  const [, example] = /\n```\n(kill-leader: .*?)\n```/s.exec(documentation)!;
  expect(printed.trimEnd()).toBe(example);
});

test('every table and view has its columns in the table, and no others', async () => {
  const columns = await ask(
    file,
    "SELECT table_name, list(column_name ORDER BY column_index) FROM duckdb_columns() WHERE NOT internal AND table_name NOT IN ('suites', 'kafka_chaos') GROUP BY 1",
  );
  expect(columns).toHaveLength(4);
  for (const [name, own] of columns as [string, string[]][]) {
    const row = documentation.split('\n').find((line) => line.startsWith(`| \`${name}\` |`));
    const told = [
      ...row!
        .split('|')[3]!
        .replaceAll(/\(.*?\)/g, '')
        .matchAll(/`(\w+)`/g),
    ].map(([, column]) => column);
    expect([...told].sort()).toEqual((name === 'run_measures' ? ['measures'] : [...own]).sort());
  }
});
