/**
 * `compose`: writes a topology as a compose file, which starts without this program.
 */
import { dirname } from 'node:path';
import { composeFile } from '../cluster/compose-file.ts';
import { knownKeys } from '../cluster/image-facts.ts';
import { asksKafka, refuseUnknownSettings } from '../cluster/known-settings.ts';
import { connectEngine } from '../engine/engine.ts';
import { EnvironmentError, exitStatus, UsageError } from '../errors.ts';
import { findKafkaImage } from '../images/kafka-image.ts';
import { sizesWith } from '../topology/mode.ts';
import { createTopology } from '../topology/topology.ts';
import type { Say } from './environment.ts';
import { type ClusterFlags, type ClusterRequest, readFlagsOfNodes } from './options.ts';
import { writeText } from './write-text.ts';

/** @throws UsageError for what is not possible, and for a file that cannot be written */
export async function compose(flags: ClusterFlags & { out?: string }, say: Say): Promise<number> {
  const request = readFlagsOfNodes('compose', flags, ['kraft']);
  const { modes, kafkaVersion, sizes, settings, image } = request;
  if (flags.out !== undefined && modes.length > 1) {
    throw new UsageError('--out names one file: give --mode one mode, or leave --out away');
  }
  const topologies = modes.map((mode) => createTopology(mode, sizesWith(sizes)));
  for (const topology of topologies) refuseUnknownSettings(topology, settings, kafkaVersion, undefined);
  if (asksKafka(settings)) {
    const known = await keysOfKafka(request, say);
    for (const topology of topologies) refuseUnknownSettings(topology, settings, kafkaVersion, known);
  }
  for (const topology of topologies) {
    const path = flags.out ?? `compose/${topology.mode}-${kafkaVersion}.yaml`;
    const images = image === undefined ? {} : { images: { kafka: image } };
    writeText(path, composeFile({ topology, kafkaVersion, settings, ...images }), dirname(path));
    process.stdout.write(`${path}\n`);
  }
  return exitStatus.pass;
}

/** Only Kafka itself knows its keys; without an engine the file is written all the same, but not silently. */
async function keysOfKafka(
  { kafkaVersion: version, image, settings }: ClusterRequest,
  say: Say,
): Promise<ReadonlySet<string> | undefined> {
  try {
    const docker = await connectEngine({ install: false, say });
    return await knownKeys(docker, await findKafkaImage(docker, { version, image, say }));
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    const keys = [settings.broker, settings.controller].flatMap((values) => Object.keys(values ?? {}));
    say(`nobody could be asked whether Kafka ${version} knows ${keys.join(', ')}: ${error.message}`);
    return undefined;
  }
}
