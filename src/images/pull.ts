/**
 * Images from a registry: whichever the engine is set up for.
 */
import type Docker from 'dockerode';
import { followEngine } from './progress.ts';

/**
 * Pulls an image. The engine gives it its name only when it is there completely.
 * @throws an Error with the engine's own words
 */
export async function pullImage(
  docker: Docker,
  reference: string,
  say: (line: string) => void,
): Promise<void> {
  say(`pulling ${reference}`);
  const done = new Set<string>();
  await followEngine(docker, await docker.pull(reference), ({ id, status }) => {
    if (id === undefined || status !== 'Pull complete') return;
    done.add(id);
    say(`  ${reference}: ${done.size} layers are here`);
  });
}
