/**
 * The files that the containers of a compose file get, as the compose file holds them.
 */
import { firstCoordination } from '../topology/migration.ts';
import { clients, type Node } from '../topology/topology.ts';
import type { ComposeFileOptions } from './compose-options.ts';
import type { ComposeWiring } from './compose-wiring.ts';
import { configurationDirectory, dataDirectory } from './configuration.ts';
import { type ProxyDefinition, proxyDefinitions } from './links.ts';
import { loggingFile, propertiesFile } from './node-command.ts';
import { dataFiles } from './storage.ts';

/** A Kafka `Uuid` that can be read: fixed, so that a file which is written again is the same file. */
export const composeClusterId = 'kafka-chaos-compose-1A';

/** One of the `configs` of a compose file. */
export interface ComposeConfig {
  /** Its name in the compose file. */
  key: string;
  /** Its absolute path in a container. */
  target: string;
  content: string;
}

export interface ComposeConfigs {
  proxies: ComposeConfig;
  logging: ComposeConfig;
  /** The files that only this node has; the first is its properties. */
  of(node: Node): [ComposeConfig, ...ComposeConfig[]];
}

export function configsOf(
  { topology, kafkaVersion, settings }: ComposeFileOptions,
  wiring: ComposeWiring,
): ComposeConfigs {
  const surroundings = { topology, settings, clientPorts: wiring.clientPorts };
  const logging = loggingFile(kafkaVersion);
  const data = (node: Node) =>
    dataFiles(node, firstCoordination(topology, node), composeClusterId, undefined);
  return {
    proxies: {
      key: 'toxiproxy.json',
      target: `${configurationDirectory}/toxiproxy.json`,
      content: proxyLines(proxiesOf(topology, wiring)),
    },
    logging: { key: 'logging.properties', target: logging.name, content: logging.content },
    of(node) {
      const properties = propertiesFile(node, surroundings);
      return [
        { key: `${node.name}.properties`, target: properties.name, content: properties.content },
        ...data(node).map(({ name, content }) => ({
          key: `${node.name}.${name}`,
          target: `${dataDirectory}/${name}`,
          content: String(content),
        })),
      ];
    },
  };
}

/** Text in which compose is to see no variables. */
export function literally(text: string): string {
  return text.replaceAll('$', () => '$$');
}

/** Every link, by source. */
function proxiesOf({ nodes, links }: ComposeFileOptions['topology'], wiring: ComposeWiring) {
  const sources = [
    { name: clients, subnet: wiring.clients },
    ...nodes.map(({ name }) => ({ name, subnet: wiring.subnet(name) })),
  ];
  return sources.flatMap(({ name, subnet }) =>
    proxyDefinitions(
      links.filter((link) => link.source === name),
      subnet.toxiproxy,
      (destination) => wiring.subnet(destination).node,
    ),
  );
}

/** One proxy a line, for whoever reads it. */
function proxyLines(proxies: readonly ProxyDefinition[]): string {
  return `[\n${proxies.map((proxy) => `  ${JSON.stringify(proxy)}`).join(',\n')}\n]\n`;
}
