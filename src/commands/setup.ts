/**
 * Puts everything there that runs need: the engine and the images.
 */
import { connectEngine } from '../engine/engine.ts';
import { findKafkaImage } from '../images/kafka-image.ts';
import { findToxiproxyImage } from '../images/toxiproxy-image.ts';
import { defaultKafkaVersion, newestKafkaVersion } from '../topology/mode.ts';

export const usualKafkaVersions = [defaultKafkaVersion, newestKafkaVersion] as const;

/**
 * Says line by line what is there and what is done.
 * @throws EnvironmentError if something cannot be put there
 */
export async function setup({
  kafkaVersions = usualKafkaVersions,
  say,
}: {
  kafkaVersions?: readonly string[];
  say(line: string): void;
}): Promise<void> {
  const docker = await connectEngine({ install: true, say });
  const { Version: engineVersion } = await docker.version();
  say(`engine: Docker ${engineVersion}`);
  say(`image:  ${await findToxiproxyImage(docker, { say })}`);
  for (const version of kafkaVersions) {
    const { reference, source } = await findKafkaImage(docker, { version, say });
    say(`image:  ${reference} (${source})`);
  }
}
