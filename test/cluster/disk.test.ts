import { Readable } from 'node:stream';
import { extract, pack } from 'tar-stream';
import { expect, test } from 'vitest';
import type { Cluster } from '../../src/cluster/cluster.ts';
import { dataDirectory } from '../../src/cluster/configuration.ts';
import { type DiskFolder, emptied, readFolder, replaceFolder } from '../../src/cluster/disk.ts';
import { createTopology, findNode } from '../../src/topology/topology.ts';

const topology = createTopology('kraft', { brokers: 1, controllers: 1, zookeepers: 1 });
const node = findNode(topology, 'controller-1');

/** A cluster whose engine has one folder, and keeps what is put there. */
function clusterWith(folder: Record<string, string>) {
  const put: { path: string; entries: string[] }[] = [];
  const container = {
    async getArchive({ path }: { path: string }) {
      if (path !== `${dataDirectory}/log`)
        throw Object.assign(new Error('no such path'), { statusCode: 404 });
      const archive = pack();
      archive.entry({ name: 'log/', type: 'directory', mode: 0o755, uid: 1000 }, '');
      for (const [name, content] of Object.entries(folder)) archive.entry({ name: `log/${name}` }, content);
      archive.finalize();
      return Readable.from(archive);
    },
    async putArchive(archive: NodeJS.ReadableStream, { path }: { path: string }) {
      const entries: string[] = [];
      for await (const entry of archive.pipe(extract())) {
        const content = Buffer.concat(await Array.fromAsync(entry as AsyncIterable<Buffer>));
        entries.push([entry.header.type, entry.header.name, entry.header.uid, content].join(' ').trim());
      }
      put.push({ path, entries });
    },
  };
  return { cluster: { container: () => container } as unknown as Cluster, put };
}

test('a folder is put in the place of another one: a file takes its place before, so that they are not merged', async () => {
  const { cluster, put } = clusterWith({ 'a.log': 'records', 'quorum-state': '{}' });
  const folder = await readFolder(cluster, node, 'log');
  await replaceFolder(cluster, node, folder!);
  await replaceFolder(cluster, node, emptied(folder!));
  const emptyFolder = ['file log 0', 'directory log/ 1000'];
  expect(put).toEqual([
    {
      path: dataDirectory,
      entries: [...emptyFolder, 'file log/a.log 0 records', 'file log/quorum-state 0 {}'],
    },
    { path: dataDirectory, entries: emptyFolder },
  ]);
});

test('a folder that is not there is none', async () => {
  const { cluster } = clusterWith({});
  expect(await readFolder(cluster, node, 'nowhere')).toBeUndefined();
  const empty: DiskFolder | undefined = await readFolder(cluster, node, 'log');
  expect(empty?.entries.map(({ header }) => header.name)).toEqual(['log/']);
});
