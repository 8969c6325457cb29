/**
 * Reads the log of a partition from its first offset to a given one, straight from one broker that holds it, page by page.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { visibleBatches } from './aborted-transactions.ts';
import { namesOf } from './admin.ts';
import type { BrokerConnections } from './broker-connections.ts';
import { fetchPage, type Isolation, type Source } from './fetch.ts';
import type { Delivery } from './kafkajs-consumer.ts';
import { decodePayload } from './payload.ts';
import { type RecordBatch, readBatches } from './record-batches.ts';

export interface LogRecord extends Delivery {
  /** The leader epoch under which the record was appended. */
  leaderEpoch: number;
}

export interface Progress {
  /** Everything below this offset has been read. */
  nextOffset: number;
  /** Why the reading ended before it had come to its end; null if it came there. */
  stopped: string | null;
  /** Whether it ended because the broker did not answer: then nothing is known of the rest. */
  isSilent: boolean;
}

/** The reading stops when for so long nothing new has come, whatever the broker answers, if it does. */
const patienceMs = 10_000;
const pauseMs = 100;

/**
 * Hands every record below `end` to `onRecord`, in order, and waits for those that the broker does not show yet.
 *
 * A batch whose checksum is wrong does not end it. Its records count as corrupted, all of them: a client that looks at
 * the checksum gets none. If no records can be made out in it, there is one with an empty value at its first offset.
 */
export async function readLog(
  connections: BrokerConnections,
  source: Source,
  { end, isolation }: { end: number; isolation: Isolation },
  onRecord: (record: LogRecord) => void,
): Promise<Progress> {
  let next = 0;
  let deadline = performance.now() + patienceMs;
  let obstacle = 'it shows nothing more';
  let isSilent = false;
  while (next < end) {
    const from = next;
    try {
      const page = await connections.ask(source.server, (connection) =>
        fetchPage(connection, source, from, isolation),
      );
      const { batches, unreadable } = readBatches(page.bytes, page.highWatermark);
      for (const record of visibleBatches(batches, page.abortedTransactions).flatMap(recordsOf)) {
        // A page begins with the whole batch that holds its offset.
        if (record.offset < from || record.offset >= end) continue;
        onRecord({ partition: source.partition, ...record });
      }
      next = Math.max(next, (batches.at(-1)?.lastOffset ?? -1) + 1);
      obstacle = unreadable ?? 'it shows nothing more';
      isSilent = false;
      // Asked again, a broker says the same.
      if (unreadable !== null && next === from) break;
    } catch (error) {
      obstacle = namesOf(error).join(', ') || (error as Error).message;
      isSilent = namesOf(error).length === 0;
    }
    if (next > from) deadline = performance.now() + patienceMs;
    else if (performance.now() >= deadline) break;
    else await sleep(pauseMs);
  }
  if (next >= end) return { nextOffset: next, stopped: null, isSilent: false };
  return { nextOffset: next, stopped: `at offset ${next} of ${end}: ${obstacle}`, isSilent };
}

function recordsOf({ firstOffset, leaderEpoch, isDamaged, records }: RecordBatch) {
  if (isDamaged && records.length === 0) {
    return [{ offset: firstOffset, value: '', corrupted: true, leaderEpoch }];
  }
  return records.map(({ offset, value }) => {
    const payload = decodePayload(value);
    return { offset, leaderEpoch, ...payload, corrupted: payload.corrupted || isDamaged };
  });
}
