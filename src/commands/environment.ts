/**
 * What a command needs before it can boot a cluster: an engine, the leftovers of interrupted runs out of the way,
 * and the images.
 */
import type Docker from 'dockerode';
import { connectEngine } from '../engine/engine.ts';
import { findLeftovers, removeBelongings } from '../engine/leftovers.ts';
import { findKafkaImage, type KafkaImage } from '../images/kafka-image.ts';
import { findToxiproxyImage } from '../images/toxiproxy-image.ts';

export type Say = (line: string) => void;

export interface Equipment {
  docker: Docker;
  image: KafkaImage;
  toxiproxyImage: string;
}

export async function equip(
  request: { kafkaVersion: string; image: string | undefined },
  say: Say,
  signal: AbortSignal,
): Promise<Equipment> {
  const docker = await connectEngine({ install: true, say });
  signal.throwIfAborted();
  await removeLeftovers(docker, say);
  signal.throwIfAborted();
  const image = await findKafkaImage(docker, { version: request.kafkaVersion, image: request.image, say });
  signal.throwIfAborted();
  const toxiproxyImage = await findToxiproxyImage(docker, { say });
  signal.throwIfAborted();
  return { docker, image, toxiproxyImage };
}

/** @returns how many clusters of dead processes were removed */
export async function removeLeftovers(docker: Docker, say: Say): Promise<number> {
  const leftovers = await findLeftovers(docker);
  for (const each of leftovers) {
    await removeBelongings(docker, each);
    say(
      `removed what an interrupted run left: cluster ${each.cluster} (${each.containers.length} containers, ${each.networks.length} networks, ${each.volumes.length} volumes)`,
    );
  }
  return leftovers.length;
}
