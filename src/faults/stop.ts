/**
 * SIGTERM to a node's process, as in planned maintenance: a broker hands its partitions over before it ends. The
 * fault has taken effect when the process has ended; a controlled shutdown may take minutes before that.
 */
import { z } from 'zod';
import { intactState, isRefusal, proofOfService, startAnew, stateOf } from '../cluster/process-life.ts';
import { EnvironmentError } from '../errors.ts';
import { damage, hitEach } from './damage.ts';
import { defineFault } from './fault.ts';

const killedBySignal9 = 128 + 9;

export const stop = defineFault({
  kind: 'stop',
  summary: 'SIGTERM to the process, which shuts down in order; healed by starting it again',
  hits: 'nodes',
  parameters: z.strictObject({
    withinMs: z.int().positive().default(180_000).describe('how long the shutdown may take, in ms'),
  }),
  inject: ({ cluster, signal }, nodes, { withinMs }) =>
    hitEach(nodes, async (node) => {
      const { pid } = await intactState(cluster, node, 'stopped');
      const askedAt = performance.now();
      let asked = false;
      return damage(signal, {
        effect: `${node.name} has shut down in order`,
        withinMs,
        async apply() {
          asked = true;
          await cluster
            .container(node.name)
            .kill({ signal: 'SIGTERM' })
            .catch((error) => {
              // An answer that got lost says nothing: the process may end all the same.
              asked = !isRefusal(error);
              throw error;
            });
        },
        async proof() {
          const { running, exitCode, finishedAt } = await stateOf(cluster, node);
          if (running) return undefined;
          if (exitCode === killedBySignal9) throw new EnvironmentError(`${node.name} was killed instead`);
          return { pid, exitCode, finishedAt, shutdownMs: Math.round(performance.now() - askedAt) };
        },
        // One that has not ended yet would do so later.
        undo: async () => asked && startAnew(cluster, node),
        proofOfHealing: () => proofOfService(cluster, node),
      });
    }),
});
