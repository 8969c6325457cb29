import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EnvironmentError, UsageError } from '../../src/errors.ts';
import { withDatabase } from '../../src/trend/database.ts';
import { prepareSchema } from '../../src/trend/schema.ts';
import { ask, resultsOf, takeInAll, writeNight } from './nights.ts';

let root: string;
let file: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'kafka-chaos-trend-'));
  file = join(root, 'trend.duckdb');
});
afterEach(() => rmSync(root, { recursive: true }));

const prepared = () => withDatabase(file, (db) => prepareSchema(db, file));

async function refusal(): Promise<Error> {
  return prepared().then(
    () => expect.fail('it was not refused'),
    (error: Error) => error,
  );
}

test('what was done counts as a whole', async () => {
  await prepared();
  const undone = withDatabase(file, async (db) => {
    await db.run("INSERT INTO suites VALUES ('half')");
    throw new Error('something else');
  });
  await expect(undone).rejects.toThrow(/^something else$/);
  expect(await ask(file, 'SELECT * FROM suites')).toEqual([]);
});

test('a database without tables, as a killed program leaves it, is filled', async () => {
  await withDatabase(file, async () => {});
  await prepared();
  expect(await ask(file, 'SELECT schema FROM kafka_chaos')).toEqual([[1]]);
});

describe('of two programs at once', () => {
  let other: ChildProcess;
  afterEach(async () => {
    other.kill('SIGKILL');
    await once(other, 'exit');
  });

  test('the second is told who has it', async () => {
    const script = `
      import { withDatabase } from ${JSON.stringify(join(import.meta.dirname, '../../src/trend/database.ts'))};
      await withDatabase(${JSON.stringify(file)}, async () => {
        console.log('open');
        await new Promise((done) => setTimeout(done, 60_000));
      });`;
    other = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    await once(other.stdout!, 'data');
    const error = await refusal();
    expect(error).toBeInstanceOf(EnvironmentError);
    expect(error.message).toBe(
      `${file} is being used by another program (process ${other.pid}): wait for it, or end it`,
    );
  });
});

describe('a file that is no database is refused, and left as it is:', () => {
  test.each([
    ['text', 'startedAt,experiment\n'.repeat(1000)],
    ['nothing', ''],
    ['SQLite', `SQLite format 3\0${'\0'.repeat(8000)}`],
  ])('%s', async (_, content) => {
    writeFileSync(file, content);
    const error = await refusal();
    expect(error).toBeInstanceOf(UsageError);
    expect(error.message).toBe(`${file} is no DuckDB database: name another file with --db`);
    expect(readFileSync(file, 'utf8')).toBe(content);
  });
});

describe('a damaged database is refused, and left as it is:', () => {
  test.each([
    ['flipped at its begin', (content: Buffer) => content.fill(0xff, 20, 24)],
    ['flipped in its data', (content: Buffer) => content.fill(0x55, 20_000, content.length)],
    ['cut off', (content: Buffer) => content.subarray(0, 16_384)],
  ])('%s', async (_, spoil) => {
    writeNight(join(root, 'night'), 25, resultsOf(25, [{}]));
    await takeInAll(root, file);
    const spoilt = spoil(readFileSync(file));
    writeFileSync(file, spoilt);
    const error = await refusal();
    expect(error).toBeInstanceOf(UsageError);
    expect(error.message).toMatch(
      /trend\.duckdb is damaged \(.+\): put a copy in its place, or move it away/,
    );
    expect(error.message).not.toContain('\n');
    expect(readFileSync(file).equals(spoilt)).toBe(true);
  });
});

test('a database of somebody else is refused', async () => {
  await withDatabase(file, (db) => db.run('CREATE TABLE sales (price DOUBLE)'));
  const error = await refusal();
  expect(error).toBeInstanceOf(UsageError);
  expect(error.message).toBe(`${file} is a database, but none of kafka-chaos: name another file with --db`);
});

test('a database of a newer kafka-chaos is refused', async () => {
  await prepared();
  await withDatabase(file, (db) => db.run('UPDATE kafka_chaos SET schema = 99'));
  const error = await refusal();
  expect(error).toBeInstanceOf(UsageError);
  expect(error.message).toMatch(/was written by a newer kafka-chaos/);
});

test('a database that cannot be made is a matter of the machine', async () => {
  file = join(root, 'nowhere/trend.duckdb');
  const error = await refusal();
  expect(error).toBeInstanceOf(EnvironmentError);
  expect(error.message).toMatch(/nowhere\/trend\.duckdb cannot be used: Cannot open file/);
});
