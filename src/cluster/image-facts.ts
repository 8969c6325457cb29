/**
 * What only the Kafka in an image can say of itself, found out by running its own programs once and then kept
 * under the image's id.
 */
import type Docker from 'dockerode';
import { extract } from 'tar-stream';
import { cached } from '../engine/cache.ts';
import { ownerLabels } from '../engine/ownership.ts';
import { EnvironmentError } from '../errors.ts';
import type { KafkaImage } from '../images/kafka-image.ts';
import { configurationDirectory, dataDirectory } from './configuration.ts';
import { type DocumentedSettings, documentedSettings } from './documented-settings.ts';
import { followLog } from './logs.ts';
import { tarOf } from './tar.ts';

/** The features with which a new KRaft cluster of this version begins, as Kafka's own formatting tool writes them. */
export function bootstrapCheckpoint(docker: Docker, image: KafkaImage): Promise<Buffer> {
  return cached(`${factsOf(image)}/bootstrap.checkpoint`, () => {
    const properties = `${configurationDirectory}/format.properties`;
    return runOnce(docker, image, {
      command: ['kafka.tools.StorageTool', 'format', '-t', 'AAAAAAAAAAAAAAAAAAAAAQ', '-c', properties],
      files: { [properties]: formatProperties },
      result: (container) => fileOf(container, `${dataDirectory}/bootstrap.checkpoint`),
    });
  });
}

/** The classes of Kafka that print which settings there are: of brokers and controllers, and of producers. */
const documented = {
  nodes: { command: 'kafka.server.KafkaConfig', file: 'configuration.html' },
  producer: { command: 'org.apache.kafka.clients.producer.ProducerConfig', file: 'producer.html' },
};

/** The settings that a broker or controller of this version has, or its Java producer. */
export async function settingsOf(
  docker: Docker,
  image: KafkaImage,
  of: keyof typeof documented = 'nodes',
): Promise<DocumentedSettings> {
  const { command, file } = documented[of];
  const html = await cached(`${factsOf(image)}/${file}`, () =>
    runOnce(docker, image, {
      command: [command],
      files: {},
      result: async (_, output) => Buffer.from(output),
    }),
  );
  const settings = documentedSettings(html.toString());
  if (settings.size === 0) {
    throw new EnvironmentError(`the image ${image.reference} does not list Kafka's settings`);
  }
  return settings;
}

/** The keys of all of them. */
export async function knownKeys(
  docker: Docker,
  image: KafkaImage,
  of?: keyof typeof documented,
): Promise<ReadonlySet<string>> {
  return new Set((await settingsOf(docker, image, of)).keys());
}

/** Any one-node configuration will do: what is formatted does not depend on it. */
const formatProperties = `process.roles=broker,controller
node.id=1
controller.quorum.voters=1@localhost:9301
listeners=CLIENT://localhost:9101,CONTROLLER://localhost:9301
inter.broker.listener.name=CLIENT
controller.listener.names=CONTROLLER
listener.security.protocol.map=CLIENT:PLAINTEXT,CONTROLLER:PLAINTEXT
log.dirs=${dataDirectory}
`;

function factsOf(image: KafkaImage): string {
  return `images/${image.id.replace('sha256:', '').slice(0, 24)}`;
}

/** Runs one Java program in a container of its own, without a network, and takes its result before removing it. */
async function runOnce(
  docker: Docker,
  image: KafkaImage,
  job: {
    command: string[];
    files: Record<string, string>;
    result(container: Docker.Container, output: string): Promise<Buffer>;
  },
): Promise<Buffer> {
  const container = await docker.createContainer({
    Image: image.reference,
    Entrypoint: ['java'],
    Cmd: [...image.javaArguments, ...job.command],
    Labels: ownerLabels('facts'),
    HostConfig: { NetworkMode: 'none' },
  });
  try {
    const files = Object.entries(job.files).map(([name, content]) => ({ name, content }));
    if (files.length > 0) await container.putArchive(tarOf(files), { path: '/' });
    await container.start();
    const lines = await Array.fromAsync(followLog(container, new AbortController().signal));
    const { StatusCode: status } = await container.wait();
    if (status !== 0) {
      throw new EnvironmentError(
        `${job.command[0]} of the image ${image.reference} ended with status ${status}: ${lines.slice(-3).join(' ')}`,
      );
    }
    return await job.result(container, lines.join('\n'));
  } finally {
    await container.remove({ force: true, v: true });
  }
}

async function fileOf(container: Docker.Container, path: string): Promise<Buffer> {
  const archive = (await container.getArchive({ path })) as unknown as NodeJS.ReadableStream;
  const entries = archive.pipe(extract());
  for await (const entry of entries)
    return Buffer.concat(await Array.fromAsync(entry as AsyncIterable<Buffer>));
  throw new EnvironmentError(`there is no ${path} in the container`);
}
