/**
 * Bytes of a file change, or are missing at its end, while the node's process is dead, as after a power failure or
 * on a disk that lies; then the process is started. Whether it comes up with that, and what it makes of the file,
 * is Kafka's answer, and no part of what proves the fault.
 *
 * Healing leaves a node alone that serves by itself. For one that has ended, or does not serve in time, the damage is
 * taken back (if the file still has it) before it is started again. The evidence says which of the two it was, and
 * whether the damage is still there: a node may well serve without having noticed.
 */
import { z } from 'zod';
import { checksum, type DiskFile, namesOnDisk, readOnDisk, writeOnDisk } from '../cluster/disk.ts';
import { checkpointedOffset, lastRecords, lastTransaction, type Part } from '../cluster/last-written.ts';
import {
  ended,
  ignoring,
  intactState,
  proofOfService,
  serves,
  startAgain,
  stateOf,
} from '../cluster/process-life.ts';
import { EnvironmentError, UsageError } from '../errors.ts';
import type { Evidence } from '../history/entry.ts';
import type { Node } from '../topology/topology.ts';
import { damage, hitEach } from './damage.ts';
import { defineFault, type Scene } from './fault.ts';
import { sessionEnd } from './session-end.ts';

const files = {
  'metadata-log': 'the last segment of the metadata log, or the newest transaction log of a ZooKeeper',
  partition: "the last segment of the broker's first partition of the topic",
  checkpoint: 'replication-offset-checkpoint, the high watermarks as a broker finds them at its start',
} as const;
type File = keyof typeof files;

/** How long a node may try to serve with the damaged file, from when it is to be healed. */
const patienceMs = 20_000;
/** A controlled shutdown in KRaft may wait for its controllers. */
const endWithinMs = 120_000;
const killedBySignal9 = 128 + 9;

export const corrupt = defineFault({
  kind: 'corrupt',
  summary: 'damages a file while the process is dead; healed by Kafka itself, or by taking the damage back',
  hits: 'nodes',
  parameters: z.strictObject({
    file: z.enum(Object.keys(files) as [File, ...File[]]).describe(
      Object.entries(files)
        .map(([name, what]) => `${name}: ${what}`)
        .join('; '),
    ),
    how: z
      .enum(['flip', 'truncate'])
      .default('flip')
      .describe(
        'flip: inverts bytes in the middle of what was written last; truncate: cuts them off its end',
      ),
    bytes: z.int().positive().default(16).describe('how many bytes; to flip, at most as many as there are'),
    after: z
      .enum(['crash', 'clean-stop'])
      .default('crash')
      .describe('how the process ends before: by SIGKILL, or by SIGTERM, after which Kafka trusts its files'),
  }),
  inject: (scene, nodes, { file, how, bytes, after }) =>
    hitEach(nodes, async (node) => {
      const { cluster, signal } = scene;
      const container = cluster.container(node.name);
      const before = await intactState(cluster, node, 'stopped');
      const find = await finder(scene, node, file);
      let done: Damaged | undefined;
      let healingSince: number | undefined;
      let restored: boolean | undefined;

      /** Once, with the process dead: what the file is like if Kafka goes on writing to it is Kafka's. */
      const takeBack = async () => {
        restored = false;
        await container.kill({ signal: 'SIGKILL' }).catch(ignoring(409));
        await container.wait();
        const found = done && (await readOnDisk(cluster, node, done.path));
        if (done !== undefined && found !== undefined && done.isIn(found.content)) {
          await writeOnDisk(cluster, node, { ...found, content: done.takenBack(found.content) });
          restored = true;
        }
        await startAgain(cluster, node);
      };

      return damage(signal, {
        effect: `the ${file} of ${node.name} was damaged, and its process started again`,
        withinMs: 60_000,
        async apply() {
          await container.kill({ signal: after === 'crash' ? 'SIGKILL' : 'SIGTERM' });
          await ended(container, endWithinMs, signal);
          if (after === 'crash') await sessionEnd(scene, node);
          const { exitCode } = await stateOf(cluster, node);
          if (after === 'clean-stop' && exitCode === killedBySignal9) {
            throw new EnvironmentError(`${node.name} was killed while it shut down`);
          }
          const { original, part } = await find();
          done = how === 'flip' ? flipped(original, part, bytes) : truncated(original, part, bytes);
          await writeOnDisk(cluster, node, { ...original, content: done.content });
          await checkWritten(scene, node, done);
          await startAgain(cluster, node);
        },
        async proof() {
          const { startedAt } = await stateOf(cluster, node);
          return startedAt === before.startedAt ? undefined : { ...done!.evidence, after, startedAt };
        },
        async undo() {
          const { running } = await stateOf(cluster, node);
          if (!running) await takeBack();
        },
        async proofOfHealing() {
          healingSince ??= performance.now();
          const { running } = await stateOf(cluster, node);
          const isLate = performance.now() - healingSince > patienceMs;
          if (restored === undefined && (!running || (isLate && !(await serves(cluster, node)))))
            await takeBack();
          const service = await proofOfService(cluster, node);
          if (service === undefined) return undefined;
          // The file may just be growing, and then cannot be read; it is asked for again.
          const found = done && (await readOnDisk(cluster, node, done.path).catch(() => 'growing' as const));
          if (found === 'growing') return undefined;
          const isLeft = done !== undefined && found !== undefined && done.isIn(found.content);
          return { restored: restored ?? false, 'damage left': isLeft, ...service };
        },
      });
    }),
});

/** A file with damage in it. */
interface Damaged {
  path: string;
  content: Buffer;
  evidence: Evidence;
  /** Whether a later state of the file still has the damage. */
  isIn(content: Buffer): boolean;
  /** A later state of the file without the damage; what was written since is kept. */
  takenBack(content: Buffer): Buffer;
}

/** Inverts bytes in the middle of a part. */
function flipped(original: DiskFile, { from, to }: Part, wanted: number): Damaged {
  const bytes = Math.min(wanted, to - from);
  const position = from + Math.floor((to - from - bytes) / 2);
  const invert = (content: Buffer) => {
    const inverted = Buffer.from(content);
    for (let at = position; at < position + bytes; at++) inverted[at] = ~content[at]! & 0xff;
    return inverted;
  };
  const content = invert(original.content);
  const damagedBytes = content.subarray(position, position + bytes);
  return {
    ...described(original, content, { how: 'flip', position, bytes }),
    isIn: (later) => later.subarray(position, position + bytes).equals(damagedBytes),
    takenBack: invert,
  };
}

/** Cuts bytes off the end of a part, with all that comes after it. */
function truncated(original: DiskFile, { to }: Part, wanted: number): Damaged {
  const position = Math.max(0, to - wanted);
  const content = original.content.subarray(0, position);
  return {
    ...described(original, content, { how: 'truncate', position, bytes: to - position }),
    // Whatever was appended since stands where the missing bytes belong.
    isIn: (later) => later.length === position,
    takenBack: (later) => Buffer.concat([later, original.content.subarray(position)]),
  };
}

function described(original: DiskFile, content: Buffer, what: Evidence) {
  const { path } = original;
  const evidence = {
    path,
    ...what,
    'size before': original.content.length,
    size: content.length,
    'sha256 before': checksum(original.content),
    sha256: checksum(content),
  };
  return { path, content, evidence };
}

async function checkWritten({ cluster }: Scene, node: Node, { path, content }: Damaged): Promise<void> {
  const found = await readOnDisk(cluster, node, path);
  if (found === undefined || !found.content.equals(content)) {
    throw new EnvironmentError(`${path} of ${node.name} does not read back as it was damaged`);
  }
}

/**
 * How to find the file, and what was written to it last, once the process is dead.
 * @throws UsageError for a node that has no such file
 */
async function finder(
  scene: Scene,
  node: Node,
  file: File,
): Promise<() => Promise<{ original: DiskFile; part: Part }>> {
  const { cluster, topic } = scene;
  const isBroker = node.roles.includes('broker');
  const within = async (path: string | undefined, partOf: (content: Buffer) => Part | undefined) => {
    const original = path === undefined ? undefined : await readOnDisk(cluster, node, path);
    const part = original && partOf(original.content);
    if (part === undefined)
      throw new EnvironmentError(`there is nothing to damage in the ${file} of ${node.name}`);
    return { original: original!, part };
  };
  const newestIn = async (folder: string, name: RegExp) =>
    newest(folder, name, await namesOnDisk(cluster, node, folder));
  const lacks = () => new UsageError(`${node.name} has no ${file} that could be damaged`);
  switch (file) {
    case 'metadata-log':
      if (node.roles.includes('zookeeper')) {
        return async () => within(await newestIn('version-2', /^log\.([0-9a-f]+)$/), lastTransaction);
      }
      if (cluster.topology.mode === 'zk') throw lacks();
      return async () => within(await newestIn('__cluster_metadata-0', segmentName), lastRecords);
    case 'partition': {
      if (!isBroker) throw lacks();
      const folder = `${topic}-${await firstPartition(scene, node)}`;
      return async () => within(await newestIn(folder, segmentName), lastRecords);
    }
    case 'checkpoint':
      if (!isBroker) throw lacks();
      return async () =>
        within('replication-offset-checkpoint', (content) => checkpointedOffset(content, topic));
  }
}

const segmentName = /^(\d{20})\.log$/;

/** The path of the file whose name has the highest number, in hexadecimal; decimal ones of one length order alike. */
function newest(folder: string, name: RegExp, names: readonly string[]): string | undefined {
  const numbered = names.flatMap((each) => {
    const number = name.exec(each)?.[1];
    return number === undefined ? [] : [{ path: `${folder}/${each}`, number: BigInt(`0x${number}`) }];
  });
  numbered.sort((a, b) => (a.number < b.number ? 1 : -1));
  return numbered[0]?.path;
}

/** The lowest number of a partition of the topic of which a broker has a replica. */
async function firstPartition({ admin, topic }: Scene, node: Node): Promise<number> {
  const { partitions } = await admin.topicState(topic);
  const own = partitions.filter((each) => each.replicas.includes(node.id)).map((each) => each.partition);
  if (own.length === 0) throw new EnvironmentError(`${node.name} has no replica of the topic ${topic}`);
  return Math.min(...own);
}
