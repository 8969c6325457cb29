/**
 * Reads all that a topic holds, from the first to the end offset of every partition, straight from the leaders.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import pRetry from 'p-retry';
import type { Admin } from './admin.ts';
import type { Isolation, Source } from './fetch.ts';
import { leadersOf, logEnd } from './log-ends.ts';
import { type LogRecord, readLog } from './partition-reader.ts';

/** How far a partition was read. */
export interface PartitionRead {
  partition: number;
  /** All visible records below it were read. */
  endOffset: number;
  /** Why it was not read to its end; null if it was. */
  stopped: string | null;
  highWatermark: number;
  /** Committed records end before the high watermark: a transaction hangs, for none had begun since the reading was asked for. */
  hasHangingTransaction: boolean;
}

/** How long a transaction may still take to end: what a client has left open, its coordinator aborts in time. */
const stableAtMostMs = 30_000;
const stablePollMs = 200;

/**
 * Hands every record to `onRecord`. Whoever writes must have stopped before. A partition that cannot be read to its end keeps
 * none of the others from being read.
 *
 * @param stableWithinMs how long it waits for open transactions to end, when it reads committed records only; one that a
 * dead client has left open ends transaction.timeout.ms after its begin, or up to ten seconds later
 * @throws Error if a partition has no leader
 */
export async function readAll(
  admin: Admin,
  topic: string,
  onRecord: (record: LogRecord) => void,
  isolation: Isolation = 'read_uncommitted',
  stableWithinMs = stableAtMostMs,
): Promise<PartitionRead[]> {
  const sources = await settledSources(admin, topic, isolation, stableWithinMs);
  return await Promise.all(
    sources.map(async ({ source, end, highWatermark }) => {
      const { partition } = source;
      const read = await readLog(admin.connections, source, { end, isolation }, onRecord);
      const { stopped } = read;
      const endOffset = stopped === null ? end : read.nextOffset;
      return { partition, endOffset, stopped, highWatermark, hasHangingTransaction: end < highWatermark };
    }),
  );
}

/**
 * The offset at which reading ends in each partition, by partition: for a reader of committed records the last stable one, when
 * open transactions have ended. A commit is answered before its marker is in the log, so right after it the end is not yet the end.
 */
export async function endOffsets(
  admin: Admin,
  topic: string,
  isolation: Isolation = 'read_uncommitted',
  stableWithinMs = stableAtMostMs,
): Promise<Map<number, number>> {
  const sources = await settledSources(admin, topic, isolation, stableWithinMs);
  return new Map(sources.map(({ source, end }) => [source.partition, end]));
}

/** A leader may just move, and a request get lost: that is no reason to throw a run away. */
const patience = { retries: 10, minTimeout: 100, maxTimeout: 2_000, maxRetryTime: 15_000 };

/** @throws Error if a partition has no leader, or one that does not tell where its log ends, also after some seconds */
async function settledSources(admin: Admin, topic: string, isolation: Isolation, withinMs: number) {
  const ask = async () => {
    const sources = await leadersOf(admin, topic);
    return await Promise.all(
      sources.map(async (source) => ({
        source,
        ...(await settledEnd(admin, source, isolation, withinMs)),
      })),
    );
  };
  return await pRetry(ask, patience);
}

async function settledEnd(
  admin: Admin,
  source: Source,
  isolation: Isolation,
  withinMs: number,
): Promise<{ end: number; highWatermark: number }> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const highWatermark = await logEnd(admin, source, 'read_uncommitted');
    if (isolation === 'read_uncommitted') return { end: highWatermark, highWatermark };
    // Asked second, it may be the higher one.
    const end = Math.min(highWatermark, await logEnd(admin, source, isolation));
    if (end === highWatermark || performance.now() >= deadline) return { end, highWatermark };
    await sleep(stablePollMs);
  }
}
