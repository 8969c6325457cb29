/**
 * The way in, and the only JavaScript of this project: it runs on any Node, brings in what is missing, and hands
 * over to a Node that runs TypeScript.
 *
 *     node src/start.mjs SCRIPT.ts [argument…]        runs a script of this project
 *     node src/start.mjs --run TOOL [argument…]       runs a tool of node_modules/.bin
 *
 * On a modern Node it hands over with execve, so that no process of ours is left in between. An old Node cannot
 * replace itself and waits as the parent.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  accessSync,
  closeSync,
  constants,
  openSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { connect, createServer } from 'node:net';
import { constants as system, tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Histories are streams of short-lived objects: with V8's default on a big machine, checking one holds a third more memory, and is
 * slower (npm run bench -- check). Smaller collections are shorter, too, which keeps the probe on its schedule.
 */
const smallYoungGeneration = '--max-semi-space-size=8';
const wantedMajor = 24;
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, 'node_modules');
/** Written last, so that a half-done installation has none. */
const stamp = join(modules, '.kafka-chaos-installed');
const bins = join(modules, '.bin');

await install();
handOver(process.argv.slice(2));

/** Installs the npm dependencies unless just these are there. Two programs that start at once do it one after the other. */
async function install() {
  if (isInstalled()) return;
  const { unlock, descriptor } = await lock(`kafka-chaos-install-${sha256(root).slice(0, 16)}`);
  try {
    if (isInstalled()) return;
    console.error('kafka-chaos: installing the npm dependencies (npm ci)');
    // npm must not run on the very Node in node_modules that it is about to remove.
    const path = process.env.PATH.split(delimiter).filter((each) => each !== bins);
    const options = ['--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
    const { status, error } = spawnSync('npm', ['ci', ...options], {
      cwd: root,
      env: { ...process.env, PATH: path.join(delimiter) },
      // npm holds the lock as well: killed, we would leave it at work, and the next program must not begin beside it.
      stdio: ['ignore', 2, 2, descriptor],
      shell: process.platform === 'win32',
    });
    if (status !== 0)
      stop(`npm ci failed${error ? `: ${error.message}` : ''}; mend what it says above and start again`);
    writeFileSync(stamp, wantedStamp());
  } finally {
    unlock();
  }
}

function isInstalled() {
  try {
    return readFileSync(stamp, 'utf8') === wantedStamp();
  } catch {
    return false;
  }
}

function wantedStamp() {
  return sha256(readFileSync(join(root, 'package-lock.json')));
}

function sha256(content) {
  return createHash('sha256').update(content).digest('hex');
}

/**
 * A lock that dies with its process: a listening socket. Whoever comes second waits until the connection to the
 * first is closed.
 */
async function lock(name) {
  const path =
    process.platform === 'linux'
      ? `\0${name}`
      : process.platform === 'win32'
        ? `\\\\.\\pipe\\${name}`
        : join(tmpdir(), name);
  for (;;) {
    const waiting = new Set();
    const server = createServer((socket) => waiting.add(socket.on('error', () => {})));
    const locked = await new Promise((resolve, reject) =>
      server
        .once('error', (error) => (error.code === 'EADDRINUSE' ? resolve(false) : reject(error)))
        .listen(path, () => resolve(true)),
    );
    if (locked) {
      const unlock = () => {
        server.close();
        for (const socket of waiting) socket.destroy();
      };
      return { unlock, descriptor: server._handle.fd > 2 ? server._handle.fd : 'ignore' };
    }
    const error = await new Promise((resolve) =>
      connect(path).on('error', resolve).on('close', resolve).resume(),
    );
    // A socket that is a file outlives its process.
    if (error?.code === 'ECONNREFUSED' && !path.startsWith('\0')) rmSync(path, { force: true });
  }
}

function handOver([first, ...rest]) {
  if (first === undefined) stop('name a script, or --run and a tool');
  const node = modernNode();
  const command =
    first === '--run' ? [tool(rest[0]), ...rest.slice(1)] : [smallYoungGeneration, first, ...rest];
  // What the script starts as `node` is then the same Node.
  const env = { ...process.env, PATH: [dirname(node), process.env.PATH].join(delimiter) };
  if (process.execve && process.platform !== 'win32') process.execve(node, [node, ...command], env);
  else runAsChild(node, command, env);
}

function modernNode() {
  if (Number(process.versions.node.split('.')[0]) >= wantedMajor) return process.execPath;
  const node = join(modules, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (!isExecutable(node))
    stop(`Node ${wantedMajor} or newer is needed, this is ${process.version}; install it and start again`);
  return node;
}

function tool(name) {
  const path = join(bins, name ?? '');
  if (name === undefined || !isExecutable(path)) stop(`there is no tool "${name}" in node_modules/.bin`);
  return realpathSync(path);
}

/**
 * Ctrl-C in a terminal reaches the child as well as us: then we only wait for it. Without a terminal the signal
 * was meant for us alone, as SIGTERM always is, and we pass it on. If we are killed, Linux tells the child.
 */
function runAsChild(node, command, env) {
  const setpriv = '/usr/bin/setpriv';
  const [file, ...args] = isExecutable(setpriv)
    ? [setpriv, '--pdeathsig', 'TERM', node, ...command]
    : [node, ...command];
  const child = spawn(file, args, { env, stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => (signal === 'SIGINT' && hasTerminal() ? undefined : child.kill(signal)));
  }
  child.on('error', (error) => stop(error.message));
  child.on('exit', (status, signal) => process.exit(status ?? 128 + system.signals[signal]));
}

function hasTerminal() {
  try {
    closeSync(openSync('/dev/tty', 'r'));
    return true;
  } catch {
    return false;
  }
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function stop(why) {
  console.error(`kafka-chaos: ${why}`);
  process.exit(2);
}
