/**
 * How a client's call ended, in the same words for every client library.
 */
import type { OperationError, Outcome } from '../history/entry.ts';

export interface Attempt {
  outcome: Outcome;
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
 * open whether it has. NOT_ENOUGH_REPLICAS_AFTER_APPEND and REQUEST_TIMED_OUT are not here on purpose: there the
 * leader has the record.
 * Source: the produce path of Kafka's ReplicaManager, which checks these before it appends.
 */
const certainlyNotWritten = new Set([
  'UNKNOWN_TOPIC_OR_PARTITION',
  'NOT_LEADER_FOR_PARTITION',
  'NOT_LEADER_OR_FOLLOWER',
  'REPLICA_NOT_AVAILABLE',
  'NOT_ENOUGH_REPLICAS',
  'MESSAGE_TOO_LARGE',
  'RECORD_LIST_TOO_LARGE',
  'INVALID_REQUIRED_ACKS',
  'TOPIC_AUTHORIZATION_FAILED',
  'CORRUPT_MESSAGE',
  'INVALID_RECORD',
  'KAFKA_STORAGE_ERROR',
  'THROTTLING_QUOTA_EXCEEDED',
]);

/** The outcome of a call that ended with an error: `fail` only where nothing can have been written. */
export function failed(error: OperationError, request: RequestState): Attempt {
  const certain = request === 'unsent' || (request === 'answered' && certainlyNotWritten.has(error.name));
  return { outcome: certain ? 'fail' : 'unknown', error };
}
