/**
 * A gate through which all connections of one client go. Links are shared by all clients of a broker, so a cut that is to hit
 * one client only has to be made on its own side of them: to it, it looks like a network that is gone; to the brokers, like a
 * client that is.
 */
import { connect, Socket } from 'node:net';
import type { ISocketFactory } from 'kafkajs';

export interface Gate {
  /** Opens kafkajs's connections, as kafkajs itself does. */
  sockets: ISocketFactory;
  /** Ends every connection, and refuses every new one from now on. @returns how many there were */
  close(): Promise<number>;
  open(): Promise<void>;
  /** How many connections are open. */
  connections(): number;
  /** How many were refused since it was closed last. */
  refused(): number;
}

const keepAliveDelayMs = 60_000;

export function connectionGate(): Gate {
  const connected = new Set<Socket>();
  let isOpen = true;
  let refused = 0;
  return {
    sockets({ host, port, onConnect }) {
      if (!isOpen) {
        refused++;
        return new Socket().destroy(networkError('ECONNREFUSED', `connect ${host}:${port}`));
      }
      const socket = connect({ host, port }, onConnect).setKeepAlive(true, keepAliveDelayMs);
      // kafkajs takes its leave of a dead one over and over, and leaves a listener each time.
      socket.setMaxListeners(0);
      socket.once('connect', () => connected.add(socket));
      socket.once('close', () => connected.delete(socket));
      // One that is not connected yet when the gate is closed comes too late.
      socket.once('connect', () => !isOpen && socket.destroy(networkError('ECONNRESET', 'read')));
      return socket;
    },
    async close() {
      isOpen = false;
      refused = 0;
      const { size } = connected;
      for (const socket of connected) socket.destroy(networkError('ECONNRESET', 'read'));
      return size;
    },
    async open() {
      isOpen = true;
    },
    connections: () => connected.size,
    refused: () => refused,
  };
}

/** As Node makes it: a client that is told nothing waits for its answers until their time is over. */
function networkError(code: string, what: string): Error {
  return Object.assign(new Error(`${what} ${code}`), { code });
}
