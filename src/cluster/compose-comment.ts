/**
 * The comment with which a compose file begins: how it was written, how it is used.
 */
import { defaultSizes, type Mode, type Sizes } from '../topology/mode.ts';
import { nodesOf, type Role, type Topology } from '../topology/topology.ts';
import type { ComposeFileOptions } from './compose-options.ts';
import { type ComposeWiring, range } from './compose-wiring.ts';
import { apiPort } from './links.ts';
import type { Settings } from './settings.ts';

const descriptions: Record<Mode, string> = {
  zk: 'in ZooKeeper mode',
  kraft: 'in KRaft mode, controllers and brokers apart',
  'kraft-combined': 'in KRaft mode, every node controller and broker',
  'zk-to-kraft': 'on its way from ZooKeeper to KRaft',
};

/** The comment, line by line, without the marks that make it one. */
export function composeComment(options: ComposeFileOptions, wiring: ComposeWiring): string {
  const { topology, kafkaVersion } = options;
  const { mode, nodes, links } = topology;
  const api = `127.0.0.1:${apiPort}`;
  const broken = links.find((link) => link.source === nodes.at(-1)!.name) ?? links[0]!;
  const proxy = `'${api}/proxies/${broken.name.replace('>', '%3E')}'`;
  const node = nodesOf(topology, 'broker')[0]!.name;
  const lines = [
    `Kafka ${kafkaVersion} ${descriptions[mode]}. Nodes: ${nodes.length}. Links: ${links.length}, each through Toxiproxy.`,
    'Written by this command, which you repeat with other options rather than editing the file:',
    `  ${writingCommand(options)}`,
    '',
    'Start it (Docker Compose 2.23.1 or newer), and remove it with its data; FILE is this file:',
    '  docker compose -f FILE up -d',
    '  docker compose -f FILE down -v',
    'The variables KAFKA_IMAGE and TOXIPROXY_IMAGE put other images in the place of those below; "kafka-chaos setup"',
    'provides the one of Toxiproxy.',
    '',
    'It listens on this machine only:',
    ...Array.from(wiring.clientPorts, ([name, port]) => `  127.0.0.1:${port}  clients of ${name}`),
    `  ${api}   Toxiproxy's API`,
    '',
    `List the links; break ${broken.name}; mend it; make it slow:`,
    `  curl ${api}/proxies`,
    `  curl -d '{"enabled":false}' ${proxy}`,
    `  curl -d '{"enabled":true}' ${proxy}`,
    `  curl -d '{"type":"latency","attributes":{"latency":500}}' ${proxy.replace(/'$/, "/toxics'")}`,
    'Kill a node, and start it again:',
    `  docker compose -f FILE kill ${node}`,
    `  docker compose -f FILE start ${node}`,
    '',
    `If addresses of ${range}.0.0/16 are taken on this machine: sed -i 's/${range.replace('.', '\\.')}\\./10.217./g' FILE`,
  ];
  return lines.map((line) => (line === '' ? '' : ` ${line}`)).join('\n');
}

function writingCommand({ topology, kafkaVersion, images, settings }: ComposeFileOptions): string {
  return [
    `kafka-chaos compose --mode ${topology.mode} --kafka ${kafkaVersion}`,
    ...(images?.kafka === undefined ? [] : [`--image ${images.kafka}`]),
    ...sizeOptions(topology),
    ...settingOptions(settings),
  ].join(' ');
}

/** The sizes that are not the default ones. In kraft-combined, the controllers are the brokers. */
function sizeOptions(topology: Topology): string[] {
  const { mode } = topology;
  const counted: [option: keyof Sizes, role: Role][] = [['brokers', 'broker']];
  if (mode === 'kraft') counted.push(['controllers', 'controller']);
  if (mode === 'zk') counted.push(['zookeepers', 'zookeeper']);
  return counted
    .map(([option, role]) => [option, nodesOf(topology, role).length] as const)
    .filter(([option, count]) => count !== defaultSizes[option])
    .map(([option, count]) => `--${option} ${count}`);
}

function settingOptions(settings: Settings): string[] {
  return Object.entries(settings)
    .flatMap(([role, values]) => Object.entries(values).map(([key, value]) => `${role}:${key}=${value}`))
    .map((argument) => `--set ${quoted(argument)}`);
}

/** As a shell takes it for one word. */
function quoted(argument: string): string {
  return /^[\w.,:=/-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", `'\\''`)}'`;
}
