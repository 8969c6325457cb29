/**
 * What a client library does not know is refused before anything boots: most take a misspelt setting without a word.
 */
import type Docker from 'dockerode';
import { refuseClientSettings } from '../clients/client-settings.ts';
import { knownKeys } from '../cluster/image-facts.ts';
import type { Settings } from '../cluster/settings.ts';
import { UsageError } from '../errors.ts';
import type { KafkaImage } from '../images/kafka-image.ts';
import type { Experiment } from './experiment.ts';

/** @throws UsageError for settings that a client library does not know */
export async function refuseUnknownClientSettings(
  docker: Docker,
  { experiment, settings, image }: { experiment: Experiment; settings: Settings; image: KafkaImage },
): Promise<void> {
  const libraries = experiment.workload.applications.map(({ client }) => client);
  refuseClientSettings(settings, libraries);
  const keys = Object.keys(settings.producer ?? {});
  if (keys.length === 0 || !libraries.includes('java')) return;
  const known = await knownKeys(docker, image, 'producer');
  const unknown = keys.find((key) => !known.has(key));
  if (unknown !== undefined) {
    throw new UsageError(
      `--set producer:${unknown}: the Java producer of Kafka ${image.kafkaVersion} knows no such setting`,
    );
  }
}
