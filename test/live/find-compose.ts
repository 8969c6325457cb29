/**
 * Docker Compose, where it is: the plugin, the program of its own, or the plugin from Debian's package, unpacked
 * into this user's cache without being installed.
 */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheDirectory } from '../../src/engine/cache.ts';
import { runCommand } from '../../src/engine/command.ts';

/** The command and its first arguments, or why there is none. */
export type Compose = { command: readonly [string, ...string[]] } | { missing: string };

export async function findCompose(): Promise<Compose> {
  const unpacked = join(cacheDirectory(), 'docker-compose');
  for (const command of [['docker', 'compose'], ['docker-compose'], [unpacked]] as const) {
    if (await isNewEnough(command)) return { command };
  }
  if (process.getuid?.() !== 0 || !existsSync(debianKeys)) {
    return {
      missing: 'no Docker Compose 2.23.1 or newer; only root on Debian can have it from Debian',
    };
  }
  try {
    await unpackFromDebian(unpacked);
  } catch (error) {
    return {
      missing: `no Docker Compose, and Debian's package of it could not be had: ${(error as Error).message}`,
    };
  }
  return (await isNewEnough([unpacked]))
    ? { command: [unpacked] }
    : { missing: "Debian's Docker Compose does not run here" };
}

/** Since 2.23.1 a compose file may hold the content of its `configs`. */
async function isNewEnough([program, ...first]: readonly [string, ...string[]]): Promise<boolean> {
  try {
    const said = (await runCommand(program, [...first, 'version', '--short'])).trim();
    const [major, minor, patch] = said.replace(/^v/, '').split(/[.-]/).map(Number);
    return major! * 1e6 + minor! * 1e3 + patch! >= 2_023_001;
  } catch {
    return false;
  }
}

const debianKeys = '/usr/share/keyrings/debian-archive-keyring.gpg';

/** The first release of Debian whose package is new enough; its program runs on the release before as well. */
const release = 'trixie';

/** With lists and a cache of its own, so that apt's are left as they are. */
async function unpackFromDebian(target: string): Promise<void> {
  mkdirSync(cacheDirectory(), { recursive: true });
  const folder = mkdtempSync(join(cacheDirectory(), 'unpacking-'));
  try {
    const sources = join(folder, 'sources.list');
    writeFileSync(sources, `deb [signed-by=${debianKeys}] ${await debianMirror()} ${release} main\n`);
    mkdirSync(join(folder, 'lists/partial'), { recursive: true });
    const settings = {
      'Dir::Etc::sourcelist': sources,
      'Dir::Etc::sourceparts': '/dev/null',
      'Dir::State::lists': join(folder, 'lists'),
      'Dir::Cache': folder,
      'APT::Sandbox::User': 'root',
    };
    const options = Object.entries(settings).flatMap(([key, value]) => ['-o', `${key}=${value}`]);
    const apt = (...command: string[]) =>
      runCommand('apt-get', ['-qq', ...options, ...command], { cwd: folder });
    await apt('update');
    await apt('download', 'docker-compose');
    const archive = readdirSync(folder).find((name) => name.endsWith('.deb'));
    await runCommand('dpkg', ['-x', join(folder, archive!), join(folder, 'unpacked')]);
    renameSync(join(folder, 'unpacked/usr/libexec/docker/cli-plugins/docker-compose'), target);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Where this machine itself has its packages from. */
async function debianMirror(): Promise<string> {
  const filters = ['Created-By: Packages', 'Label: Debian', 'Component: main'];
  const mirrors = await runCommand('apt-get', ['indextargets', '--format', '$(REPO_URI)', ...filters]);
  return mirrors.split('\n')[0]!;
}
