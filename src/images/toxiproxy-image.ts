/**
 * Finds the image of the Toxiproxy server and of the program of hosts: one built here before, or one that is built
 * now, by the engine in Go's official image or by the machine's own Go.
 */
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import type Docker from 'dockerode';
import { findProgram, runCommand } from '../engine/command.ts';
import { ensurePrograms } from '../engine/install.ts';
import { EnvironmentError } from '../errors.ts';
import { buildImage } from './build.ts';
import { definitionFolder, definitionLabel, filesIn, findBuilt, hashOf } from './definition.ts';
import { pullImage } from './pull.ts';
import { allows, fixedSource, type ImageSource, imageSourceVariable } from './source.ts';
import { withWorkshop } from './workshop.ts';

type Say = (line: string) => void;

const toxiproxyVersion = '2.5.0';
/** Go's module of the server; its Dockerfile for a machine without Go names it as well. */
const toxiproxyModule = `github.com/Shopify/toxiproxy/v2/cmd/server@v${toxiproxyVersion}`;

export const toxiproxyReference = `kafka-chaos/toxiproxy:${toxiproxyVersion}`;

/** What the image would be made from today. */
export function toxiproxyDefinition(): string {
  return hashOf([definitionFolder('toxiproxy')], toxiproxyModule);
}

/**
 * @returns the name of an image whose server listens on port 8474
 * @throws EnvironmentError if no image is to be had, with the reasons
 */
export async function findToxiproxyImage(
  docker: Docker,
  { source, say }: { source?: ImageSource | undefined; say: Say },
): Promise<string> {
  const fixed = source ?? fixedSource();
  if (await hasToxiproxyImage(docker)) return toxiproxyReference;
  return withWorkshop('toxiproxy', async (workshop) => {
    if (await hasToxiproxyImage(docker)) return toxiproxyReference;
    const reasons: string[] = [];
    for (const [way, build] of [
      // With Go at hand, there is no reason to pull all of Go.
      ['build', findProgram('go') !== undefined ? buildWithOwnGo : undefined],
      ['pull', buildWithGoImage],
      ['build', buildWithOwnGo],
    ] as const) {
      if (build === undefined || !allows(fixed, way)) continue;
      try {
        await build(docker, workshop, say);
        return toxiproxyReference;
      } catch (error) {
        if (!reasons.includes((error as Error).message)) reasons.push((error as Error).message);
      }
    }
    if (fixed === 'local')
      reasons.push(`it was not built here, and ${imageSourceVariable}=local allows nothing else`);
    throw new EnvironmentError(`no image of Toxiproxy: ${reasons.join('; ')}`);
  });
}

/** Whether the image is there, built from today's definition. Changes nothing. */
export async function hasToxiproxyImage(docker: Docker): Promise<boolean> {
  return (await findBuilt(docker, toxiproxyReference, toxiproxyDefinition())) !== undefined;
}

const labels = () => ({ [definitionLabel]: toxiproxyDefinition() });

async function buildWithOwnGo(docker: Docker, workshop: string, say: Say): Promise<void> {
  await ensurePrograms([{ program: 'go', package: 'golang-go' }], 'to build images', say);
  say(`building ${toxiproxyReference} from its Go module; this takes about half a minute and is done once`);
  const go = { cwd: workshop, env: { ...process.env, CGO_ENABLED: '0', GOBIN: workshop } };
  await runCommand('go', ['install', toxiproxyModule], go);
  const host = filesIn(definitionFolder('toxiproxy')).filter((file) => file.endsWith('.go'));
  const sources = host.map((file) => join(definitionFolder('toxiproxy'), file));
  await runCommand('go', ['build', '-o', 'host', ...sources], go);
  copyFileSync(join(definitionFolder('toxiproxy'), 'Dockerfile.packages'), join(workshop, 'Dockerfile'));
  await buildImage(docker, { reference: toxiproxyReference, context: workshop, labels: labels() }, say);
}

async function buildWithGoImage(docker: Docker, _workshop: string, say: Say): Promise<void> {
  // Pulled by itself first, so that a machine without a registry hears so in one sentence.
  await pullImage(docker, 'golang:latest', say);
  const context = definitionFolder('toxiproxy');
  await buildImage(docker, { reference: toxiproxyReference, context, labels: labels() }, say);
}
