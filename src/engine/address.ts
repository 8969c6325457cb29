/**
 * Where a Docker engine may be reached, best first: what the user says, then the usual sockets.
 */
import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { join } from 'node:path';

export interface EngineAddress {
  /** As in DOCKER_HOST. */
  uri: string;
  /** How we came upon it, for people. */
  how: string;
  /** The user asked for this engine, so no other will do. */
  chosen: boolean;
}

/** What addresses are found by; a file that is not there is undefined. */
export interface Surroundings {
  env: Readonly<Record<string, string | undefined>>;
  read(path: string): string | undefined;
  uid: number | undefined;
}

/**
 * The engines worth asking, in order: DOCKER_HOST; the current Docker context; the system's socket; those of
 * Docker Desktop and of a rootless engine. Only the first, if the user has chosen one.
 */
export function engineAddresses({ env, read, uid }: Surroundings): EngineAddress[] {
  if (env.DOCKER_HOST) return [{ uri: env.DOCKER_HOST, how: 'DOCKER_HOST', chosen: true }];
  const home = env.HOME ?? homedir();
  const context = currentContext(env, read, home);
  if (context !== undefined) return [context];
  if (process.platform === 'win32') {
    return [{ uri: 'npipe:////./pipe/docker_engine', how: 'the usual pipe', chosen: false }];
  }
  const sockets = [
    { path: '/var/run/docker.sock', how: "the system's socket" },
    ...(env.XDG_RUNTIME_DIR
      ? [{ path: join(env.XDG_RUNTIME_DIR, 'docker.sock'), how: 'a rootless socket' }]
      : []),
    { path: join(home, '.docker/run/docker.sock'), how: "Docker Desktop's socket" },
    { path: join(home, '.docker/desktop/docker.sock'), how: "Docker Desktop's socket" },
    ...(uid === undefined ? [] : [{ path: `/run/user/${uid}/docker.sock`, how: 'a rootless socket' }]),
  ];
  return sockets.map(({ path, how }) => ({ uri: `unix://${path}`, how: `${how} ${path}`, chosen: false }));
}

/** The context that the docker command would use, unless it is the default one, which is the system's socket. */
function currentContext(
  env: Surroundings['env'],
  read: Surroundings['read'],
  home: string,
): EngineAddress | undefined {
  const folder = env.DOCKER_CONFIG || join(home, '.docker');
  const name = env.DOCKER_CONTEXT || parse(read(join(folder, 'config.json')))?.currentContext;
  if (typeof name !== 'string' || name === '' || name === 'default') return undefined;
  const id = createHash('sha256').update(name).digest('hex');
  const uri = parse(read(join(folder, 'contexts/meta', id, 'meta.json')))?.Endpoints?.docker?.Host;
  return typeof uri === 'string' ? { uri, how: `the Docker context "${name}"`, chosen: true } : undefined;
}

function parse(json: string | undefined) {
  try {
    return json === undefined ? undefined : JSON.parse(json);
  } catch {
    return undefined;
  }
}
