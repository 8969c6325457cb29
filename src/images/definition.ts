/**
 * Image definitions: folders of compose/, and the labels by which an image says what it was made from.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type Docker from 'dockerode';
import { UsageError } from '../errors.ts';

export const definitionLabel = 'kafka-chaos.definition';
export const kafkaVersionLabel = 'kafka-chaos.kafka-version';
export const javaArgumentsLabel = 'kafka-chaos.java-arguments';

/** The folder of an image definition. */
export function definitionFolder(name: 'java' | 'kafka' | 'toxiproxy'): string {
  return join(import.meta.dirname, '../../compose', name);
}

/**
 * What identifies a definition: the names and contents of all files of some folders, and what else the image is
 * made from.
 */
export function hashOf(folders: readonly string[], ...others: readonly unknown[]): string {
  const hash = createHash('sha256').update(JSON.stringify(others));
  for (const folder of folders) {
    for (const file of filesIn(folder)) hash.update(`\0${file}\0`).update(readFileSync(join(folder, file)));
  }
  return hash.digest('hex').slice(0, 16);
}

/** All files below a folder, by their paths in it, in order. */
export function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

/**
 * An image of that name, or undefined.
 * @throws UsageError for what cannot be the name of one
 */
export async function findImage(
  docker: Docker,
  reference: string,
): Promise<Docker.ImageInspectInfo | undefined> {
  try {
    return await docker.getImage(reference).inspect();
  } catch (error) {
    const { statusCode } = error as { statusCode?: number };
    if (statusCode === 404) return undefined;
    if (statusCode === 400) throw new UsageError(`"${reference}" cannot be the name of an image`);
    throw error;
  }
}

/** An image of that name that was built here from just this definition, or undefined. */
export async function findBuilt(
  docker: Docker,
  reference: string,
  definition: string,
): Promise<Docker.ImageInspectInfo | undefined> {
  const image = await findImage(docker, reference);
  return image?.Config?.Labels?.[definitionLabel] === definition ? image : undefined;
}
