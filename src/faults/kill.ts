/**
 * SIGKILL to a node's process, as by the kernel's out-of-memory killer or an impatient operator: no controlled
 * shutdown, nothing flushed. Its host stays, and refuses connections.
 */
import { z } from 'zod';
import { intactState, proofOfService, startAgain, stateOf } from '../cluster/process-life.ts';
import { damage, hitEach } from './damage.ts';
import { defineFault } from './fault.ts';

const killedBySignal9 = 128 + 9;

export const kill = defineFault({
  kind: 'kill',
  summary: 'SIGKILL to the process; healed by starting it again',
  hits: 'nodes',
  parameters: z.strictObject({}),
  inject: ({ cluster, signal }, nodes) =>
    hitEach(nodes, async (node) => {
      const container = cluster.container(node.name);
      const before = await intactState(cluster, node, 'killed');
      return damage(signal, {
        effect: `${node.name} was killed`,
        async apply() {
          await container.kill({ signal: 'SIGKILL' });
          await container.wait();
        },
        async proof() {
          const { running, exitCode, finishedAt } = await stateOf(cluster, node);
          return !running && exitCode === killedBySignal9
            ? { pid: before.pid, exitCode, finishedAt }
            : undefined;
        },
        undo: () => startAgain(cluster, node),
        proofOfHealing: () => proofOfService(cluster, node),
      });
    }),
});
