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
  const path = lockPath(name);
  const held = new Set<{ destroy(): void }>();
  let server = await listen(path, held);
  if (server === undefined) onWait?.();
  while (server === undefined) {
    await closingOf(path);
    server = await listen(path, held);
  }
  try {
    return await work();
  } finally {
    server.close();
    for (const waiting of held) waiting.destroy();
  }
}

/** Linux has socket names that exist only as long as their process; elsewhere it must be a file, or Windows' pipe. */
function lockPath(name: string): string {
  if (process.platform === 'linux') return `\0kafka-chaos-${name}`;
  if (process.platform === 'win32') return `\\\\.\\pipe\\kafka-chaos-${name}`;
  return join(tmpdir(), `kafka-chaos-${name}.sock`);
}

function listen(path: string, held: Set<{ destroy(): void }>): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => {
      held.add(socket.on('error', () => {}));
      socket.on('close', () => held.delete(socket));
    });
    // A lock is no reason for a program to stay alive.
    server.unref();
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error),
    );
    server.listen(path, () => resolve(server));
  });
}

function closingOf(path: string): Promise<void> {
  return new Promise((resolve) => {
    connect(path)
      .on('error', (error: NodeJS.ErrnoException) => {
        // A socket that is a file outlives its process.
        if (error.code === 'ECONNREFUSED' && !path.startsWith('\0')) rmSync(path, { force: true });
        resolve();
      })
      .on('close', () => resolve())
      .resume();
  });
}
