/**
 * The kernel ends a node's process because there is no memory left where it runs: its limit is set a little above
 * what it uses, and then another process in the same container takes the rest. The kernel kills the largest
 * process there, and looks nowhere else.
 */
import { z } from 'zod';
import { eatMemory, liftMemoryLimit, limitMemory, memoryOf } from '../cluster/memory.ts';
import { intactState, proofOfService, startAgain, stateOf } from '../cluster/process-life.ts';
import { damage, hitEach } from './damage.ts';
import { defineFault } from './fault.ts';

/** What is left to take: much less than a JVM has, so that the JVM stays the largest. */
const marginBytes = 32 * 1024 ** 2;

export const outOfMemory = defineFault({
  kind: 'out-of-memory',
  summary:
    "has the kernel's out-of-memory killer end the process; healed by starting it again without the limit",
  hits: 'nodes',
  parameters: z.strictObject({}),
  inject: ({ cluster, signal }, nodes) =>
    hitEach(nodes, async (node) => {
      const container = cluster.container(node.name);
      const before = await intactState(cluster, node, 'left without memory');
      const { usedBytes, limitBytes } = await memoryOf(container);
      const limit = usedBytes + marginBytes;
      return damage(signal, {
        effect: `the kernel killed ${node.name} for want of memory`,
        async apply() {
          await limitMemory(container, limit);
          await eatMemory(cluster, node, limit);
        },
        async proof() {
          const { running, oomKilled, exitCode, finishedAt } = await stateOf(cluster, node);
          if (running || !oomKilled) return undefined;
          return { pid: before.pid, usedBytes, limitBytes: limit, oomKilled, exitCode, finishedAt };
        },
        async undo() {
          await liftMemoryLimit(container, limitBytes);
          await startAgain(cluster, node);
        },
        proofOfHealing: () => proofOfService(cluster, node),
      });
    }),
});
