/**
 * A client that is a bare TCP connection: a Kafka client hides when which bytes of an answer came, and when the end.
 */
import { connect } from 'node:net';

/** What was heard after a question, in ms since it was sent. */
export interface Heard {
  /** What arrived at one time, in bytes. */
  pieces: number[];
  /** When the last of them arrived; null if none did. */
  lastMs: number | null;
  /** When the connection ended; null if it did not while it was listened to. */
  endMs: number | null;
}

/**
 * Connects to a broker, says something, and listens until the connection ends, or nothing has come for a while.
 * @param server `host:port`, as clients know it
 * @param quietMs how long nothing must have come, in ms
 * @throws if the connection cannot be made
 */
export function listenAfter(server: string, question: Buffer, quietMs: number): Promise<Heard> {
  const [host, port] = server.split(':');
  const { promise, resolve, reject } = Promise.withResolvers<Heard>();
  const heard: Heard = { pieces: [], lastMs: null, endMs: null };
  const socket = connect({ host: host!, port: Number(port), noDelay: true });
  let sentAt: number | undefined;
  const now = () => performance.now() - sentAt!;
  socket.on('connect', () => {
    sentAt = performance.now();
    socket.write(question);
  });
  socket.on('data', (bytes) => {
    heard.pieces.push(bytes.length);
    heard.lastMs = now();
  });
  const end = () => {
    heard.endMs ??= now();
    socket.destroy();
  };
  socket.on('end', end);
  // A reset is an end as well; nothing is asked of how it ended.
  socket.on('error', (error) => (sentAt === undefined ? reject(error) : end()));
  socket.on('close', () => resolve(heard));
  socket.setTimeout(quietMs, () => socket.destroy());
  return promise;
}
