/** What is on the disks of the world, as far as faults look at it: logs with one record batch each, and checkpoints. */
import type { Mode } from '../../src/topology/mode.ts';
import type { Node } from '../../src/topology/topology.ts';

/** The files of a node, by their paths in its data directory, in hexadecimal. */
export function filesOf({ name, roles }: Node, mode: Mode, topic: string): Record<string, string> {
  const files: Record<string, Buffer> = {};
  const first = '00000000000000000000.log';
  if (roles.includes('broker')) {
    for (const partition of [0, 1, 2]) {
      files[`${topic}-${partition}/${first}`] = segment(`older record of ${name}`);
      files[`${topic}-${partition}/00000000000000000010.log`] = segment(`records in partition ${partition}`);
    }
    files['replication-offset-checkpoint'] = Buffer.from(`0\n2\nothers 0 77\n${topic} 0 123456\n`);
  }
  if (roles.includes('zookeeper')) {
    files['version-2/log.1'] = transactions('an older transaction');
    files['version-2/log.1f'] = transactions('what happened last');
  } else if (mode !== 'zk') {
    files[`__cluster_metadata-0/${first}`] = segment('what the cluster is');
  }
  return Object.fromEntries(Object.entries(files).map(([path, content]) => [path, content.toString('hex')]));
}

/** A log segment with one batch: what lies before the records is as long as in Kafka. */
function segment(records: string): Buffer {
  const header = Buffer.alloc(61);
  header.writeInt32BE(header.length - 12 + records.length, 8);
  return Buffer.concat([header, Buffer.from(records)]);
}

/** A log of ZooKeeper with one transaction, and the zeros that it is written in advance. */
function transactions(transaction: string): Buffer {
  const header = Buffer.alloc(16 + 12);
  header.writeInt32BE(transaction.length, 16 + 8);
  return Buffer.concat([header, Buffer.from(`${transaction}B`), Buffer.alloc(64)]);
}
