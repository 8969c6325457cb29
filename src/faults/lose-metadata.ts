/**
 * A KRaft node dies, and its metadata log is gone for good: with a majority of controllers, so is the quorum. Its data
 * directory is still formatted, and what it knows comes back only from somebody who has it: another controller's log, or
 * a backup. Both are whole folders, as an operator copies them: with them comes whom the other one had voted for in which
 * epoch, and that binds whoever gets it just as well.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { type DiskFolder, emptied, namesOnDisk, replaceFolder } from '../cluster/disk.ts';
import { metadataEnd, metadataFolder, readMetadataLog } from '../cluster/metadata-log.ts';
import { intactState, proofOfService, startAgain, stateOf } from '../cluster/process-life.ts';
import { UsageError } from '../errors.ts';
import { type Node, nodesOf } from '../topology/topology.ts';
import { all, damage, hitEach } from './damage.ts';
import { defineFault, type Scene } from './fault.ts';

export const loseMetadata = defineFault({
  kind: 'lose-metadata',
  summary: 'ends the process and deletes its metadata log; healed by a copy or a backup of it, and a start',
  hits: 'nodes',
  parameters: z.strictObject({
    healedBy: z
      .enum(['copy', 'backup'])
      .default('copy')
      .describe(
        "copy: the newest metadata log that another controller has; backup: the node's own, taken while it ran",
      ),
    backupAgeMs: z
      .int()
      .nonnegative()
      .default(5_000)
      .describe('how old a backup is when the log is lost, in ms'),
  }),
  whyNot: ({ mode }) => (mode === 'zk' ? 'only KRaft has metadata logs' : undefined),
  async inject(scene, nodes, { healedBy, backupAgeMs }) {
    const others = nodesOf(scene.cluster.topology, 'controller').filter((each) => !nodes.includes(each));
    if (healedBy === 'copy' && others.length === 0) {
      throw new UsageError('lose-metadata: of all controllers none would be left whose log could be copied');
    }
    return await hitEach(nodes, async (node) => {
      const { cluster, signal } = scene;
      const container = cluster.container(node.name);
      await intactState(cluster, node, 'killed');
      const backup = healedBy === 'backup' ? await readMetadataLog(cluster, node) : undefined;
      let endBefore: number | undefined;
      let given: { from: string; folder: DiskFolder } | undefined;
      return damage(signal, {
        effect: `${node.name} is dead and has no metadata log`,
        async apply() {
          if (backup !== undefined) await sleep(backupAgeMs, undefined, { signal });
          await container.kill({ signal: 'SIGKILL' });
          await container.wait();
          const whole = await readMetadataLog(cluster, node);
          endBefore = metadataEnd(whole);
          await replaceFolder(cluster, node, emptied(whole));
        },
        async proof() {
          const { running, exitCode, finishedAt } = await stateOf(cluster, node);
          const files = (await namesOnDisk(cluster, node, metadataFolder)).length;
          if (running || files > 0) return undefined;
          return { exitCode, finishedAt, 'log ended before at': endBefore!, files };
        },
        async undo() {
          if (endBefore !== undefined && (await namesOnDisk(cluster, node, metadataFolder)).length === 0) {
            given =
              backup === undefined ? await newestOf(scene, others) : { from: 'a backup', folder: backup };
            await replaceFolder(cluster, node, given.folder);
          }
          await startAgain(cluster, node);
        },
        async proofOfHealing() {
          const service = await proofOfService(cluster, node);
          if (service === undefined || given === undefined) return service;
          return { 'log from': given.from, 'log ends at': metadataEnd(given.folder), ...service };
        },
      });
    });
  },
});

/** The metadata log that goes furthest, of the controllers that have lost none. */
async function newestOf({ cluster }: Scene, others: readonly Node[]) {
  const logs = await all(
    others.map(async (node) => ({ from: node.name, folder: await readMetadataLog(cluster, node) })),
  );
  return logs.reduce((a, b) => (metadataEnd(b.folder) > metadataEnd(a.folder) ? b : a));
}
