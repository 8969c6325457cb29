/**
 * A test image that imitates the official one, which the machines of this project cannot pull.
 */
import { join } from 'node:path';
import type Docker from 'dockerode';
import { buildImage } from '../../src/images/build.ts';
import { findKafkaImage } from '../../src/images/kafka-image.ts';

/** @returns the name of the image; give it as `--image` */
export async function buildOfficialLike(
  docker: Docker,
  kafkaVersion: string,
  say: (line: string) => void = () => {},
): Promise<string> {
  const ours = await findKafkaImage(docker, { version: kafkaVersion, say });
  const { Config } = await docker.getImage(ours.id).inspect();
  const path = Config.Env.find((each) => each.startsWith('PATH='))!.slice('PATH='.length);
  const reference = `kafka-chaos-test/official-like:${kafkaVersion}`;
  await buildImage(
    docker,
    {
      reference,
      context: join(import.meta.dirname, 'official-like'),
      arguments: { OURS: ours.reference, JAVA_PATH: path },
      labels: {},
    },
    say,
  );
  return reference;
}
