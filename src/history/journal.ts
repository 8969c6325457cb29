/**
 * The history as a file: one JSON object a line, the first of which says what the file is.
 *
 * It is appended to while the run goes on, so that a crash costs at most the last lines; a finished run's
 * journal is compressed.
 */
import { closeSync, createReadStream, createWriteStream, openSync, rmSync, writeSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { EnvironmentError } from '../errors.ts';
import type { Entry } from './entry.ts';

export const journalVersion = 2;

export interface JournalHeader {
  type: 'header';
  format: 'kafka-chaos-history';
  version: number;
  startedAt: string;
  experiment: string;
  /** What its reader has to know beside the entries; reports/run-facts.ts says what that is for a run's history. */
  facts: Readonly<Record<string, unknown>>;
}

export interface Journal {
  append(entry: Entry): void;
  /**
   * Writes what is buffered, closes the file and compresses it to `<path>.gz`.
   * @throws EnvironmentError if anything could not be written, such as for want of space
   */
  finish(): Promise<string>;
  /** Writes what is buffered and closes the file as it is; what is appended later is dropped. */
  close(): void;
}

/** Lines are gathered for at most this long before they are written: what a kill -9 can cost. */
const flushEveryMs = 100;

export function openJournal(
  path: string,
  header: { startedAt: Date; experiment: string; facts: Readonly<Record<string, unknown>> },
): Journal {
  const file = openSync(path, 'wx');
  let buffered = '';
  let open = true;
  let failure: Error | undefined;
  const flush = () => {
    try {
      if (buffered !== '' && failure === undefined) writeSync(file, buffered);
    } catch (error) {
      // A history with a hole would be measured wrongly, so nothing more is written, and `finish` says why.
      failure = error as Error;
    }
    buffered = '';
  };
  const append = (line: object) => {
    if (open) buffered += `${JSON.stringify(line)}\n`;
  };
  append({
    type: 'header',
    format: 'kafka-chaos-history',
    version: journalVersion,
    startedAt: header.startedAt.toISOString(),
    experiment: header.experiment,
    facts: header.facts,
  } satisfies JournalHeader);
  flush();
  const timer = setInterval(flush, flushEveryMs);
  const close = () => {
    if (!open) return;
    open = false;
    clearInterval(timer);
    flush();
    closeSync(file);
  };
  return {
    append,
    close,
    async finish() {
      close();
      if (failure !== undefined) {
        const message = `the history could not be written to ${path}: ${failure.message}`;
        throw new EnvironmentError(message, { cause: failure });
      }
      await pipeline(createReadStream(path), createGzip(), createWriteStream(`${path}.gz`));
      rmSync(path);
      return `${path}.gz`;
    },
  };
}
