/**
 * kafkajs's errors in Kafka's words, and in ours for what never reached a broker.
 */
import { protocolErrorsCodesById } from '@platformatic/kafka';
import type { OperationError } from '../history/entry.ts';

/** When kafkajs has given up, the true error is the cause of the one thrown. */
export function kafkajsError(thrown: unknown): OperationError {
  const error = innermost(thrown as Error) as Error & { type?: string; code?: number | string };
  if (error.type !== undefined && typeof error.code === 'number') {
    // kafkajs goes by names that Kafka has given up since, such as NOT_LEADER_FOR_PARTITION.
    return { name: protocolErrorsCodesById[error.code] ?? error.type, code: error.code };
  }
  return { name: nameOf(error) };
}

function nameOf(error: Error & { code?: number | string }): string {
  switch (error.name) {
    case 'KafkaJSRequestTimeoutError':
      return 'CLIENT_TIMEOUT';
    case 'KafkaJSConnectionClosedError':
      return 'CONNECTION_CLOSED';
    case 'KafkaJSConnectionError':
      return typeof error.code === 'string' ? error.code : 'CONNECTION_FAILED';
    case 'KafkaJSBrokerNotFound':
      return 'LEADER_UNKNOWN_TO_CLIENT';
    default:
      // What kafkajs has no class for: nothing was sent, because its connection to that broker has not come about.
      return error.message === 'Broker not connected' ? 'NOT_CONNECTED' : error.name;
  }
}

function innermost(error: Error): Error {
  return error.cause instanceof Error ? innermost(error.cause) : error;
}
