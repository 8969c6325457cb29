/**
 * The root file system that Kafka's image stands on: a Java runtime and a few tools, from Debian's packages.
 */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type Docker from 'dockerode';
import { ended, lastLines } from '../engine/command.ts';
import { ensurePrograms, isDebianLike, thisMachine } from '../engine/install.ts';
import { EnvironmentError } from '../errors.ts';
import { type AptSource, parseList, parseSources, sourcesFor } from './apt-sources.ts';
import { nameImage, removeIfUnused } from './build.ts';
import { definitionFolder, definitionLabel, findBuilt, hashOf } from './definition.ts';
import { debianReleaseWith, type JavaMajor } from './java.ts';
import { type EngineMessage, followEngine } from './progress.ts';
import { withWorkshop } from './workshop.ts';

type Say = (line: string) => void;

/** What the definition is made from, so that images built from another are recognised. */
export function javaDefinition(java: JavaMajor): string {
  return hashOf([definitionFolder('java')], java);
}

/**
 * The image with this Java, built if it is not there.
 * @returns its name
 * @throws EnvironmentError if it cannot be built on this machine
 */
export function provideJavaImage(docker: Docker, java: JavaMajor, say: Say): Promise<string> {
  const reference = `kafka-chaos/java:${java}`;
  return withWorkshop(`java-${java}`, async () => {
    const definition = javaDefinition(java);
    if ((await findBuilt(docker, reference, definition)) !== undefined) return reference;
    const osRelease = thisMachine().osRelease;
    if (!isDebianLike(osRelease)) {
      throw new EnvironmentError(
        'images can be built only on Debian or Ubuntu, whose packages they are made from; let the engine pull them instead, or give one with --image',
      );
    }
    await ensurePrograms([{ program: 'mmdebstrap', package: 'mmdebstrap' }], 'to build images', say);
    const { release, sources } = packageSources(java, osRelease);
    say(`  ${reference}: unpacking Java ${java} from the packages of ${release}`);
    const id = await importPackages(docker, { java, release, sources, definition });
    await nameImage(docker, id, reference);
    return reference;
  });
}

/** mmdebstrap writes the root file system straight into the engine. */
async function importPackages(
  docker: Docker,
  made: { java: JavaMajor; release: string; sources: string; definition: string },
): Promise<string> {
  const { java, release, sources, definition } = made;
  const options = [
    '--quiet',
    // Unpacked, but not configured: nothing here needs it, and it takes two thirds of the time.
    '--variant=extract',
    `--include=${[`openjdk-${java}-jre-headless`, ...basicPackages()].join(',')}`,
    '--dpkgopt=path-exclude=/usr/share/doc/*',
    '--dpkgopt=path-exclude=/usr/share/locale/*',
  ];
  const child = spawn('mmdebstrap', [...options, release, '-', '-'], { stdio: ['pipe', 'pipe', 'pipe'] });
  child.stdin.on('error', () => {}).end(sources);
  let complaints = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints += text;
  });
  const end = ended(child, 'mmdebstrap', () => lastLines(complaints));
  // Both ends are awaited below; until then a failure is nobody's.
  end.catch(() => {});
  let id: string | undefined;
  try {
    const report = await docker.importImage(child.stdout, {
      changes: [
        `ENV PATH=/usr/lib/jvm/java-${java}-openjdk-${debianArchitecture()}/bin:/usr/bin:/bin`,
        'ENV LANG=C.UTF-8',
        `LABEL ${definitionLabel}=${definition}`,
      ],
    });
    await followEngine(docker, report, ({ status }: EngineMessage) => {
      if (status?.startsWith('sha256:')) id = status;
    });
    await end;
    if (id === undefined) throw new Error('the engine does not say what it imported');
    return id;
  } catch (error) {
    child.kill();
    if (id !== undefined) await removeIfUnused(docker, id);
    await end; // mmdebstrap's own words are better than those of an engine that was fed half an archive.
    throw new EnvironmentError(`importing Java ${java} failed: ${(error as Error).message}`);
  }
}

function basicPackages(): string[] {
  const lines = readFileSync(join(definitionFolder('java'), 'packages.txt'), 'utf8').split('\n');
  return lines.map((line) => line.replace(/#.*/, '').trim()).filter((line) => line !== '');
}

/** Debian's release with this Java, from the machine's own sources; on Ubuntu, the machine's own release. */
function packageSources(java: JavaMajor, osRelease: string): { release: string; sources: string } {
  const codename = /^VERSION_CODENAME=(.*)$/m.exec(osRelease)?.[1] ?? '';
  const isDebian = /^ID=debian$/m.test(osRelease);
  const release = isDebian ? debianReleaseWith(java) : codename;
  const sources = sourcesFor(machineSources(), codename, release);
  if (sources === '') {
    throw new EnvironmentError(
      `images cannot be built: the apt sources of this machine name no suite "${codename}"`,
    );
  }
  return { release, sources };
}

function machineSources(): AptSource[] {
  const folder = '/etc/apt/sources.list.d';
  const read = (path: string) => {
    try {
      return readFileSync(path, 'utf8');
    } catch {
      return '';
    }
  };
  const names = existsSync(folder) ? readdirSync(folder) : [];
  const files = (suffix: string) =>
    names.filter((name) => name.endsWith(suffix)).map((name) => read(join(folder, name)));
  return [
    ...[read('/etc/apt/sources.list'), ...files('.list')].flatMap(parseList),
    ...files('.sources').flatMap(parseSources),
  ];
}

/** As Debian names the machine's architecture; packages are of the machine's own. */
function debianArchitecture(): string {
  return { x64: 'amd64', arm64: 'arm64' }[process.arch as string] ?? process.arch;
}
