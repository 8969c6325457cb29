/**
 * The tables of the database, and how those of an older kafka-chaos become today's. docs/trend.md tells people what is in them.
 */
import type { DuckDBConnection } from '@duckdb/node-api';
import { UsageError } from '../errors.ts';

/**
 * Step n makes schema n of schema n - 1, and keeps what is there. A step that was released is never changed.
 *
 * `settings` is never null, because what is null is not equal to itself, and a run would count twice.
 */
const steps: readonly string[] = [
  `
  CREATE TABLE suites (digest VARCHAR PRIMARY KEY);

  CREATE SEQUENCE run_ids;
  CREATE TABLE runs (
    id BIGINT PRIMARY KEY DEFAULT nextval('run_ids'),
    night TIMESTAMP NOT NULL,
    suite VARCHAR NOT NULL,
    started_at TIMESTAMP NOT NULL,
    experiment VARCHAR NOT NULL,
    mode VARCHAR NOT NULL,
    kafka_version VARCHAR NOT NULL,
    settings VARCHAR NOT NULL,
    seed BIGINT NOT NULL,
    repeat INTEGER NOT NULL,
    attempt INTEGER NOT NULL,
    outcome VARCHAR NOT NULL,
    version VARCHAR NOT NULL,
    UNIQUE (started_at, experiment, mode, kafka_version, settings, seed, repeat)
  );

  CREATE TABLE measures (
    run_id BIGINT NOT NULL,
    name VARCHAR NOT NULL,
    value DOUBLE NOT NULL,
    at_least BOOLEAN NOT NULL
  );

  -- An error that others met, and a run that sent something did not, occurred 0 times in it.
  CREATE VIEW run_measures AS
    SELECT run_id, name, value, at_least FROM measures
    UNION ALL
    SELECT run_id, name, 0, false FROM (
      SELECT run_id FROM measures
      WHERE name IN ('produce.ok', 'produce.fail', 'produce.unknown')
      GROUP BY run_id HAVING sum(value) > 0
    )
    CROSS JOIN (SELECT DISTINCT name FROM measures WHERE name LIKE 'errors.%')
    ANTI JOIN measures USING (run_id, name);

  -- A run that decided nothing counts for nothing.
  CREATE VIEW nights AS
    SELECT night, experiment, mode, kafka_version, settings, name AS measure,
      count(*) AS n, median(value) AS median, min(value) AS min, max(value) AS max
    FROM runs JOIN run_measures ON run_id = id
    WHERE outcome IN ('pass', 'fail')
    GROUP BY ALL;
  `,
];

/**
 * Makes the tables, or brings them up to date; part of the transaction that it is called in.
 * @throws UsageError if the database is somebody else's, or of a newer kafka-chaos
 */
export async function prepareSchema(db: DuckDBConnection, file: string): Promise<void> {
  const found = await schemaOf(db);
  if (found === 'foreign') {
    throw new UsageError(`${file} is a database, but none of kafka-chaos: name another file with --db`);
  }
  if (found > steps.length) {
    throw new UsageError(
      `${file} was written by a newer kafka-chaos: use that one, or name another file with --db`,
    );
  }
  if (found === steps.length) return;
  for (const step of steps.slice(found)) await db.run(step);
  await db.run('CREATE OR REPLACE TABLE kafka_chaos AS SELECT $schema::INTEGER AS schema', {
    schema: steps.length,
  });
}

/** 0 for a database without tables: one that was never filled. */
async function schemaOf(db: DuckDBConnection): Promise<number | 'foreign'> {
  const tables = await db.runAndReadAll('SELECT table_name FROM duckdb_tables()');
  const names = tables.getRowsJS().map(([name]) => name);
  if (names.length === 0) return 0;
  if (!names.includes('kafka_chaos')) return 'foreign';
  const [row] = (await db.runAndReadAll('SELECT schema FROM kafka_chaos')).getRowsJS();
  return typeof row?.[0] === 'number' ? row[0] : 'foreign';
}
