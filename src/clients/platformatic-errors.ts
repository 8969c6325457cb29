/**
 * The errors of @platformatic/kafka in Kafka's words, and in ours for what never reached a broker.
 */
import { ProtocolError } from '@platformatic/kafka';
import type { OperationError } from '../history/entry.ts';

/** Errors come wrapped in lists, one entry for each try: the last one is why it was given up. */
export function platformaticError(thrown: Error): OperationError {
  const error = lastOf(thrown);
  if (error instanceof ProtocolError) return { name: error.apiId as string, code: error.apiCode as number };
  const { cause, code, message, hasStaleMetadata } = error as LibraryError;
  if (hasStaleMetadata === true) return { name: 'LEADER_UNKNOWN_TO_CLIENT' };
  if (typeof cause?.code === 'string') return { name: cause.code };
  if (/timed out/i.test(message)) return { name: 'CLIENT_TIMEOUT' };
  if (/connection closed/i.test(message)) return { name: 'CONNECTION_CLOSED' };
  return { name: code ?? error.name };
}

type LibraryError = Error & { code?: string; cause?: { code?: unknown }; hasStaleMetadata?: boolean };

function lastOf(error: Error): Error {
  const last = error instanceof AggregateError ? error.errors.at(-1) : undefined;
  return last instanceof Error ? lastOf(last) : error;
}
