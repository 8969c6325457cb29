/**
 * A topology as a compose file that is all there is: it starts, with Docker Compose alone, what this program would
 * boot. The addresses and the ports are fixed in it, where the program takes free ones.
 */
import { Document } from 'yaml';
import { clients } from '../topology/topology.ts';
import { composeComment } from './compose-comment.ts';
import { type ComposeConfig, configsOf, literally } from './compose-configs.ts';
import type { ComposeFileOptions } from './compose-options.ts';
import { nodeServices, toxiproxyService, volumeOf } from './compose-services.ts';
import { composeWiring } from './compose-wiring.ts';
import type { Subnet } from './subnet.ts';

/** The compose file, beginning with a comment that says how it is used. The same options give the same text. */
export function composeFile(options: ComposeFileOptions): string {
  const { topology, kafkaVersion } = options;
  const { nodes } = topology;
  const wiring = composeWiring(topology);
  const configs = configsOf(options, wiring);
  const document = new Document(
    {
      name: `kafka-chaos-${topology.mode}-${kafkaVersion.replaceAll('.', '-')}`,
      services: Object.assign(
        { toxiproxy: toxiproxyService(options, wiring, configs.proxies) },
        ...nodes.map((node) => nodeServices(node, options, wiring, configs)),
      ),
      networks: {
        [clients]: network(wiring.clients),
        ...Object.fromEntries(
          nodes.map(({ name }) => [name, { internal: true, ...network(wiring.subnet(name)) }]),
        ),
      },
      volumes: Object.fromEntries(nodes.map((node) => [volumeOf(node), {}])),
      configs: Object.fromEntries(
        [configs.proxies, configs.logging, ...nodes.flatMap(configs.of)].map(definition),
      ),
    },
    { aliasDuplicateObjects: false },
  );
  document.commentBefore = composeComment(options, wiring);
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

/** The addresses are given, for Docker's own pools would not hold many networks. */
function network({ cidr }: Subnet) {
  return { ipam: { config: [{ subnet: cidr }] } };
}

function definition({ key, content }: ComposeConfig) {
  return [key, { content: literally(content) }] as const;
}
