/**
 * The database file: opened, closed, and what can be wrong with it in words.
 */
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { EnvironmentError, UsageError } from '../errors.ts';

/** A file of another kind (SQLite's) would make DuckDB look for an extension on the network. */
const options = { autoinstall_known_extensions: 'false', autoload_known_extensions: 'false' };

/**
 * Does some work on a database, which is made if there is none. All of it is one transaction: what throws, or is killed, has
 * changed nothing.
 * @param file an absolute path; DuckDB takes others for addresses
 * @throws UsageError if the file is no database or a damaged one, EnvironmentError if it cannot be used now
 */
export async function withDatabase<T>(file: string, work: (db: DuckDBConnection) => Promise<T>): Promise<T> {
  const { DuckDBInstance } = await loadDuckDB();
  try {
    const instance = await DuckDBInstance.create(file, options);
    try {
      return await inTransaction(instance, work);
    } finally {
      instance.closeSync();
    }
  } catch (error) {
    throw inPlainWords(file, error as Error);
  }
}

async function inTransaction<T>(
  instance: DuckDBInstance,
  work: (db: DuckDBConnection) => Promise<T>,
): Promise<T> {
  const db = await instance.connect();
  try {
    await db.run('BEGIN');
    const result = await work(db);
    await db.run('COMMIT');
    return result;
  } finally {
    // What was begun and not committed ends with the connection.
    db.closeSync();
  }
}

/** It is 70 MB: no command is to pay for it that does not use it. */
async function loadDuckDB() {
  try {
    return await import('@duckdb/node-api');
  } catch (error) {
    throw new EnvironmentError(`DuckDB does not run on this machine: ${firstLine(error as Error)}`);
  }
}

function inPlainWords(file: string, error: Error): Error {
  const { message } = error;
  if (!/^(IO|Serialization|Fatal|INTERNAL|TransactionContext|Invalid|Out of Memory) Error/.test(message)) {
    return error;
  }
  const lock = /Conflicting lock is held.*?(?:\(PID (\d+)\)|$)/.exec(message);
  if (lock !== null) {
    const whom = lock[1] === undefined ? 'another program' : `another program (process ${lock[1]})`;
    return new EnvironmentError(`${file} is being used by ${whom}: wait for it, or end it`);
  }
  if (/not a valid DuckDB database|^IO Error: Extension/.test(message)) {
    return new UsageError(`${file} is no DuckDB database: name another file with --db`);
  }
  if (/corrupt|checksum|enough bytes|^(Serialization|INTERNAL)/i.test(message)) {
    return new UsageError(
      `${file} is damaged (${firstLine(error)}): put a copy in its place, or move it away, and what folders still have is read again`,
    );
  }
  return new EnvironmentError(`${file} cannot be used: ${firstLine(error)}`);
}

const firstLine = ({ message }: Error) => message.split('\n')[0]!.replace(/^[\w ]+ Error: /, '');
