/**
 * What a command needs before it can boot a cluster: an engine, the leftovers of interrupted runs out of the way,
 * and the images.
 */
import type Docker from 'dockerode';
import { connectEngine } from '../engine/engine.ts';
import { type Belongings, findLeftovers, removeBelongings } from '../engine/leftovers.ts';
import { EnvironmentError } from '../errors.ts';
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

/** How many clusters were removed, and how many Docker did not let go. */
export interface Removal {
  removed: number;
  stuck: number;
}

/** Removes the clusters of dead processes. */
export async function removeLeftovers(docker: Docker, say: Say): Promise<Removal> {
  return await removeClusters(docker, await findLeftovers(docker), say, (each) => {
    const { cluster, containers, networks, volumes } = each;
    return `what an interrupted run left: cluster ${cluster} (${containers.length} containers, ${networks.length} networks, ${volumes.length} volumes)`;
  });
}

/** Removes clusters and says so. What Docker does not let go is told as well, and keeps nothing else from being removed. */
export async function removeClusters(
  docker: Docker,
  clusters: readonly Belongings[],
  say: Say,
  inWords: (each: Belongings) => string,
): Promise<Removal> {
  const removal: Removal = { removed: 0, stuck: 0 };
  for (const each of clusters) {
    try {
      await removeBelongings(docker, each);
      say(`removed ${inWords(each)}`);
      removal.removed++;
    } catch (error) {
      if (!(error instanceof EnvironmentError)) throw error;
      say(`${inWords(each)}: ${error.message}`);
      removal.stuck++;
    }
  }
  return removal;
}
