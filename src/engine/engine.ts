/**
 * The way to a Docker engine: the one the user names, one that runs, or one that is started or installed here.
 */
import { readFileSync } from 'node:fs';
import Docker from 'dockerode';
import { EnvironmentError } from '../errors.ts';
import { type EngineAddress, engineAddresses } from './address.ts';
import { findProgram } from './command.ts';
import { startDaemon } from './daemon.ts';
import { ensurePrograms, thisMachine, whyNotInstall } from './install.ts';
import { withLock } from './lock.ts';

type Say = (line: string) => void;

/** An engine that does not answer for so long is as good as none, in ms. */
const answerTimeoutMs = 10_000;

export interface Reached {
  docker: Docker;
  address: EngineAddress;
}

/**
 * Connects to a Docker engine. With `install`, on Debian or Ubuntu as root, an engine that is missing is installed
 * and one that does not run is started; `say` is told beforehand.
 *
 * Testcontainers looks for an engine by itself: DOCKER_HOST of this process is set so that it finds the same.
 * @throws EnvironmentError that says in a sentence what to install or start
 */
export async function connectEngine({ install, say }: { install: boolean; say: Say }): Promise<Docker> {
  const running = await reachEngine();
  if (running !== undefined) return use(running);
  if (!install) throw new EnvironmentError(`no Docker engine answers; ${adviceFor()}`);
  return withLock('engine', async () => use((await reachEngine()) ?? (await provideEngine(say))));
}

/**
 * An engine that runs, or undefined. Changes nothing.
 * @throws EnvironmentError if the user has chosen an engine and it does not answer
 */
export async function reachEngine(): Promise<Reached | undefined> {
  for (const address of engineAddresses(surroundings())) {
    if (address.uri.startsWith('ssh:')) {
      throw new EnvironmentError(
        `${address.how} names ${address.uri}, but an engine cannot be used over ssh: its ports must be reachable here`,
      );
    }
    try {
      const docker = dockerAt(address.uri);
      await ping(docker);
      return { docker, address };
    } catch (error) {
      if (!address.chosen) continue;
      throw new EnvironmentError(
        `no Docker engine answers at ${address.uri}, which ${address.how} names: ${(error as Error).message || 'no connection'}`,
      );
    }
  }
  return undefined;
}

/** What somebody has to do so that there is an engine, as one clause. */
export function adviceFor(machine = thisMachine()): string {
  const why = whyNotInstall(machine);
  if (machine.platform === 'linux') {
    const installed = findProgram('dockerd') !== undefined;
    if (installed && machine.isRoot) return 'it is installed but does not run: "setup" or "run" starts it';
    if (installed)
      return 'it is installed: start it (systemctl start docker), or let root start this program';
    if (why === undefined) return '"setup" or "run" installs and starts it';
    return `install Docker Engine and start it (${why})`;
  }
  return 'install Docker Desktop and start it';
}

async function provideEngine(say: Say): Promise<Reached> {
  const machine = thisMachine();
  if (machine.platform !== 'linux' || !machine.isRoot) {
    throw new EnvironmentError(`no Docker engine answers; ${adviceFor(machine)}`);
  }
  if (findProgram('dockerd') === undefined) {
    if (whyNotInstall(machine) !== undefined)
      throw new EnvironmentError(`no Docker engine answers; ${adviceFor(machine)}`);
    say('there is no Docker engine on this machine');
    await ensurePrograms(
      [
        { program: 'dockerd', package: 'docker.io' },
        { program: 'iptables', package: 'iptables' },
      ],
      'to have a Docker engine',
      say,
    );
  }
  const address = engineAddresses(surroundings())[0]!;
  const docker = dockerAt(address.uri);
  await startDaemon(() => ping(docker), say);
  return { docker, address };
}

async function ping(docker: Docker): Promise<void> {
  // An option that Dockerode has, but its types have not.
  const options = { abortSignal: AbortSignal.timeout(answerTimeoutMs) };
  await (docker.ping as (options: object) => Promise<unknown>).call(docker, options);
}

function use({ docker, address }: Reached): Docker {
  process.env.DOCKER_HOST = address.uri;
  return docker;
}

/** Dockerode understands DOCKER_HOST with all that belongs to it (TLS, certificates), so it is asked through that. */
function dockerAt(uri: string): Docker {
  const before = process.env.DOCKER_HOST;
  process.env.DOCKER_HOST = uri;
  try {
    return new Docker();
  } finally {
    if (before === undefined) delete process.env.DOCKER_HOST;
    else process.env.DOCKER_HOST = before;
  }
}

function surroundings() {
  return {
    env: process.env,
    uid: process.getuid?.(),
    read(path: string) {
      try {
        return readFileSync(path, 'utf8');
      } catch {
        return undefined;
      }
    },
  };
}
