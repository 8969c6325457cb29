/**
 * A producer as an application has it over @platformatic/kafka: one client for all partitions, with the library's own
 * retries (three, a second apart; without end if idempotent) and time limits. Several sends may be under way at once.
 */
import { Producer as PlatformaticProducer, ProtocolError } from '@platformatic/kafka';
import type { OperationError } from '../history/entry.ts';
import type { ApplicationOptions } from './application-options.ts';
import { failed, type Producer, sentTo } from './attempt.ts';
import { encodePayload } from './payload.ts';
import { requestLog } from './request-log.ts';

export async function platformaticApplication(options: ApplicationOptions): Promise<Producer> {
  const { bootstrapServers, clientId, topic, acks, idempotent = false } = options;
  const requests = requestLog();
  const producer = new PlatformaticProducer({
    clientId,
    bootstrapBrokers: [...bootstrapServers],
    idempotent,
  });
  producer.connections.on('connecting', ({ connection }) => {
    // A second error of one connection would have no listener, and end the process.
    connection.on('error', () => {});
  });
  producer.connections.on('connect', ({ broker, connection }) => {
    requests.watch(connection.socket, `${broker.host}:${broker.port}`);
  });
  await producer.metadata({ topics: [topic] });
  return {
    async send(partition, value) {
      try {
        const messages = [{ topic, partition, value: encodePayload(value) }];
        // No offsets are told where nobody answers (acks=0).
        const { offsets } = await producer.send({ acks, messages });
        const written = offsets?.[0] === undefined ? {} : { offset: Number(offsets[0].offset) };
        return { outcome: 'ok', ...written, ...sentTo(requests.of(partition, value)) };
      } catch (error) {
        return failed(platformaticError(error as Error), requests.of(partition, value));
      } finally {
        requests.forget(value);
      }
    },
    close: () => producer.close(),
  };
}

/**
 * The library's errors in Kafka's words, and in ours for what never reached a broker. Errors come wrapped in lists, one
 * entry for each try: the last one is why it was given up.
 */
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
