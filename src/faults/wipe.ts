/**
 * A node comes back with an empty disk, as after the loss of a machine: the same name, id and address, and nothing
 * of what it had. A broker gets it all again from the others; a voter of a quorum has forgotten what it promised. A
 * KRaft controller that led, and is back before the others have noticed, is told by them that it leads, and ends at
 * that; so healing starts a process again that has ended.
 */
import { z } from 'zod';
import { isOnDisk, markDisk } from '../cluster/disk.ts';
import { ignoring, proofOfService, startAgain, stateOf } from '../cluster/process-life.ts';
import { damage, hitEach } from './damage.ts';
import { defineFault } from './fault.ts';
import { sessionEnd } from './session-end.ts';

export const wipe = defineFault({
  kind: 'wipe',
  summary:
    'ends the process and starts one as new, with an empty disk; healed by starting it again if it has ended',
  hits: 'nodes',
  parameters: z.strictObject({}),
  inject: (scene, nodes) =>
    hitEach(nodes, async (node) => {
      const { cluster, signal } = scene;
      const before = { container: cluster.container(node.name).id, ...(await stateOf(cluster, node)) };
      let marked = '';
      return damage(signal, {
        effect: `${node.name} was started with an empty disk`,
        async apply() {
          marked = await markDisk(cluster, node);
          await cluster.container(node.name).kill({ signal: 'SIGKILL' }).catch(ignoring(409));
          await sessionEnd(scene, node);
          await cluster.replaceProcess(node);
        },
        async proof() {
          const container = cluster.container(node.name).id;
          const { running, pid } = await stateOf(cluster, node);
          if (!running || container === before.container || (await isOnDisk(cluster, node, marked))) {
            return undefined;
          }
          return {
            'container before': before.container,
            container,
            'pid before': before.pid,
            pid,
            'file that was there before': marked,
            'file is there': false,
          };
        },
        undo: () => startAgain(cluster, node),
        proofOfHealing: () => proofOfService(cluster, node),
      });
    }),
});
