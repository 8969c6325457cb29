/**
 * A container's output, line by line.
 */
import { createInterface } from 'node:readline';
import { PassThrough, type Readable } from 'node:stream';
import type { Container } from 'dockerode';

/**
 * Follows a container's output, standard output and error alike, until the container stops or `signal` aborts.
 * @param sinceSeconds only lines written after this UNIX time, in seconds; the whole log by default
 */
export async function* followLog(
  container: Container,
  signal: AbortSignal,
  sinceSeconds = 0,
): AsyncGenerator<string> {
  const raw = (await container.logs({
    follow: true,
    stdout: true,
    stderr: true,
    since: sinceSeconds,
  })) as unknown as Readable;
  const text = new PassThrough();
  container.modem.demuxStream(raw, text, text);
  const stop = () => {
    raw.destroy();
    text.end();
  };
  raw.once('end', stop).once('error', stop);
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try {
    yield* createInterface({ input: text, crlfDelay: Number.POSITIVE_INFINITY });
  } finally {
    signal.removeEventListener('abort', stop);
    stop();
  }
}

/** All that a container has put out so far, in all lives of its process; before each part stand some bytes of the engine's. */
export async function logSoFar(container: Container): Promise<string> {
  return (await container.logs({ follow: false, stdout: true, stderr: true })).toString('utf8');
}
