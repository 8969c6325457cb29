/**
 * The metadata log of a KRaft node as it lies on its disk: a folder, in which is also whom the node has voted for.
 */
import { posix } from 'node:path';
import pRetry from 'p-retry';
import { EnvironmentError } from '../errors.ts';
import type { Node } from '../topology/topology.ts';
import type { Cluster } from './cluster.ts';
import { type DiskFolder, readFolder } from './disk.ts';
import { offsetBehind } from './last-written.ts';

export const metadataFolder = '__cluster_metadata-0';

/** An archiver that meets a growing file tries again. */
const patience = { retries: 10, minTimeout: 50, factor: 1 };

/**
 * The whole folder, also of a node that runs: as `tar` would take it.
 * @throws EnvironmentError for a node that has no metadata log
 */
export async function readMetadataLog(cluster: Cluster, node: Node): Promise<DiskFolder> {
  const folder = await pRetry(() => readFolder(cluster, node, metadataFolder), patience);
  if (folder === undefined) throw new EnvironmentError(`${node.name} has no metadata log`);
  return folder;
}

/** The offset behind the last record in a metadata log; 0 for one that is empty. */
export function metadataEnd({ entries }: DiskFolder): number {
  const segments = entries.flatMap(({ header, content }) => {
    const base = /^(\d{20})\.log$/.exec(posix.basename(header.name))?.[1];
    return base === undefined ? [] : [offsetBehind(content) ?? Number(base)];
  });
  return Math.max(0, ...segments);
}
