/**
 * A producer as an application has it over @platformatic/kafka: one client for all partitions, with the library's own
 * retries (three, a second apart; without end if idempotent) and time limits. Several sends may be under way at once.
 */
import { Producer as PlatformaticProducer } from '@platformatic/kafka';
import type { ApplicationOptions } from './application-options.ts';
import { failed, type Producer, sentTo } from './attempt.ts';
import { platformaticSettings } from './client-settings.ts';
import { encodePayload } from './payload.ts';
import { platformaticError } from './platformatic-errors.ts';
import { requestLog } from './request-log.ts';

export async function platformaticApplication(options: ApplicationOptions): Promise<Producer> {
  const { bootstrapServers, clientId, topic, acks, idempotent = false, settings = {} } = options;
  const requests = requestLog();
  const producer = new PlatformaticProducer({
    clientId,
    bootstrapBrokers: [...bootstrapServers],
    idempotent,
    ...platformaticSettings(settings),
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
