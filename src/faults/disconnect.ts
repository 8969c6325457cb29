/**
 * Takes a node off its network, as when a cable is pulled: nothing it sends arrives and nothing reaches it, and
 * nobody is told so. Its process runs on.
 */
import { z } from 'zod';
import { askLinks } from '../cluster/ask.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { connectHost, disconnectHost, isConnected } from '../cluster/hosts.ts';
import { proofOfService } from '../cluster/process-life.ts';
import { EnvironmentError } from '../errors.ts';
import type { Node } from '../topology/topology.ts';
import { damage, hitEach } from './damage.ts';
import { defineFault } from './fault.ts';

export const disconnect = defineFault({
  kind: 'disconnect',
  summary: 'takes the node off its network, and leaves its process running; healed by connecting it again',
  hits: 'nodes',
  parameters: z.strictObject({}),
  inject: ({ cluster, signal }, nodes) =>
    hitEach(nodes, async (node) => {
      const host = cluster.host(node.name);
      if (!(await isConnected(host))) {
        throw new EnvironmentError(`${node.name} cannot be disconnected: it has no network already`);
      }
      return damage(signal, {
        effect: `nothing reaches ${node.name}`,
        apply: () => disconnectHost(host),
        async proof() {
          const answers = await answersFrom(cluster, node);
          return answers === 'none' && !(await isConnected(host))
            ? { networks: 0, 'answers from it': answers }
            : undefined;
        },
        undo: () => connectHost(host),
        async proofOfHealing() {
          const service = await proofOfService(cluster, node);
          const answers = await answersFrom(cluster, node);
          return service && answers === 'some' ? { ...service, 'answers from it': answers } : undefined;
        },
      });
    }),
});

/** Whether anything comes back over the links to a node. */
async function answersFrom(cluster: Cluster, node: Node): Promise<'none' | 'some'> {
  const links = cluster.topology.links.filter((link) => link.destination === node.name);
  const readings = await askLinks(cluster, links, { withinMs: 500, quietMs: 20 });
  return readings.some(({ answer }) => answer === 'bytes') ? 'some' : 'none';
}
