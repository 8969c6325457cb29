/**
 * Leaves a node's process only a sliver of processor time, as a noisy neighbour or a throttled container does: it
 * lives, answers late, and misses its heartbeats now and then.
 */
import { z } from 'zod';
import { askOwn, bulk } from '../cluster/ask.ts';
import { intactState, proofOfService } from '../cluster/process-life.ts';
import { cpuQuota, limitCpus, quotaOf, throttledPeriods } from '../cluster/process-limits.ts';
import { damage, hitEach } from './damage.ts';
import { defineFault } from './fault.ts';

/** How long one question keeps the node busy at most. */
const busyMs = 500;
const busyBytes = 50_000;

export const cpuStarve = defineFault({
  kind: 'cpu-starve',
  summary: 'leaves the process a fraction of a processor; healed by lifting the limit',
  hits: 'nodes',
  parameters: z.strictObject({
    cpus: z.number().min(0.01).max(1).default(0.05).describe('processors it may use, as a number'),
  }),
  inject: ({ cluster, signal }, nodes, { cpus }) =>
    hitEach(nodes, async (node) => {
      const container = cluster.container(node.name);
      await intactState(cluster, node, 'starved');
      const [before, quota] = [await throttledPeriods(container), await cpuQuota(container)];
      return damage(signal, {
        effect: `${node.name} is held back by its limit of processor time`,
        apply: () => limitCpus(container, quotaOf(cpus)),
        async proof() {
          // A node that has nothing to do is held back by nothing.
          await askOwn(cluster, node, { withinMs: busyMs, say: (service) => bulk(service, busyBytes) });
          const throttled = (await throttledPeriods(container)) - before;
          return throttled > 0 ? { cpus, 'periods held back': throttled } : undefined;
        },
        undo: () => limitCpus(container, quota),
        proofOfHealing: () => proofOfService(cluster, node),
      });
    }),
});
