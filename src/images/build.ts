/**
 * Lets the engine build an image from a folder. Its name is given at the very end, so that a name never stands
 * for half an image, and what was built before a failure is removed.
 */
import type Docker from 'dockerode';
import { EnvironmentError } from '../errors.ts';
import { findImage } from './definition.ts';
import { packFolder } from './pack.ts';
import { type EngineMessage, followEngine } from './progress.ts';

type Say = (line: string) => void;

export interface BuildRequest {
  /** Name and tag for the finished image. */
  reference: string;
  /** The folder with everything that the Dockerfile copies. */
  context: string;
  dockerfile?: string;
  arguments?: Record<string, string>;
  labels: Record<string, string>;
}

/**
 * @returns the image's id
 * @throws EnvironmentError with the end of the build's output
 */
export async function buildImage(docker: Docker, request: BuildRequest, say: Say): Promise<string> {
  const output: string[] = [];
  let layer: string | undefined;
  let id: string | undefined;
  const onMessage = ({ stream, aux }: EngineMessage) => {
    id = aux?.ID ?? id;
    const line = stream?.trim();
    if (!line) return;
    output.push(line);
    layer = /^---> ([0-9a-f]{12,})$/.exec(line)?.[1] ?? layer;
    const step = /^Step (\d+\/\d+) : (.*)$/.exec(line);
    if (step !== null) say(`  ${request.reference}: step ${step[1]}, ${shortened(step[2]!)}`);
  };
  try {
    const progress = await docker.buildImage(packFolder(request.context), {
      dockerfile: request.dockerfile ?? 'Dockerfile',
      buildargs: request.arguments ?? {},
      labels: request.labels,
      rm: true,
      forcerm: true,
    });
    await followEngine(docker, progress, onMessage);
    if (id === undefined) throw new Error('the engine does not say what it built');
    await nameImage(docker, id, request.reference);
    return id;
  } catch (error) {
    // The engine keeps the steps that succeeded, each upon the one before; removing the last removes them all.
    if (layer !== undefined) await removeIfUnused(docker, layer);
    throw new EnvironmentError(
      `building ${request.reference} failed: ${(error as Error).message}; ${output.slice(-5).join(' | ')}`,
    );
  }
}

/** Gives an image its name. The image that had it before, an older definition's, is removed unless it is in use. */
export async function nameImage(docker: Docker, id: string, reference: string): Promise<void> {
  const before = await findImage(docker, reference);
  const colon = reference.lastIndexOf(':');
  await docker.getImage(id).tag({ repo: reference.slice(0, colon), tag: reference.slice(colon + 1) });
  if (before !== undefined && before.Id !== id && (before.RepoTags ?? []).length <= 1) {
    await removeIfUnused(docker, before.Id);
  }
}

/** Removes an image, unless it has a name, containers or images upon it. */
export async function removeIfUnused(docker: Docker, id: string): Promise<void> {
  const image = await findImage(docker, id);
  if (image === undefined || (image.RepoTags ?? []).length > 0) return;
  await docker
    .getImage(id)
    .remove()
    .catch(() => {});
}

function shortened(instruction: string): string {
  return instruction.length > 60 ? `${instruction.slice(0, 60)} …` : instruction;
}
