/**
 * A Kafka image from packages: Debian's Java, Maven's jars, and a class archive made by running them once.
 */
import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type Docker from 'dockerode';
import { ensurePrograms } from '../engine/install.ts';
import { buildImage } from './build.ts';
import { definitionFolder, definitionLabel, findBuilt, hashOf, kafkaVersionLabel } from './definition.ts';
import { fetchKafkaJars } from './jars.ts';
import { javaFor } from './java.ts';
import { javaDefinition, provideJavaImage } from './java-image.ts';
import { withWorkshop } from './workshop.ts';

/** The name of the image of a version that is built here. */
export function builtReference(kafkaVersion: string): string {
  return `kafka-chaos/kafka:${kafkaVersion}`;
}

/** What an image of a version would be made from today. */
export function kafkaDefinition(kafkaVersion: string): string {
  return hashOf([definitionFolder('kafka')], kafkaVersion, javaDefinition(javaFor(kafkaVersion)));
}

/**
 * Builds the image of a version, unless another process has just done so.
 * @throws EnvironmentError that says what is missing or what failed; nothing half-built is left
 */
export function buildKafkaImage(
  docker: Docker,
  kafkaVersion: string,
  say: (line: string) => void,
): Promise<void> {
  const reference = builtReference(kafkaVersion);
  const definition = kafkaDefinition(kafkaVersion);
  const java = javaFor(kafkaVersion);
  return withWorkshop(`kafka-${kafkaVersion}`, async (workshop) => {
    if ((await findBuilt(docker, reference, definition)) !== undefined) return;
    say(`building ${reference} from packages, with Java ${java}; this takes about a minute and is done once`);
    await ensurePrograms([{ program: 'mvn', package: 'maven' }], 'to build images', say);
    const context = join(workshop, 'context');
    const libs = join(context, 'libs');
    mkdirSync(libs, { recursive: true });
    say(`  ${reference}: fetching Kafka's jars with Maven`);
    await fetchKafkaJars(kafkaVersion, { workshop, libs });
    const javaImage = await provideJavaImage(docker, java, say);
    for (const part of ['Dockerfile', 'training']) {
      cpSync(join(definitionFolder('kafka'), part), join(context, part), { recursive: true });
    }
    const labels = { [definitionLabel]: definition, [kafkaVersionLabel]: kafkaVersion };
    await buildImage(docker, { reference, context, arguments: { JAVA_IMAGE: javaImage }, labels }, say);
    say(`built ${reference}`);
  });
}
