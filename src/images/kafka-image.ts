/**
 * Finds the image of a Kafka version: the one that is asked for, one built here before, the official one, or one
 * that is built now.
 */
import type Docker from 'dockerode';
import { EnvironmentError, UsageError } from '../errors.ts';
import { buildKafkaImage, builtReference, kafkaDefinition } from './build-kafka.ts';
import { findBuilt, findImage, javaArgumentsLabel } from './definition.ts';
import { kafkaVersionIn } from './kafka-version.ts';
import { pullImage } from './pull.ts';
import { allows, fixedSource, type ImageSource, imageSourceVariable } from './source.ts';

type Say = (line: string) => void;

/** An image that serves every role of one Kafka version by its command. */
export interface KafkaImage {
  /** What to run. */
  reference: string;
  /** The image's id. */
  id: string;
  kafkaVersion: string;
  source: 'given' | 'local' | 'pulled' | 'built';
  /** What stands between `java` and the main class: an argument file of the image, or just the class path. */
  javaArguments: readonly string[];
}

export interface KafkaImageRequest {
  version: string;
  /** An image that the user asks for; no other will do. */
  image?: string | undefined;
  /** Instead of what the environment fixes. */
  source?: ImageSource | undefined;
  say: Say;
}

/**
 * @throws UsageError if the image that is asked for has another Kafka version
 * @throws EnvironmentError if no image is to be had, with the reasons
 */
export async function findKafkaImage(docker: Docker, request: KafkaImageRequest): Promise<KafkaImage> {
  const { version, say } = request;
  const fixed = request.source ?? fixedSource();
  if (request.image !== undefined) return givenImage(docker, request.image, version, fixed, say);

  const present = await findPresent(docker, version, fixed);
  if (present !== undefined) return present;
  const reasons: string[] = [];
  if (fixed === 'local') reasons.push(`${builtReference(version)} was not built here`);
  if (fixed !== 'build') {
    const official = `apache/kafka:${version}`;
    const image = await tryToPull(docker, official, fixed, reasons, say);
    if (image !== undefined) return described(image, official, version, 'pulled');
  }
  if (allows(fixed, 'build')) {
    try {
      await buildKafkaImage(docker, version, say);
      const built = await findImage(docker, builtReference(version));
      if (built !== undefined) return described(built, builtReference(version), version, 'built');
    } catch (error) {
      if (!(error instanceof EnvironmentError)) throw error;
      reasons.push(error.message);
    }
  }
  throw new EnvironmentError(
    `no image of Kafka ${version}: ${[...new Set(reasons)].join('; ')}${hint(fixed)}`,
  );
}

/** The name of the image of a version that a run would use as it is, or undefined. Changes nothing. */
export async function whereKafkaImage(docker: Docker, version: string): Promise<string | undefined> {
  return (await findPresent(docker, version, fixedSource()))?.reference;
}

/** What is here already: built from today's definition, or pulled before. */
async function findPresent(
  docker: Docker,
  version: string,
  fixed: ImageSource | undefined,
): Promise<KafkaImage | undefined> {
  if (fixed !== 'pull') {
    const built = await findBuilt(docker, builtReference(version), kafkaDefinition(version));
    if (built !== undefined) return described(built, builtReference(version), version, 'local');
  }
  if (fixed === 'build') return undefined;
  const official = `apache/kafka:${version}`;
  const pulled = await findImage(docker, official);
  return pulled && described(pulled, official, version, 'pulled');
}

/** Pulls the official image if that is allowed; why it failed goes to the reasons. */
async function tryToPull(
  docker: Docker,
  reference: string,
  fixed: ImageSource | undefined,
  reasons: string[],
  say: Say,
): Promise<Docker.ImageInspectInfo | undefined> {
  if (!allows(fixed, 'pull')) {
    reasons.push(`${reference} is not here`);
    return undefined;
  }
  try {
    await pullImage(docker, reference, say);
    return await findImage(docker, reference);
  } catch (error) {
    const reason = `${reference} cannot be pulled (${(error as Error).message})`;
    if (fixed === undefined) say(`${reason}; it is built instead`);
    reasons.push(reason);
    return undefined;
  }
}

async function givenImage(
  docker: Docker,
  reference: string,
  version: string,
  fixed: ImageSource | undefined,
  say: Say,
): Promise<KafkaImage> {
  const reasons: string[] = [];
  const image =
    (await findImage(docker, reference)) ??
    (await tryToPull(docker, reference, fixed === 'local' ? 'local' : 'pull', reasons, say));
  if (image === undefined) throw new EnvironmentError(`no image ${reference}: ${reasons.join('; ')}`);
  const found = await kafkaVersionIn(docker, image);
  if (found !== version) {
    throw new UsageError(`the image ${reference} has Kafka ${found}, not ${version}; say --kafka ${found}`);
  }
  return described(image, reference, version, 'given');
}

/** An image of ours says what its Java wants; any other is like the official one. */
function described(
  image: Docker.ImageInspectInfo,
  reference: string,
  kafkaVersion: string,
  source: KafkaImage['source'],
): KafkaImage {
  const label = image.Config?.Labels?.[javaArgumentsLabel];
  const javaArguments = label === undefined ? ['-cp', '/opt/kafka/libs/*'] : label.split(' ');
  return { reference, id: image.Id, kafkaVersion, source, javaArguments };
}

function hint(fixed: ImageSource | undefined): string {
  return fixed === undefined ? '' : `; ${imageSourceVariable}=${fixed} allows nothing else`;
}
