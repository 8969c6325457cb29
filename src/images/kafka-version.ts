/**
 * Which Kafka is in an image that is not ours: the jars say it.
 */
import type Docker from 'dockerode';
import { extract } from 'tar-stream';
import { cached } from '../engine/cache.ts';
import { ownerLabels } from '../engine/ownership.ts';
import { EnvironmentError } from '../errors.ts';
import { kafkaVersionLabel } from './definition.ts';

const libraries = '/opt/kafka/libs';

/**
 * The Kafka version in an image.
 * @throws EnvironmentError if there is no Kafka where the official image has it
 */
export async function kafkaVersionIn(docker: Docker, image: Docker.ImageInspectInfo): Promise<string> {
  const label = image.Config?.Labels?.[kafkaVersionLabel];
  if (label !== undefined) return label;
  const id = image.Id.replace('sha256:', '').slice(0, 24);
  return String(await cached(`images/${id}/kafka-version`, () => findVersion(docker, image)));
}

/** Looks into a container that is never started, and only until the jar is found. */
async function findVersion(docker: Docker, image: Docker.ImageInspectInfo): Promise<Buffer> {
  const name = image.RepoTags?.[0] ?? image.Id;
  const container = await docker.createContainer({
    Image: image.Id,
    Entrypoint: ['java'],
    Labels: ownerLabels('images'),
    HostConfig: { NetworkMode: 'none' },
  });
  try {
    const archive = (await container.getArchive({ path: libraries })) as unknown as NodeJS.ReadableStream & {
      destroy(): void;
    };
    const entries = extract();
    archive.pipe(entries);
    for await (const entry of entries) {
      const version = /\/kafka_2\.\d+-(\d+\.\d+\.\d+[^/]*)\.jar$/.exec(entry.header.name)?.[1];
      if (version !== undefined) {
        archive.destroy();
        return Buffer.from(version);
      }
      entry.resume();
    }
    throw new EnvironmentError(
      `the image ${name} has no Kafka in ${libraries}, where the official image has it`,
    );
  } catch (error) {
    if ((error as { statusCode?: number }).statusCode !== 404) throw error;
    throw new EnvironmentError(`the image ${name} has no folder ${libraries}, so it is no Kafka image`);
  } finally {
    await container.remove({ force: true, v: true });
  }
}
