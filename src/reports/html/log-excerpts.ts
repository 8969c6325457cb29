/** What the nodes wrote around the faults: as much of their logs as a person reads who asks why. */

/** Lines of one node's log, in order; a line of its own says how many are left out between two of them. */
export interface NodeLogExcerpt {
  node: string;
  lines: string[];
}

export interface ExcerptOptions {
  /** When the run began, as `run.startedAt` says it: the node's lines carry the time of day, in UTC. */
  startedAt: string;
  /** The moments around which the log is asked for, in ms since the run began. */
  aroundMs: readonly number[];
}

const aroundMs = 3_000;
const mostLines = 60;
const mostOfLine = 240;

/** A record of a log: the line that begins with a time, and those of a stack trace that follow it. */
interface LogRecord {
  atMs: number;
  /** What tells warnings and errors from the rest: the higher, the rather is it kept. */
  weight: number;
  lines: string[];
}

const head = /^\[(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d),(\d{3})\] (\w+)/;
const weights: Record<string, number> = { FATAL: 3, ERROR: 3, WARN: 2, INFO: 1 };

/**
 * The lines within three seconds of the moments, 60 at most: where there are more, errors and warnings go before the rest, and of
 * the rest the nearest. A record's later lines, such as a stack trace, stand for at most three.
 */
export function logExcerpt(node: string, log: string, options: ExcerptOptions): NodeLogExcerpt {
  const originMs = Date.parse(options.startedAt);
  const distance = ({ atMs }: LogRecord) => Math.min(...options.aroundMs.map((ms) => Math.abs(atMs - ms)));
  const near = recordsOf(log, originMs).filter((record) => distance(record) <= aroundMs);
  const byUse = near.toSorted((a, b) => b.weight - a.weight || distance(a) - distance(b));
  const kept = new Set<LogRecord>();
  let lines = 0;
  for (const record of byUse) {
    if (lines + record.lines.length > mostLines) break;
    lines += record.lines.length;
    kept.add(record);
  }
  return { node, lines: inPlace(near, kept) };
}

function recordsOf(log: string, originMs: number): LogRecord[] {
  const records: LogRecord[] = [];
  for (const line of log.split('\n')) {
    const found = head.exec(line);
    const text = line.slice(0, mostOfLine);
    if (found === null) {
      const last = records.at(-1);
      if (last !== undefined && last.lines.length < 4 && line.trim() !== '') last.lines.push(text);
      continue;
    }
    const [, day, time, ms, level] = found;
    const atMs = Date.parse(`${day}T${time}.${ms}Z`) - originMs;
    records.push({ atMs, weight: weights[level!] ?? 0, lines: [text] });
  }
  return records;
}

function inPlace(near: readonly LogRecord[], kept: ReadonlySet<LogRecord>): string[] {
  const lines: string[] = [];
  let skipped = 0;
  const skip = () => {
    if (skipped > 0) lines.push(`… ${skipped} ${skipped === 1 ? 'record' : 'records'} left out`);
    skipped = 0;
  };
  for (const record of near) {
    if (!kept.has(record)) {
      skipped++;
      continue;
    }
    skip();
    lines.push(...record.lines);
  }
  skip();
  return lines;
}
