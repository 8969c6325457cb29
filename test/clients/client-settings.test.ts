import { describe, expect, test } from 'vitest';
import {
  kafkajsSettings,
  platformaticSettings,
  refuseClientSettings,
} from '../../src/clients/client-settings.ts';
import { UsageError } from '../../src/errors.ts';

const timeouts = {
  'request.timeout.ms': '5000',
  'socket.connection.setup.timeout.ms': '700',
  'metadata.max.age.ms': '60000',
  retries: '9',
  'retry.backoff.ms': '50',
};

describe("Kafka's settings of clients", () => {
  test('are those of kafkajs under other names, some of the client and some of the producer', () => {
    expect(kafkajsSettings('producer', timeouts)).toEqual({
      client: { requestTimeout: 5_000, connectionTimeout: 700 },
      own: { metadataMaxAge: 60_000, retry: { retries: 9, initialRetryTime: 50 } },
    });
  });

  test('are those of its consumer', () => {
    const settings = { 'session.timeout.ms': '10000', 'heartbeat.interval.ms': '1000' };
    expect(kafkajsSettings('consumer', settings)).toEqual({
      client: {},
      own: { sessionTimeout: 10_000, heartbeatInterval: 1_000 },
    });
  });

  test('leave a library as it comes where nothing is set', () => {
    expect(kafkajsSettings('producer', {})).toEqual({ client: {}, own: {} });
    expect(platformaticSettings({})).toEqual({});
  });

  test('are those of @platformatic/kafka', () => {
    expect(platformaticSettings(timeouts)).toEqual({
      requestTimeout: 5_000,
      connectTimeout: 700,
      metadataMaxAge: 60_000,
      retries: 9,
      retryDelay: 50,
    });
  });
});

describe('settings of clients are refused', () => {
  test.each([
    [
      'that kafkajs has not',
      { producer: { 'delivery.timeout.ms': '1' } },
      ['kafkajs'],
      /kafkajs has nothing like it; it has/,
    ],
    [
      'that @platformatic/kafka has not',
      { producer: { 'retry.backoff.max.ms': '1' } },
      ['kafkajs', 'platformatic'],
      /--set producer:retry.backoff.max.ms: @platformatic\/kafka has nothing like it/,
    ],
    [
      'that are no number',
      { producer: { retries: 'often' } },
      ['kafkajs'],
      /retries=often: that is no number/,
    ],
    ['that are less than nothing', { producer: { retries: '-1' } }, ['platformatic'], /no number from 0 on/],
    ['of applications that there are not', { producer: { retries: '1' } }, [], /there is no application/],
    ["that kafkajs's consumer has not", { consumer: { 'max.poll.interval.ms': '1' } }, [], /consumer:max/],
  ] as const)('%s', (_, settings, libraries, sentence) => {
    expect(() => refuseClientSettings(settings, libraries)).toThrow(UsageError);
    expect(() => refuseClientSettings(settings, libraries)).toThrow(sentence);
  });

  test('but not what only Java has, for Java alone', () => {
    expect(() => refuseClientSettings({ producer: { 'delivery.timeout.ms': '1' } }, ['java'])).not.toThrow();
  });
});
