/**
 * Kafka's own Java producer in a container of a Kafka image, the cluster's or another: org.apache.kafka.tools.VerifiableProducer, which
 * prints a line of JSON for each record that is acknowledged or given up.
 */
import type Docker from 'dockerode';
import { ownerLabels } from '../engine/ownership.ts';
import { EnvironmentError } from '../errors.ts';
import type { KafkaImage } from '../images/kafka-image.ts';
import type { Cluster } from './cluster.ts';
import { configurationDirectory } from './configuration.ts';
import { containerName } from './container.ts';
import { followLog } from './logs.ts';
import { ignoring } from './process-life.ts';
import { tarOf } from './tar.ts';

export interface JavaProducerOptions {
  /** By which its container is known. */
  name: string;
  image: Pick<KafkaImage, 'reference' | 'javaArguments'>;
  topic: string;
  /** Records a second, evenly, but for what it has to catch up on. */
  perSecond: number;
  acks: -1 | 0 | 1;
  /** `enable.idempotence`; missing: Java's own default, which is on with acks -1. */
  idempotent?: boolean | undefined;
  /** Further settings of the producer, by Kafka's names. */
  settings?: Readonly<Record<string, string>> | undefined;
  /** Stands before the number of each record, with a dot between. */
  valuePrefix: number;
  /** Records get the keys 0, 1, … up to so many in turn. */
  keys: number;
  onLine(line: string): void;
}

export interface JavaProducer {
  /**
   * Asks it to stop (SIGTERM): it sends nothing more and waits for what is under way, until it is killed after `graceMs`.
   * Returns when `onLine` has been shown its last line.
   */
  stop(graceMs: number): Promise<void>;
}

const mainClass = 'org.apache.kafka.tools.VerifiableProducer';
const propertiesPath = `${configurationDirectory}/java-producer.properties`;
/** With it the producer says that it begins to send. */
const started = '"startup_complete"';
/** It sends little, and shares the machine with the cluster. */
const heap = '-Xmx256m';

/**
 * Returns when it begins to send. It reaches the brokers as all clients do, by the ports of this machine; it goes with
 * the cluster, whose label it carries.
 * @throws EnvironmentError if it ends before, with its last lines
 */
export async function startJavaProducer(
  docker: Docker,
  { id, bootstrapServers }: Pick<Cluster, 'id' | 'bootstrapServers'>,
  options: JavaProducerOptions,
): Promise<JavaProducer> {
  const { name, image } = options;
  const container = await docker.createContainer({
    name: containerName(id, `${name}-producer`),
    Image: image.reference,
    Entrypoint: ['java'],
    Cmd: [...image.javaArguments, heap, ...javaProducerArguments(bootstrapServers, options)],
    Labels: ownerLabels(id),
    HostConfig: { NetworkMode: 'host' },
  });
  const properties = javaProducerProperties(options);
  await container.putArchive(tarOf([{ name: propertiesPath, content: properties }]), { path: '/' });
  await container.start();
  const start = Promise.withResolvers<void>();
  const lastLines: string[] = [];
  const follow = async () => {
    for await (const line of followLog(container, new AbortController().signal)) {
      lastLines.push(line);
      if (lastLines.length > 3) lastLines.shift();
      options.onLine(line);
      if (line.includes(started)) start.resolve();
    }
  };
  const end = follow().then(() => {
    start.reject(new EnvironmentError(`${mainClass} ended before it had begun: ${lastLines.join(' ')}`));
  });
  // Whoever stops it is told as well; until then a failure is nobody's.
  end.catch(() => {});
  await Promise.race([start.promise, end]);
  await start.promise;
  return {
    async stop(graceMs) {
      await container.stop({ t: Math.ceil(graceMs / 1_000) }).catch(ignoring(304));
      await end;
      await container.remove({ force: true, v: true });
    },
  };
}

/** The main class and its arguments. */
export function javaProducerArguments(
  bootstrapServers: readonly string[],
  { topic, perSecond, acks, valuePrefix, keys }: Omit<JavaProducerOptions, 'name' | 'image' | 'onLine'>,
): string[] {
  return [
    mainClass,
    ...['--bootstrap-server', bootstrapServers.join(',')],
    ...['--topic', topic],
    ...['--throughput', String(perSecond)],
    ...['--acks', String(acks)],
    ...['--value-prefix', String(valuePrefix)],
    ...['--repeating-keys', String(keys)],
    ...['--producer.config', propertiesPath],
  ];
}

/** VerifiableProducer switches retries off unless told otherwise; an application has Java's own default. */
export function javaProducerProperties({
  idempotent,
  settings,
}: Pick<JavaProducerOptions, 'idempotent' | 'settings'>): string {
  const all = {
    retries: String(2 ** 31 - 1),
    ...(idempotent !== undefined && { 'enable.idempotence': String(idempotent) }),
    ...settings,
  };
  return Object.entries(all)
    .map(([key, value]) => `${key}=${value}\n`)
    .join('');
}
