/**
 * A node's process ends and is started again at once, as by a supervisor. What clients feel is over when it serves
 * again, so there is nothing left to heal.
 */
import { z } from 'zod';
import {
  ended,
  intactState,
  isRefusal,
  proofOfService,
  startAgain,
  startAnew,
  stateOf,
} from '../cluster/process-life.ts';
import { damage, hitEach } from './damage.ts';
import { defineFault } from './fault.ts';

export const restart = defineFault({
  kind: 'restart',
  summary: 'ends the process and starts it again at once; nothing is left to heal',
  hits: 'nodes',
  parameters: z.strictObject({
    by: z.enum(['SIGTERM', 'SIGKILL']).default('SIGTERM').describe('the signal that ends it'),
    withinMs: z.int().positive().default(180_000).describe('how long it may take to serve again, in ms'),
  }),
  inject: ({ cluster, signal }, nodes, { by, withinMs }) =>
    hitEach(nodes, async (node) => {
      const container = cluster.container(node.name);
      const before = await intactState(cluster, node, 'restarted');
      let asked = false;
      return damage(signal, {
        effect: `${node.name} serves again after its restart`,
        withinMs,
        async apply() {
          asked = true;
          await container.kill({ signal: by }).catch((error) => {
            // An answer that got lost says nothing: the process may end all the same.
            asked = !isRefusal(error);
            throw error;
          });
          await ended(container, withinMs, signal);
          await startAgain(cluster, node);
        },
        async proof() {
          const service = await proofOfService(cluster, node);
          return service && service.pid !== before.pid ? { 'pid before': before.pid, ...service } : undefined;
        },
        async undo() {
          const { pid } = await stateOf(cluster, node);
          // One that has not ended yet would do so later.
          if (asked) await (pid === before.pid ? startAnew : startAgain)(cluster, node);
        },
        proofOfHealing: () => proofOfService(cluster, node),
      });
    }),
});
