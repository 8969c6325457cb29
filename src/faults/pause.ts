/**
 * Freezes a node's process: a long garbage collection, a virtual machine that is moved, a host that swaps. Its
 * connections stay open, the kernel even accepts new ones; only answers do not come.
 */
import { z } from 'zod';
import { askOwn } from '../cluster/ask.ts';
import { ignoring, intactState, proofOfService, stateOf } from '../cluster/process-life.ts';
import { damage, hitEach } from './damage.ts';
import { defineFault } from './fault.ts';

/** How long a frozen process is given to answer all the same. */
const silenceMs = 200;

export const pause = defineFault({
  kind: 'pause',
  summary: 'freezes the process, which keeps its connections and answers nothing; healed by thawing it',
  hits: 'nodes',
  parameters: z.strictObject({}),
  inject: ({ cluster, signal }, nodes) =>
    hitEach(nodes, async (node) => {
      const container = cluster.container(node.name);
      await intactState(cluster, node, 'frozen');
      return damage(signal, {
        effect: `${node.name} is frozen`,
        apply: () => container.pause(),
        async proof() {
          const { paused, pid } = await stateOf(cluster, node);
          if (!paused) return undefined;
          const { answer } = await askOwn(cluster, node, { withinMs: silenceMs });
          return answer === 'silent' ? { pid, paused, answer } : undefined;
        },
        undo: () => container.unpause().catch(ignoring(500, /not paused/)),
        proofOfHealing: () => proofOfService(cluster, node),
      });
    }),
});
