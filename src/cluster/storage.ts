/**
 * What must lie in a node's data directory before its first start.
 *
 * KRaft nodes want a formatted directory. Kafka's own tool formats it, but in a JVM of its own for every node,
 * over a second each. All that it writes is a small properties file, and the features with which the cluster
 * begins, which are the same for every cluster of a version: so the tool runs once for an image, and its
 * `bootstrap.checkpoint` is put into every data directory after.
 */
import { randomBytes } from 'node:crypto';
import type { Coordination } from '../topology/migration.ts';
import type { Node } from '../topology/topology.ts';

/** A file for a node's data directory. */
export interface DataFile {
  name: string;
  content: Buffer | string;
}

/** A Kafka `Uuid`: 16 random bytes in URL-safe Base64, not beginning with a dash, as Kafka makes them itself. */
export function randomUuid(): string {
  for (;;) {
    const uuid = randomBytes(16).toString('base64url');
    if (!uuid.startsWith('-')) return uuid;
  }
}

/** The files for the first start of a node; `clusterId` is the same for all nodes of a cluster. */
export function dataFiles(
  node: Node,
  coordinatedBy: Coordination,
  clusterId: string,
  bootstrapCheckpoint: Buffer | undefined,
): DataFile[] {
  if (node.roles.includes('zookeeper')) return [{ name: 'myid', content: `${node.id}\n` }];
  const isFormatted = coordinatedBy === 'quorum' || node.roles.includes('controller');
  if (!isFormatted || bootstrapCheckpoint === undefined) return [];
  const properties = {
    version: '1',
    'cluster.id': clusterId,
    'node.id': String(node.id),
    'directory.id': randomUuid(),
  };
  return [
    {
      name: 'meta.properties',
      content: Object.entries(properties)
        .map(([key, value]) => `${key}=${value}\n`)
        .join(''),
    },
    { name: 'bootstrap.checkpoint', content: bootstrapCheckpoint },
  ];
}
