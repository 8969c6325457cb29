/**
 * The data directory becomes full: every write that needs another page of it fails with ENOSPC. A broker with one
 * log directory, or a controller, halts at the first such write, which may take seconds. A ZooKeeper writes only when
 * something changes; then it drops out of the quorum and tries to come back, over and over. One that is elected
 * meanwhile ends, because a leader must write a snapshot. Only a cluster with limited disks can be hit.
 */
import { z } from 'zod';
import { diskSpace, fillDisk, freeDisk } from '../cluster/disk.ts';
import { proofOfService, startAgain } from '../cluster/process-life.ts';
import { damage, hitEach } from './damage.ts';
import { defineFault } from './fault.ts';

export const diskFull = defineFault({
  kind: 'disk-full',
  summary: 'fills the data directory to the last byte; healed by freeing it and starting what has halted',
  hits: 'nodes',
  parameters: z.strictObject({}),
  inject: ({ cluster, signal }, nodes) =>
    hitEach(nodes, (node) =>
      damage(signal, {
        effect: `nothing can be written to the disk of ${node.name}`,
        apply: () => fillDisk(cluster, node),
        async proof() {
          // Once more: what the node itself may have deleted since.
          const { sizeBytes, freeBytes, writeError } = await fillDisk(cluster, node);
          return freeBytes === 0 && writeError !== '' ? { sizeBytes, freeBytes, writeError } : undefined;
        },
        async undo() {
          await freeDisk(cluster, node);
          await startAgain(cluster, node);
        },
        async proofOfHealing() {
          const service = await proofOfService(cluster, node);
          if (service === undefined) return undefined;
          return { freeBytes: (await diskSpace(cluster, node)).freeBytes, ...service };
        },
      }),
    ),
});
