/**
 * One record through a producer of kafkajs, which never puts the records of two calls into one request.
 */
import type { Producer as KafkajsProducer, ProducerRecord } from 'kafkajs';
import { failed, type Producer, sentTo } from './attempt.ts';
import { kafkajsError } from './kafkajs-errors.ts';
import { encodePayload } from './payload.ts';
import type { RequestLog } from './request-log.ts';

export function kafkajsSend(
  producer: Pick<KafkajsProducer, 'send'>,
  requests: RequestLog,
  options: Omit<ProducerRecord, 'messages'>,
): Producer['send'] {
  return async (partition, value) => {
    try {
      const messages = [{ partition, value: encodePayload(value) }];
      // Nothing is told of a request that nobody answers (acks=0).
      const [written] = await producer.send({ ...options, messages });
      const offset = written?.baseOffset === undefined ? {} : { offset: Number(written.baseOffset) };
      return { outcome: 'ok', ...offset, ...sentTo(requests.of(partition, value)) };
    } catch (error) {
      return failed(kafkajsError(error), requests.of(partition, value));
    } finally {
      requests.forget(value);
    }
  };
}
