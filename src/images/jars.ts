/**
 * Kafka's jars and what they need, by Maven, from wherever the machine's Maven is set up for.
 */
import { copyFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { lastLines, runCommand } from '../engine/command.ts';
import { EnvironmentError } from '../errors.ts';
import { definitionFolder } from './definition.ts';

/**
 * Puts all the jars of a Kafka version into a folder. Maven keeps what it has fetched, so this is fast the next time.
 * @param workshop a folder for Maven's own files
 * @throws EnvironmentError if there is no such version, or it cannot be fetched
 */
export async function fetchKafkaJars(
  kafkaVersion: string,
  folders: { workshop: string; libs: string },
): Promise<void> {
  await copyDependencies('pom.xml', [`-Dkafka.version=${kafkaVersion}`], folders);
  const log4j = versionIn(readdirSync(folders.libs), 'log4j-core');
  // Until 3.x, Kafka brings its binding along.
  if (log4j === undefined) return;
  await copyDependencies(
    'pom-extras.xml',
    [`-Dlog4j.version=${log4j}`, '-DincludeArtifactIds=log4j-slf4j-impl'],
    folders,
  );
}

/** The version of an artifact among names of jars, or undefined. */
export function versionIn(jars: readonly string[], artifact: string): string | undefined {
  const rest = (name: string) => name.slice(artifact.length + 1, -'.jar'.length);
  const jar = jars.find((name) => name.startsWith(`${artifact}-`) && /^\d+(\.\d+)+[^/]*$/.test(rest(name)));
  return jar === undefined ? undefined : rest(jar);
}

async function copyDependencies(
  pom: string,
  options: readonly string[],
  { workshop, libs }: { workshop: string; libs: string },
): Promise<void> {
  copyFileSync(join(definitionFolder('kafka'), pom), join(workshop, pom));
  try {
    await runCommand(
      'mvn',
      [
        '--batch-mode',
        '--no-transfer-progress',
        '-Dstyle.color=never',
        '--file',
        pom,
        'dependency:copy-dependencies',
        `-DoutputDirectory=${libs}`,
        ...options,
      ],
      { cwd: workshop, complaint: firstError },
    );
  } catch (error) {
    throw new EnvironmentError(`the jars cannot be fetched: ${(error as Error).message}`);
  }
}

/** Maven names the cause first, and then goes on at length about where to read more. */
function firstError(output: string): string {
  return /^\[ERROR\] (.*)$/m.exec(output)?.[1] ?? lastLines(output);
}
