/**
 * What a client library does not know is refused before anything boots: most take a misspelt setting without a word.
 */
import type Docker from 'dockerode';
import { refuseClientSettings } from '../clients/client-settings.ts';
import { knownKeys } from '../cluster/image-facts.ts';
import type { Settings } from '../cluster/settings.ts';
import { UsageError } from '../errors.ts';
import type { KafkaImage } from '../images/kafka-image.ts';
import { newestKafkaVersion } from '../topology/mode.ts';
import type { Experiment } from './experiment.ts';

interface Asked {
  experiment: Experiment;
  settings: Settings;
  image: KafkaImage;
  images?: ReadonlyMap<string, KafkaImage>;
}

/** @throws UsageError for settings that a client library does not know */
export async function refuseUnknownClientSettings(
  docker: Docker,
  { experiment, settings, image, images }: Asked,
): Promise<void> {
  const libraries = experiment.workload.applications.map(({ client }) => client);
  refuseClientSettings(settings, libraries);
  const keys = Object.keys(settings.producer ?? {});
  if (keys.length === 0) return;
  const java = [
    ...(libraries.includes('java') ? [image] : []),
    ...(libraries.includes('java4') ? [images!.get(newestKafkaVersion)!] : []),
  ];
  for (const each of java) {
    const known = await knownKeys(docker, each, 'producer');
    const unknown = keys.find((key) => !known.has(key));
    if (unknown !== undefined) {
      throw new UsageError(
        `--set producer:${unknown}: the Java producer of Kafka ${each.kafkaVersion} knows no such setting`,
      );
    }
  }
}
