/**
 * The history as a file: one JSON object a line, the first of which says what the file is.
 *
 * It is appended to while the run goes on, so that a crash costs at most the last lines; a finished run's
 * journal is compressed.
 */
import { closeSync, createReadStream, createWriteStream, openSync, rmSync, writeSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Entry } from './entry.ts';

export const journalVersion = 1;

export interface JournalHeader {
  type: 'header';
  format: 'kafka-chaos-history';
  version: number;
  startedAt: string;
  experiment: string;
}

export interface Journal {
  append(entry: Entry): void;
  /** Writes what is buffered, closes the file and compresses it to `<path>.gz`. */
  finish(): Promise<string>;
  /** Writes what is buffered and closes the file as it is. */
  close(): void;
}

/** Lines are gathered for at most this long before they are written: what a kill -9 can cost. */
const flushEveryMs = 100;

export function openJournal(path: string, header: { startedAt: Date; experiment: string }): Journal {
  const file = openSync(path, 'wx');
  let buffered = '';
  const flush = () => {
    if (buffered === '') return;
    writeSync(file, buffered);
    buffered = '';
  };
  const append = (line: object) => {
    buffered += `${JSON.stringify(line)}\n`;
  };
  append({
    type: 'header',
    format: 'kafka-chaos-history',
    version: journalVersion,
    startedAt: header.startedAt.toISOString(),
    experiment: header.experiment,
  } satisfies JournalHeader);
  flush();
  const timer = setInterval(flush, flushEveryMs);
  const close = () => {
    clearInterval(timer);
    flush();
    closeSync(file);
  };
  return {
    append,
    close,
    async finish() {
      close();
      await pipeline(createReadStream(path), createGzip(), createWriteStream(`${path}.gz`));
      rmSync(path);
      return `${path}.gz`;
    },
  };
}
