/**
 * Puts everything there that runs need: the engine and the images.
 */
import { connectEngine } from '../engine/engine.ts';
import { UsageError } from '../errors.ts';
import { findKafkaImage } from '../images/kafka-image.ts';
import { findToxiproxyImage } from '../images/toxiproxy-image.ts';
import { defaultKafkaVersion, newestKafkaVersion, whyNot } from '../topology/mode.ts';

export const usualKafkaVersions = [defaultKafkaVersion, newestKafkaVersion] as const;

/**
 * Says line by line what is there and what is done.
 * @throws UsageError for what is no version that can be run
 * @throws EnvironmentError if something cannot be put there
 */
export async function setup({
  kafkaVersions = usualKafkaVersions,
  say,
}: {
  kafkaVersions?: readonly string[];
  say(line: string): void;
}): Promise<void> {
  const versions = kafkaVersions.map((version) => version.trim());
  const reason = versions.map((version) => whyNot('kraft', version)).find((each) => each !== undefined);
  if (reason !== undefined) throw new UsageError(reason);
  const docker = await connectEngine({ install: true, say });
  const { Version: engineVersion } = await docker.version();
  say(`engine: Docker ${engineVersion}`);
  say(`image:  ${await findToxiproxyImage(docker, { say })}`);
  for (const version of versions) {
    const { reference, source } = await findKafkaImage(docker, { version, say });
    say(`image:  ${reference} (${source})`);
  }
}
