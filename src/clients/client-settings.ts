/**
 * Settings of producers and consumers, under the names that Kafka's own Java client has for them, in the words of the other
 * libraries, as far as these have anything like it.
 */
import type { BaseOptions } from '@platformatic/kafka';
import type { ConsumerConfig, KafkaConfig, ProducerConfig, RetryOptions } from 'kafkajs';
import { UsageError } from '../errors.ts';

/** By Kafka's names. */
export type ClientSettings = Readonly<Record<string, string>>;

/** Whose settings: `producer` are those of the applications, `consumer` those of the running consumer. */
type Kind = 'producer' | 'consumer';

const kafkajsClient = {
  'request.timeout.ms': 'requestTimeout',
  'socket.connection.setup.timeout.ms': 'connectionTimeout',
} as const satisfies Record<string, keyof KafkaConfig>;

const kafkajsRetry = {
  retries: 'retries',
  'retry.backoff.ms': 'initialRetryTime',
  'retry.backoff.max.ms': 'maxRetryTime',
} as const satisfies Record<string, keyof RetryOptions>;

const kafkajsProducer = {
  'metadata.max.age.ms': 'metadataMaxAge',
} as const satisfies Record<string, keyof ProducerConfig>;

const kafkajsConsumer = {
  'metadata.max.age.ms': 'metadataMaxAge',
  'session.timeout.ms': 'sessionTimeout',
  'heartbeat.interval.ms': 'heartbeatInterval',
  'fetch.max.wait.ms': 'maxWaitTimeInMs',
} as const satisfies Record<string, keyof ConsumerConfig>;

const platformaticProducer = {
  'request.timeout.ms': 'requestTimeout',
  'socket.connection.setup.timeout.ms': 'connectTimeout',
  retries: 'retries',
  'retry.backoff.ms': 'retryDelay',
  'metadata.max.age.ms': 'metadataMaxAge',
} as const satisfies Record<string, keyof BaseOptions>;

const kafkajs = {
  producer: { ...kafkajsClient, ...kafkajsRetry, ...kafkajsProducer },
  consumer: { ...kafkajsClient, ...kafkajsRetry, ...kafkajsConsumer },
};

/** What kafkajs's client takes, and what its producer or consumer takes. */
export function kafkajsSettings(
  kind: Kind,
  settings: ClientSettings,
): {
  client: Pick<KafkaConfig, 'requestTimeout' | 'connectionTimeout'>;
  own: Pick<ConsumerConfig, (typeof kafkajsConsumer)[keyof typeof kafkajsConsumer] | 'retry'>;
} {
  const retry = translated(settings, kafkajsRetry);
  const own = translated(settings, kind === 'producer' ? kafkajsProducer : kafkajsConsumer);
  return {
    client: translated(settings, kafkajsClient),
    own: { ...own, ...(Object.keys(retry).length > 0 && { retry }) },
  };
}

export function platformaticSettings(settings: ClientSettings): Partial<BaseOptions> {
  return translated(settings, platformaticProducer);
}

function translated(
  settings: ClientSettings,
  names: Readonly<Record<string, string>>,
): Record<string, number> {
  return Object.fromEntries(
    Object.entries(settings).flatMap(([key, value]) =>
      names[key] === undefined ? [] : [[names[key], Number(value)]],
    ),
  );
}

/**
 * @param libraries those of the applications that the settings are for
 * @throws UsageError for what a library has not, or what is no number
 */
export function refuseClientSettings(
  settings: { producer?: ClientSettings; consumer?: ClientSettings },
  libraries: readonly string[],
): void {
  const { producer = {}, consumer = {} } = settings;
  if (Object.keys(producer).length > 0 && libraries.length === 0) {
    throw new UsageError('--set producer:…: there is no application to set it for; name its --client');
  }
  if (libraries.includes('kafkajs')) refuse('producer', producer, 'kafkajs', kafkajs.producer);
  if (libraries.includes('platformatic')) {
    refuse('producer', producer, '@platformatic/kafka', platformaticProducer);
  }
  refuse('consumer', consumer, 'kafkajs', kafkajs.consumer);
}

function refuse(
  kind: Kind,
  settings: ClientSettings,
  library: string,
  known: Readonly<Record<string, string>>,
): void {
  for (const [key, value] of Object.entries(settings)) {
    if (known[key] === undefined) {
      throw new UsageError(
        `--set ${kind}:${key}: ${library} has nothing like it; it has ${Object.keys(known).join(', ')}`,
      );
    }
    if (value.trim() === '' || !Number.isFinite(Number(value)) || Number(value) < 0) {
      throw new UsageError(`--set ${kind}:${key}=${value}: that is no number from 0 on`);
    }
  }
}
