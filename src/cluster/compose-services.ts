/**
 * The containers of a cluster as services of a compose file.
 */
import { clients, type Node, nodesOf, portOf } from '../topology/topology.ts';
import { type ComposeConfig, type ComposeConfigs, composeClusterId, literally } from './compose-configs.ts';
import type { ComposeFileOptions } from './compose-options.ts';
import type { ComposeWiring } from './compose-wiring.ts';
import { dataDirectory } from './configuration.ts';
import { apiPort, hostArguments, hostProgram, toxiproxyAliases, toxiproxyCommand } from './links.ts';
import { nodeCommand, propertiesPath } from './node-command.ts';

/** Where the official image has Kafka, and every image of this program too: so one file starts with each of them. */
const javaArguments = ['-cp', '/opt/kafka/libs/*'];

/** Toxiproxy, the only one that is in every network. */
export function toxiproxyService(options: ComposeFileOptions, wiring: ComposeWiring, proxies: ComposeConfig) {
  const { topology } = options;
  return {
    image: toxiproxyImage(options),
    command: [...toxiproxyCommand, `-config=${proxies.target}`],
    configs: [mounted(proxies)],
    networks: {
      // First of all, so that it is the one through which Docker publishes the ports.
      [clients]: { ipv4_address: wiring.clients.toxiproxy, priority: 1000 },
      ...Object.fromEntries(
        topology.nodes.map((node) => [
          node.name,
          {
            ipv4_address: wiring.subnet(node.name).toxiproxy,
            aliases: toxiproxyAliases(topology, node),
          },
        ]),
      ),
    },
    ports: [
      `127.0.0.1:${apiPort}:${apiPort}`,
      ...nodesOf(topology, 'broker').map(
        (node) => `127.0.0.1:${wiring.clientPorts.get(node.name)}:${portOf(topology.nodes, node, 'client')}`,
      ),
    ],
  };
}

/**
 * A node's host, which keeps its address while its process is dead, what formats its data directory, and the
 * process, which has the node's name.
 */
export function nodeServices(
  node: Node,
  options: ComposeFileOptions,
  wiring: ComposeWiring,
  configs: ComposeConfigs,
) {
  const { kafkaVersion, topology } = options;
  const host = `${node.name}-host`;
  const format = `${node.name}-format`;
  const kraft = topology.mode !== 'zk';
  const java = (arguments_: string[], files: ComposeConfig[]) => ({
    image: kafkaImage(options),
    entrypoint: ['java'],
    command: arguments_.map(literally),
    configs: files.map(mounted),
    volumes: [`${volumeOf(node)}:${dataDirectory}`],
  });
  return {
    [host]: {
      image: toxiproxyImage(options),
      entrypoint: [hostProgram],
      command: hostArguments(topology.nodes, node),
      hostname: node.name,
      networks: { [node.name]: { ipv4_address: wiring.subnet(node.name).node } },
    },
    ...(kraft && {
      [format]: {
        ...java(formatCommand(node), [configs.of(node)[0]]),
        network_mode: `service:${host}`,
      },
    }),
    [node.name]: {
      ...java(nodeCommand(node, { kafkaVersion, javaArguments }), [configs.logging, ...configs.of(node)]),
      network_mode: `service:${host}`,
      depends_on: {
        toxiproxy: { condition: 'service_started' },
        [host]: { condition: 'service_started' },
        ...(kraft && { [format]: { condition: 'service_completed_successfully' } }),
      },
    },
  };
}

/** The volume that holds the data directory of a node. */
export function volumeOf(node: Node): string {
  return `${node.name}-data`;
}

function kafkaImage({ images, kafkaVersion }: ComposeFileOptions): string {
  return replaceable('KAFKA_IMAGE', images?.kafka ?? `apache/kafka:${kafkaVersion}`);
}

function toxiproxyImage({ images }: ComposeFileOptions): string {
  return replaceable('TOXIPROXY_IMAGE', images?.toxiproxy ?? 'kafka-chaos/toxiproxy:2.5.0');
}

/** A value that a variable of compose's environment replaces. */
function replaceable(variable: string, value: string): string {
  return `\${${variable}:-${value}}`;
}

/** Kafka's own tool, which cannot be spared here: a compose file holds text, and what the tool writes is not. */
function formatCommand(node: Node): string[] {
  return [
    ...javaArguments,
    'kafka.tools.StorageTool',
    'format',
    '--ignore-formatted',
    '--cluster-id',
    composeClusterId,
    '--config',
    propertiesPath(node),
  ];
}

function mounted({ key, target }: ComposeConfig) {
  return { source: key, target };
}
