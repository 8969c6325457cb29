/**
 * Reads a history back, line by line, from `.ndjson` or `.ndjson.gz`.
 *
 * What is damaged is refused with its position, for a number computed from half of a history would be wrong. Positions
 * count lines from 1 and bytes from 0, of the text (after decompression).
 */
import { createReadStream } from 'node:fs';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { UsageError } from '../errors.ts';
import type { Entry } from './entry.ts';
import { type JournalHeader, journalVersion } from './journal.ts';
import { whyNoEntry } from './validate.ts';

export interface ReadOptions {
  /** Stop at an end that was torn off by a crash, instead of refusing the file. */
  allowTorn?: boolean;
  /** Is told, in one sentence with the position, where reading stopped because the end was torn off. */
  onTorn?: (sentence: string) => void;
}

/** What the first line says of the file. */
export async function readHeader(path: string): Promise<JournalHeader> {
  for await (const block of blocksOf(path)) return headerFrom(path, block.lines[0]!);
  throw emptyFile(path);
}

/** The entries of a history, in the order in which they were written down. */
export async function* readHistory(path: string, options: ReadOptions = {}): AsyncGenerator<Entry> {
  let isFirst = true;
  for await (const block of blocksOf(path)) {
    for (const [index, line] of block.lines.entries()) {
      if (isFirst) {
        headerFrom(path, line);
        isFirst = false;
        continue;
      }
      const entry = parse(line);
      const why = whyNoEntry(entry);
      if (why === undefined) {
        yield entry as Entry;
        continue;
      }
      const where = `${path} is damaged at line ${block.firstLine + index} (byte ${byteOf(block, index)})`;
      if (!block.torn) throw new UsageError(`${where}: ${why}`);
      const sentence = `${where}: the file is cut off there, as by a crash`;
      if (!options.allowTorn) throw new UsageError(sentence);
      options.onTorn?.(sentence);
      return;
    }
  }
  if (isFirst) throw emptyFile(path);
}

/** Whole lines, and where they stand. A torn block is one line: what is left at the end of a file without a newline. */
interface Block {
  lines: string[];
  firstLine: number;
  firstByte: number;
  torn: boolean;
}

const newline = 0x0a;

async function* blocksOf(path: string): AsyncGenerator<Block> {
  let rest: Buffer = Buffer.alloc(0);
  let firstLine = 1;
  let firstByte = 0;
  let isCut = false;
  try {
    for await (const chunk of textOf(path)) {
      const text: Buffer = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      const end = text.lastIndexOf(newline);
      rest = text.subarray(end + 1);
      if (end < 0) continue;
      const lines = text.toString('utf8', 0, end).split('\n');
      yield { lines, firstLine, firstByte, torn: false };
      firstLine += lines.length;
      firstByte += end + 1;
    }
  } catch (error) {
    isCut = (error as NodeJS.ErrnoException).code === 'Z_BUF_ERROR';
    if (!isCut) throw unreadable(path, firstByte, error as NodeJS.ErrnoException);
  }
  if (isCut || rest.length > 0) yield { lines: [rest.toString('utf8')], firstLine, firstByte, torn: true };
}

function textOf(path: string): Readable {
  const file = createReadStream(path);
  // The pipeline closes both on an error, which the reader of the last stream is told.
  return path.endsWith('.gz') ? pipeline(file, createGunzip(), () => {}) : file;
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function headerFrom(path: string, line: string): JournalHeader {
  const header = parse(line) as Partial<JournalHeader> | null | undefined;
  if (header?.type !== 'header' || header.format !== 'kafka-chaos-history') {
    throw new UsageError(
      `${path} is not a history of kafka-chaos: its first line (byte 0) is not the header of one`,
    );
  }
  if (header.version !== journalVersion) {
    throw new UsageError(
      `${path} is written in version ${header.version} of the history format (line 1, byte 0); this kafka-chaos reads version ${journalVersion}`,
    );
  }
  return header as JournalHeader;
}

function byteOf(block: Block, index: number): number {
  return block.lines
    .slice(0, index)
    .reduce((byte, line) => byte + Buffer.byteLength(line) + 1, block.firstByte);
}

function emptyFile(path: string): UsageError {
  return new UsageError(`${path} is empty (byte 0): it is not a history of kafka-chaos`);
}

function unreadable(path: string, byte: number, error: NodeJS.ErrnoException): UsageError {
  if (error.code === 'ENOENT') return new UsageError(`there is no history ${path}`);
  if (error.code?.startsWith('Z_')) {
    return new UsageError(`${path} is damaged behind byte ${byte} of its text: ${error.message}`);
  }
  return new UsageError(`${path} cannot be read: ${error.message}`);
}
