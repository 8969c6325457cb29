/**
 * What can be done to a node's disk: filling one that is limited, and reading and writing the files on any.
 */
import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { extract, type Header, pack } from 'tar-stream';
import { EnvironmentError } from '../errors.ts';
import type { Node } from '../topology/topology.ts';
import { runOnHost } from './ask.ts';
import type { Cluster } from './cluster.ts';
import { dataDirectory } from './configuration.ts';
import type { Host } from './hosts.ts';
import { tarOf } from './tar.ts';

/** What the file system of a data directory has, as the system itself says. */
export interface DiskSpace {
  sizeBytes: number;
  freeBytes: number;
  /** The error of the last attempt to write, in the system's words; empty if there was none. */
  writeError: string;
}

/** Takes all the space that is left. Doing it again takes what has become free meanwhile. */
export function fillDisk(cluster: Cluster, node: Node): Promise<DiskSpace> {
  return atDisk(cluster.host(node.name), 'fill');
}

/** Gives back what `fillDisk` took. */
export function freeDisk(cluster: Cluster, node: Node): Promise<DiskSpace> {
  return atDisk(cluster.host(node.name), 'free');
}

/** How much is left of a limited disk. */
export function diskSpace(cluster: Cluster, node: Node): Promise<DiskSpace> {
  return atDisk(cluster.host(node.name), 'space');
}

/** Deletes all that is on a limited disk. */
export function clearDisk(host: Host): Promise<DiskSpace> {
  return atDisk(host, 'clear');
}

async function atDisk(
  { node, container, disk }: Host,
  command: 'fill' | 'free' | 'space' | 'clear',
): Promise<DiskSpace> {
  if (disk === undefined) {
    throw new EnvironmentError(
      `the disk of ${node.name} is the machine's own: this cluster was booted without limited disks`,
    );
  }
  return (await runOnHost(container, [command, dataDirectory])) as DiskSpace;
}

/** A file of a data directory as it was read, with what it takes to write it back for the same user. */
export interface DiskFile {
  /** In the data directory. */
  path: string;
  content: Buffer;
  header: Header;
}

/** The names of what is in a folder of a node's data directory; none if there is no such folder. */
export async function namesOnDisk(cluster: Cluster, node: Node, folder: string): Promise<string[]> {
  const names: string[] = [];
  for await (const { header, drain } of archived(cluster, node, folder)) {
    drain();
    const [, name] = header.name.split('/');
    if (name) names.push(name);
  }
  return names;
}

export async function readOnDisk(cluster: Cluster, node: Node, path: string): Promise<DiskFile | undefined> {
  for await (const { header, read } of archived(cluster, node, path)) {
    return { path, header, content: await read() };
  }
  return undefined;
}

export async function writeOnDisk(cluster: Cluster, node: Node, file: DiskFile): Promise<void> {
  const archive = pack();
  archive.entry({ ...file.header, size: file.content.length }, file.content);
  archive.finalize();
  const folder = posix.dirname(posix.join(dataDirectory, file.path));
  await cluster
    .container(node.name)
    .putArchive(archive as unknown as NodeJS.ReadableStream, { path: folder });
}

/** A folder of a data directory and all that is in it, as an archive has them: the folder itself comes first. */
export interface DiskFolder {
  /** In the data directory. */
  path: string;
  entries: { header: Header; content: Buffer }[];
}

/** A folder as it is. While files in it grow, this may fail, as every archiver complains then. */
export async function readFolder(
  cluster: Cluster,
  node: Node,
  path: string,
): Promise<DiskFolder | undefined> {
  const entries: DiskFolder['entries'] = [];
  for await (const { header, read } of archived(cluster, node, path)) {
    entries.push({ header, content: await read() });
  }
  return entries.length === 0 ? undefined : { path, entries };
}

/** Puts a folder in the place of what is there under its path: what it does not have is gone then. */
export async function replaceFolder(
  cluster: Cluster,
  node: Node,
  { path, entries }: DiskFolder,
): Promise<void> {
  const archive = pack();
  // A folder would be merged into one that is there; a file takes its place.
  archive.entry({ name: posix.basename(path) }, '');
  for (const { header, content } of entries) archive.entry({ ...header, size: content.length }, content);
  archive.finalize();
  await cluster.container(node.name).putArchive(archive as unknown as NodeJS.ReadableStream, {
    path: posix.dirname(posix.join(dataDirectory, path)),
  });
}

/** The same folder with nothing in it. */
export function emptied({ path, entries }: DiskFolder): DiskFolder {
  return { path, entries: entries.slice(0, 1) };
}

/** Whether there is a file or folder of this path in a node's data directory. */
export async function isOnDisk(cluster: Cluster, node: Node, path: string): Promise<boolean> {
  const inside = { path: posix.join(dataDirectory, path) };
  return (await unlessMissing(cluster.container(node.name).infoArchive(inside))) !== undefined;
}

const mark = 'kafka-chaos-mark';

/** Puts a file into a node's data directory by which that disk is known again; neither Kafka nor ZooKeeper minds. */
export async function markDisk(cluster: Cluster, node: Node): Promise<string> {
  const archive = tarOf([{ name: mark, content: 'on this disk until it is wiped\n' }]);
  await cluster.container(node.name).putArchive(archive, { path: dataDirectory });
  return mark;
}

/** The checksum by which a file's content is told apart from every other. */
export function checksum(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

/** What Docker's archive of a file or folder holds; nothing if there is none. It works without a shell, and without a process. */
async function* archived(cluster: Cluster, node: Node, path: string) {
  const inside = { path: posix.join(dataDirectory, path) };
  const archive = await unlessMissing(cluster.container(node.name).getArchive(inside));
  if (archive === undefined) return;
  const entries = extract();
  archive.once('error', (error) => entries.destroy(error)).pipe(entries);
  for await (const entry of entries) {
    yield {
      header: entry.header,
      drain: () => entry.resume(),
      read: async () => Buffer.concat(await Array.fromAsync(entry as AsyncIterable<Buffer>)),
    };
  }
}

async function unlessMissing<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if ((error as { statusCode?: number }).statusCode === 404) return undefined;
    throw error;
  }
}
