/**
 * Metrics of a node by JMX, as an operator reads them: the node's JVM listens for that on its own host only, and Kafka's own
 * tool asks it there.
 */
import { EnvironmentError } from '../errors.ts';
import type { Node } from '../topology/topology.ts';
import type { Cluster } from './cluster.ts';
import { runJava } from './java-program.ts';

const port = 9999;

/** What a JVM has to be started with so that it can be asked. */
export const answersJmx: readonly string[] = [
  `-Dcom.sun.management.jmxremote.port=${port}`,
  `-Dcom.sun.management.jmxremote.rmi.port=${port}`,
  '-Dcom.sun.management.jmxremote.host=127.0.0.1',
  '-Djava.rmi.server.hostname=127.0.0.1',
  '-Dcom.sun.management.jmxremote.authenticate=false',
  '-Dcom.sun.management.jmxremote.ssl=false',
];

/**
 * The value of a metric.
 * @param name the MBean's, such as `kafka.controller:type=KafkaController,name=ZkMigrationState`
 * @throws EnvironmentError if the node does not tell it
 */
export async function metric(cluster: Cluster, node: Node, name: string): Promise<number> {
  const { printed } = await runJava(cluster, node, 'org.apache.kafka.tools.JmxTool', [
    ...['--jmx-url', `service:jmx:rmi:///jndi/rmi://127.0.0.1:${port}/jmxrmi`],
    ...['--object-name', name, '--attributes', 'Value'],
    ...['--one-time', '--report-format', 'properties'],
  ]);
  const value = /:Value=(-?\d+(?:\.\d+)?)\s*$/m.exec(printed)?.[1];
  if (value === undefined) throw new EnvironmentError(`${node.name} does not tell ${name}`);
  return Number(value);
}
