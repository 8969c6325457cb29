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

  const drop = async (server: string) => {
    const connection = open.get(server);
    open.delete(server);
    await connection?.then((each) => each.close()).catch(() => {});
  };

  const ask = async <T>(server: string, request: (connection: Connection) => Promise<T>): Promise<T> => {
    const known = open.get(server);
    const connection = known ?? connectTo(server);
    open.set(server, connection);
    try {
      return await request(await connection);
    } catch (error) {
      // The broker's own complaint says nothing against the connection.
      if (!(error instanceof ResponseError)) await drop(server);
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
      await Promise.all([...open.keys()].map(drop));
    },
  };
}
