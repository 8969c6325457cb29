/**
 * How a client's call ended, in the same words for every client library.
 */
import type { OperationError, Outcome } from '../history/entry.ts';

export interface Attempt {
  outcome: Outcome;
  /** The address `host:port` to which it was sent; missing if it never was. */
  server?: string;
  offset?: number;
  error?: OperationError;
}

/** A producer that sends each record once, without retries, and says what became of it. */
export interface RawProducer {
  send(partition: number, value: string): Promise<Attempt>;
  close(): Promise<void>;
}

/** How far a request had come when the call ended: never handed to the network, handed over, answered by the broker. */
export type RequestState = 'unsent' | 'sent' | 'answered';

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

/** The outcome of a call that ended with an error: `fail` only where nothing can have been written. */
export function failed(error: OperationError, request: RequestState): Attempt {
  const certain = request === 'unsent' || (request === 'answered' && certainlyNotWritten.has(error.name));
  return { outcome: certain ? 'fail' : 'unknown', error };
}
