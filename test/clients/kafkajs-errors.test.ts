import * as kafkajs from 'kafkajs';
import { expect, test } from 'vitest';
import { kafkajsError } from '../../src/clients/kafkajs-errors.ts';

/** kafkajs exports more errors than its types tell, and with other arguments. */
const thrown = (name: string, ...args: unknown[]) =>
  new (kafkajs as unknown as Record<string, new (...args: unknown[]) => Error>)[name]!(...args);

test.each([
  ['CLIENT_TIMEOUT', thrown('KafkaJSRequestTimeoutError', 'timed out', {})],
  ['CONNECTION_CLOSED', thrown('KafkaJSConnectionClosedError', 'closed', {})],
  ['ECONNREFUSED', thrown('KafkaJSConnectionError', 'refused', { code: 'ECONNREFUSED' })],
  ['CONNECTION_FAILED', thrown('KafkaJSConnectionError', 'failed', {})],
  ['LEADER_UNKNOWN_TO_CLIENT', thrown('KafkaJSBrokerNotFound', 'not found')],
  ['NOT_CONNECTED', new Error('Broker not connected')],
  ['TypeError', new TypeError('undefined is not a function')],
])('%s', (name, error) => {
  expect(kafkajsError(error)).toEqual({ name });
  // What it throws when it has given up has the true one as its cause.
  const givenUp = thrown('KafkaJSNumberOfRetriesExceeded', error, { retryCount: 0, retryTime: 300 });
  expect(kafkajsError(Object.assign(givenUp, { cause: error }))).toEqual({ name });
});

test("an answer has Kafka's name of today, and its code", () => {
  const old = { type: 'NOT_LEADER_FOR_PARTITION', code: 6, message: 'not the leader' };
  expect(kafkajsError(thrown('KafkaJSProtocolError', old))).toEqual({
    name: 'NOT_LEADER_OR_FOLLOWER',
    code: 6,
  });
});
