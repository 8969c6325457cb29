/**
 * How a client's call ended, in the same words for every client library.
 */
import type { OperationError, Outcome } from '../history/entry.ts';

export interface Attempt {
  outcome: Outcome;
  /** The address `host:port` to which it was sent, the last one if it was sent again; missing if it never was. */
  server?: string;
  offset?: number;
  error?: OperationError;
}

/**
 * What a produce request waits for: every replica in sync (-1), the leader (1), or nothing (0). With 0 nobody
 * acknowledges: `ok`, without an offset, is the client's own word.
 */
export type Acks = -1 | 0 | 1;

/** Sends each record and says what became of it. */
export interface Producer {
  send(partition: number, value: string): Promise<Attempt>;
  close(): Promise<void>;
}

/** One request in which a record was handed to the network. */
export interface SentRequest {
  /** The address `host:port` of whom it was sent to. */
  server: string;
  /** Kafka's name of the error with which the record's partition was answered, `NONE` for none; missing without an answer. */
  answer?: string;
}

/**
 * Errors with which a broker says that it has not written the record. Any other answer, and any silence, leaves
 * open whether it has.
 *
 * Not here on purpose: NOT_ENOUGH_REPLICAS_AFTER_APPEND and REQUEST_TIMED_OUT, where the leader has the record; and
 * NOT_LEADER_OR_FOLLOWER, UNKNOWN_TOPIC_OR_PARTITION and KAFKA_STORAGE_ERROR, which a broker also answers to a record
 * that it has written and was waiting to see replicated (acks=all) when it ceased to lead (Kafka's DelayedProduce). The
 * new leader may have the record: seen in ZooKeeper mode after an election of the preferred leader.
 * Source: the produce path of Kafka's ReplicaManager, which checks those that are here before it appends, and only then.
 */
const certainlyNotWritten = new Set([
  'NOT_ENOUGH_REPLICAS',
  'MESSAGE_TOO_LARGE',
  'RECORD_LIST_TOO_LARGE',
  'INVALID_REQUIRED_ACKS',
  'TOPIC_AUTHORIZATION_FAILED',
  'CORRUPT_MESSAGE',
  'INVALID_RECORD',
  'THROTTLING_QUOTA_EXCEEDED',
]);

/**
 * The outcome of a call that ended with an error: `fail` only where nothing can have been written, because every
 * request in which the record was sent (there may be none) was answered with a refusal.
 */
export function failed(error: OperationError, requests: readonly SentRequest[]): Attempt {
  const certain = requests.every(({ answer }) => answer !== undefined && certainlyNotWritten.has(answer));
  return { outcome: certain ? 'fail' : 'unknown', error, ...sentTo(requests) };
}

/** Where the last of the requests went. */
export function sentTo(requests: readonly SentRequest[]): Pick<Attempt, 'server'> {
  const server = requests.at(-1)?.server;
  return server === undefined ? {} : { server };
}
