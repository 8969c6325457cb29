/**
 * Takes results into the database. A run counts once, wherever its folder is moved, copied or merged to, and stays when
 * its folder is gone.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DuckDBAppender, DuckDBConnection } from '@duckdb/node-api';
import { isCensored, type Measure, measuredIn, measures } from '../checkers/measure.ts';
import { UsageError } from '../errors.ts';
import { listedIn, readResults } from '../results/read-results.ts';
import type { Result, Results } from '../results/results.ts';
import type { Run } from '../results/run-json.ts';
import { nightsOf } from './shard-nights.ts';

/**
 * Takes in all that the database does not have yet. What cannot be read is said and left out.
 * @param folders of suites
 */
export async function takeIn(
  db: DuckDBConnection,
  folders: readonly string[],
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const nights = nightsIn(folders);
  for (const folder of folders) {
    signal.throwIfAborted();
    // What a suite has come to is written in its suite.json: unchanged, it has nothing new.
    const digest = createHash('sha256')
      .update(readFileSync(join(folder, 'suite.json')))
      .digest('hex');
    const known = await db.runAndReadAll('SELECT 1 FROM suites WHERE digest = $digest', { digest });
    if (known.currentRowCount > 0) continue;
    const results = resultsIn(folder, say);
    if (results === undefined) continue;
    await takeSuite(db, results, nights.get(folder) ?? results.startedAt);
    await db.run('INSERT INTO suites VALUES ($digest)', { digest });
  }
}

/** When the night of each suite began, by its folder; of what cannot be read, it is told when it is taken in. */
function nightsIn(folders: readonly string[]): Map<string, string> {
  const suites = folders.flatMap((folder) => {
    const listed = unlessDamaged(() => listedIn(folder));
    return 'startedAt' in listed ? [{ ...listed, folder }] : [];
  });
  return new Map([...nightsOf(suites)].map(([{ folder }, night]) => [folder, night]));
}

function resultsIn(folder: string, say: (line: string) => void): Results | undefined {
  const read = unlessDamaged(() => readResults(folder));
  if ('startedAt' in read) return read;
  say(`left out: ${read.message}`);
  return undefined;
}

function unlessDamaged(read: () => Results): Results | UsageError {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return error;
  }
}

/** What a run is known by for good. */
const key = ['started_at', 'experiment', 'mode', 'kafka_version', 'settings', 'seed', 'repeat'];
const columns = [...key, 'night', 'suite', 'attempt', 'outcome', 'version'];
const insert = `
  INSERT INTO runs (${columns.join(', ')}) VALUES (${columns.map((column) => `$${column}`).join(', ')})
  ON CONFLICT DO NOTHING RETURNING id`;

/**
 * Suites that were merged have the begin of the first. So of the suites that have a run, the one that began last before it is
 * the one that made it; but a shard is a part of one, and has the night of the whole.
 */
const correctNight = `
  UPDATE runs SET night = $night, suite = $suite
  WHERE ${key.map((column) => `${column} = $${column}`).join(' AND ')} AND night < $night`;

async function takeSuite(db: DuckDBConnection, { what, results }: Results, night: string): Promise<void> {
  const about = { night, suite: what };
  const added: [id: bigint, run: Run][] = [];
  for (const result of results) {
    const { run } = result;
    if (run === undefined) continue;
    const row = rowOf(result, run);
    const [inserted] = (await db.runAndReadAll(insert, { ...row, ...about })).getRowsJS();
    if (inserted !== undefined) added.push([inserted[0] as bigint, run]);
    else {
      const { attempt: _, outcome: __, version: ___, ...known } = row;
      await db.run(correctNight, { ...known, ...about });
    }
  }
  const appender = await db.createAppender('measures');
  for (const [id, run] of added) appendMeasures(appender, id, run);
  appender.closeSync();
}

function rowOf({ n, set = [], attempt }: Result, run: Run) {
  return {
    started_at: run.startedAt,
    experiment: run.experiment,
    mode: run.mode,
    kafka_version: run.kafkaVersion,
    settings: set.join(' '),
    seed: run.seed,
    repeat: n,
    attempt,
    outcome: run.outcome,
    version: run.harness.version,
  };
}

function appendMeasures(appender: DuckDBAppender, id: bigint, run: Run): void {
  const names: Measure[] = [...measures, ...Object.keys(run.errors).map((name) => `errors.${name}` as const)];
  for (const name of names) {
    const value = measuredIn(run, name);
    if (value === null) continue;
    appender.appendBigInt(id);
    appender.appendVarchar(name);
    appender.appendDouble(value);
    appender.appendBoolean(isCensored(run, name));
    appender.endRow();
  }
}
