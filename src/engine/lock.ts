/**
 * A lock between processes of one machine that dies with the process that holds it, however that ends: a
 * listening socket. Nothing stale is ever left, and whoever waits is told by the closing of the connection.
 */
import { rmSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Does something while no other process on this machine does anything under the same name.
 * @param onWait is called once if another process holds the lock
 */
export async function withLock<T>(name: string, work: () => Promise<T>, onWait?: () => void): Promise<T> {
  let lock = await tryLock(name);
  if (lock === undefined) onWait?.();
  while (lock === undefined) {
    await closingOf(lockPath(name));
    lock = await tryLock(name);
  }
  using _ = lock;
  return await work();
}

/** Takes a lock, which is given back when it is disposed of, or this process ends; undefined if another has it. */
export async function tryLock(name: string): Promise<Disposable | undefined> {
  const path = lockPath(name);
  const waiting = new Set<{ destroy(): void }>();
  let server = await listen(path, waiting);
  if (server === undefined && !(await isHeld(path))) server = await listen(path, waiting);
  return (
    server && {
      [Symbol.dispose]() {
        server.close();
        for (const each of waiting) each.destroy();
      },
    }
  );
}

/** Linux has socket names that exist only as long as their process; elsewhere it must be a file, or Windows' pipe. */
function lockPath(name: string): string {
  if (process.platform === 'linux') return `\0kafka-chaos-${name}`;
  if (process.platform === 'win32') return `\\\\.\\pipe\\kafka-chaos-${name}`;
  return join(tmpdir(), `kafka-chaos-${name}.sock`);
}

function listen(path: string, waiting: Set<{ destroy(): void }>): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => {
      waiting.add(socket.on('error', () => {}));
      socket.on('close', () => waiting.delete(socket));
    });
    // A lock is no reason for a program to stay alive.
    server.unref();
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error),
    );
    server.listen(path, () => resolve(server));
  });
}

/** Whether a process is behind a socket that is in use: one that is a file outlives its process, and is removed. */
function isHeld(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path)
      .on('error', (error: NodeJS.ErrnoException) => {
        if (error.code === 'ECONNREFUSED' && !path.startsWith('\0')) rmSync(path, { force: true });
        resolve(false);
      })
      .on('connect', () => {
        socket.destroy();
        resolve(true);
      });
  });
}

function closingOf(path: string): Promise<void> {
  return new Promise((resolve) => {
    connect(path)
      .on('error', () => resolve())
      .on('close', () => resolve())
      .resume();
  });
}
