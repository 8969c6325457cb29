/**
 * Programs that are missing, from the packages of Debian or Ubuntu: the engine, and what images are built with.
 */
import { readFileSync } from 'node:fs';
import { EnvironmentError } from '../errors.ts';
import { findProgram, runCommand } from './command.ts';
import { withLock } from './lock.ts';

type Say = (line: string) => void;

/** Set to 1, it forbids this program to install packages. */
export const noInstallVariable = 'KAFKA_CHAOS_NO_INSTALL';

/** A program by the name under which it is started, and the Debian package that has it. */
export interface Need {
  program: string;
  package: string;
}

/** The machine, as far as it decides whether packages can be installed here. */
export interface Machine {
  platform: NodeJS.Platform;
  isRoot: boolean;
  osRelease: string;
  installForbidden: boolean;
}

export function thisMachine(): Machine {
  return {
    platform: process.platform,
    isRoot: process.getuid?.() === 0,
    osRelease: readIfThere('/etc/os-release'),
    installForbidden: ['1', 'true', 'yes'].includes(process.env[noInstallVariable] ?? ''),
  };
}

/** Why packages cannot be installed on a machine, as the end of a sentence, or undefined if they can. */
export function whyNotInstall(machine: Machine): string | undefined {
  if (machine.platform !== 'linux' || !isDebianLike(machine.osRelease)) {
    return 'only on Debian and Ubuntu can this program install it by itself';
  }
  if (machine.installForbidden) return `${noInstallVariable} forbids this program to install it`;
  if (!machine.isRoot) return 'this program can install it by itself only as root';
  return undefined;
}

/** Whether /etc/os-release describes Debian, Ubuntu, or something that says of itself that it is like one of them. */
export function isDebianLike(osRelease: string): boolean {
  const values = Array.from(osRelease.matchAll(/^(?:ID|ID_LIKE)=(.*)$/gm), (match) => match[1]!);
  return values.some((value) => /\b(debian|ubuntu)\b/.test(value));
}

/**
 * Installs those of the needed programs that are missing, and says so beforehand.
 * @param purpose for the sentences, such as "to build images"
 * @throws EnvironmentError that says what to install, if it cannot be done here, or that it failed
 */
export async function ensurePrograms(needs: readonly Need[], purpose: string, say: Say): Promise<void> {
  const isMissing = (need: Need) => findProgram(need.program) === undefined;
  if (!needs.some(isMissing)) return;
  await withLock('apt', async () => {
    const missing = needs.filter(isMissing);
    if (missing.length === 0) return;
    const packages = missing.map((need) => need.package);
    const why = whyNotInstall(thisMachine());
    if (why !== undefined) {
      const programs = missing.map((need) => need.program).join(', ');
      throw new EnvironmentError(
        `${purpose}, ${programs} must be there (Debian's ${packages.join(', ')}), and ${why}`,
      );
    }
    say(`installing ${packages.join(', ')} with apt-get, ${purpose} (${noInstallVariable}=1 forbids this)`);
    await aptInstall(packages);
  });
}

async function aptInstall(packages: readonly string[]): Promise<void> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', NEEDRESTART_SUSPEND: '1' };
  const options = ['-y', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=300'];
  const install = () => runCommand('apt-get', ['install', ...options, ...packages], { env });
  try {
    await install();
  } catch {
    // The lists of packages may never have been fetched, or be so old that they name files which are gone. If a
    // source that is not ours to mend cannot be fetched, what matters is still whether the packages can be had.
    await runCommand('apt-get', ['update'], { env }).catch(() => {});
    await install();
  }
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
