/**
 * Single requests of Kafka's protocol, over connections that nothing else uses: for asking the cluster about
 * itself without disturbing what is measured.
 */
import { Connection, ResponseError } from '@platformatic/kafka';

export interface BrokerConnections {
  /** Asks one broker, by its address `host:port`. */
  ask<T>(server: string, request: (connection: Connection) => Promise<T>): Promise<T>;
  /** Asks the brokers one after the other until one answers. */
  askAny<T>(request: (connection: Connection) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export function brokerConnections(
  servers: readonly string[],
  options: { clientId: string; requestTimeoutMs?: number },
): BrokerConnections {
  const { clientId, requestTimeoutMs = 5_000 } = options;
  const open = new Map<string, Promise<Connection>>();
  let preferred = 0;

  const connectTo = async (server: string): Promise<Connection> => {
    const connection = new Connection(clientId, { connectTimeout: 1_000, requestTimeout: requestTimeoutMs });
    // An error without a listener would end the process; whoever waits for an answer is told by its rejection.
    connection.on('error', () => {});
    const [host, port] = server.split(':');
    await connection.connect(host!, Number(port));
    return connection;
  };

  /** The connection to a broker: a new one if that of before was closed since, as it is by a broker that was frozen. */
  const connectionTo = async (server: string): Promise<Connection> => {
    const known = open.get(server);
    const connection = (await known?.catch(() => undefined))?.isConnected() ? known : undefined;
    if (connection !== undefined) return await connection;
    // Somebody else may have opened one while we looked.
    if (open.get(server) === known) open.set(server, connectTo(server));
    return await open.get(server)!;
  };

  const drop = async (server: string, connection?: Connection) => {
    const current = open.get(server);
    const dropped = await current?.catch(() => undefined);
    if (connection !== undefined && connection !== dropped) return;
    if (open.get(server) === current) open.delete(server);
    await dropped?.close().catch(() => {});
  };

  const ask = async <T>(server: string, request: (connection: Connection) => Promise<T>): Promise<T> => {
    const connection = await connectionTo(server);
    try {
      return await request(connection);
    } catch (error) {
      // The broker's own complaint says nothing against the connection.
      if (!(error instanceof ResponseError)) await drop(server, connection);
      throw error;
    }
  };

  return {
    ask,
    async askAny(request) {
      let lastError: unknown;
      for (let tries = 0; tries < servers.length; tries++) {
        try {
          return await ask(servers[preferred]!, request);
        } catch (error) {
          if (error instanceof ResponseError) throw error;
          lastError = error;
          preferred = (preferred + 1) % servers.length;
        }
      }
      throw lastError;
    },
    async close() {
      await Promise.all([...open.keys()].map((server) => drop(server)));
    },
  };
}
