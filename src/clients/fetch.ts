/**
 * Fetch (API key 1, version 13) as a consumer asks it, with the record batches left as the bytes that the broker sent.
 * The parser of @platformatic/kafka decodes them all at once and looks at no checksum, so that one damaged batch
 * would hide all that came with it. After clients/src/main/resources/common/message/Fetch*.json of Kafka.
 *
 * A consumer's fetch (replica id -1) of version 11 or newer is answered by any replica, not only by the leader, up to
 * the high watermark that this replica knows: KafkaApis.handleFetchRequest gives it client metadata from version 11
 * on, with which FetchParams.fetchOnlyLeader is false (KIP-392). So in the sources of 3.9 and of 4.0, and in the byte code
 * of 3.9.2 and of 4.3.1. Only a leader with a replica.selector.class may name another replica instead of answering.
 */
import { type Connection, createAPI, fetchV13, type Reader, ResponseError } from '@platformatic/kafka';
import type { AbortedTransaction } from './aborted-transactions.ts';

const apiKey = 1;
const apiVersion = 13;
const fetchBytes = 1_048_576;
/** How long a broker may wait for something to answer with. Short: what else is asked of it waits as long. */
const maxWaitMs = 100;

/** Which records a reader sees: all that are replicated, or none of transactions that are open or were aborted. */
export type Isolation = 'read_uncommitted' | 'read_committed';

export const isolationLevels: Readonly<Record<Isolation, number>> = {
  read_uncommitted: 0,
  read_committed: 1,
};

/** A partition, and the broker of which it is asked. */
export interface Source {
  /** Address `host:port` of the broker. */
  server: string;
  topic: string;
  topicId: string;
  partition: number;
}

/** What a broker answers: at most a mebibyte of whole batches, but at least one if there is any. */
export interface FetchedPage {
  highWatermark: number;
  abortedTransactions: AbortedTransaction[];
  bytes: Buffer;
}

/** Fetches a page, which begins with the batch that holds the offset. */
export async function fetchPage(
  connection: Connection,
  { topicId, partition }: Source,
  offset: number,
  isolation: Isolation,
): Promise<FetchedPage> {
  const wanted = {
    partition,
    currentLeaderEpoch: -1,
    fetchOffset: BigInt(offset),
    lastFetchedEpoch: -1,
    partitionMaxBytes: fetchBytes,
  };
  const topics = [{ topicId, partitions: [wanted] }];
  const level = isolationLevels[isolation];
  const [page] = await rawFetchV13.async(connection, maxWaitMs, 1, fetchBytes, level, 0, -1, topics, [], '');
  return page!;
}

/*
  Fetch Response (Version: 13) => throttle_time_ms error_code session_id [responses] TAG_BUFFER
    throttle_time_ms => INT32
    error_code => INT16
    session_id => INT32
    responses => topic_id [partitions] TAG_BUFFER
      topic_id => UUID
      partitions => partition_index error_code high_watermark last_stable_offset log_start_offset
                    [aborted_transactions] preferred_read_replica records TAG_BUFFER
        partition_index => INT32
        error_code => INT16
        high_watermark, last_stable_offset, log_start_offset => INT64
        aborted_transactions => producer_id first_offset TAG_BUFFER
          producer_id, first_offset => INT64
        preferred_read_replica => INT32
        records => COMPACT_RECORDS
*/
function parseResponse(_: number, key: number, version: number, reader: Reader): FetchedPage[] {
  const errors: Record<string, [number, null]> = {};
  const note = (path: string, code: number) => {
    if (code !== 0) errors[path] = [code, null];
  };
  reader.readInt32();
  note('/', reader.readInt16());
  reader.readInt32();
  const pages = reader.readArray((_, i) => {
    reader.readUUID();
    return reader.readArray((_, j): FetchedPage => {
      reader.readInt32();
      note(`/responses/${i}/partitions/${j}`, reader.readInt16());
      const highWatermark = Number(reader.readInt64());
      reader.readInt64();
      reader.readInt64();
      const abortedTransactions = reader.readArray(() => ({
        producerId: reader.readInt64(),
        firstOffset: Number(reader.readInt64()),
      }));
      reader.readInt32();
      return { highWatermark, abortedTransactions, bytes: reader.readBytes() };
    });
  });
  reader.readTaggedFields();
  if (Object.keys(errors).length > 0) throw new ResponseError(key, version, errors, pages);
  return pages.flat();
}

export const rawFetchV13 = createAPI<Parameters<typeof fetchV13.createRequest>, FetchedPage[]>(
  apiKey,
  apiVersion,
  fetchV13.createRequest,
  parseResponse,
);
