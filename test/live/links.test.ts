/**
 * Every link is a proxy, and there is no way around it: seen from inside of the nodes' networks, by a program of
 * its own (connect.go).
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { pack } from 'tar-stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bootCluster, newClusterId } from '../../src/cluster/boot.ts';
import type { Cluster } from '../../src/cluster/cluster.ts';
import { followLog } from '../../src/cluster/logs.ts';
import { runCommand } from '../../src/engine/command.ts';
import { ensurePrograms } from '../../src/engine/install.ts';
import { removeCluster } from '../../src/engine/leftovers.ts';
import { ownerLabels } from '../../src/engine/ownership.ts';
import { findKafkaImage } from '../../src/images/kafka-image.ts';
import { findToxiproxyImage } from '../../src/images/toxiproxy-image.ts';
import { defaultSizes } from '../../src/topology/mode.ts';
import {
  clients,
  createTopology,
  type Link,
  type Node,
  portOf,
  services,
} from '../../src/topology/topology.ts';
import { belongings, docker } from './engine.ts';

const say = () => {};

/** How a connection fares: refused or impossible; accepted and at once closed; open. */
type Fate = 'refused' | 'closed' | 'open';

describe.each(['zk', 'kraft-combined'] as const)('%s', (mode) => {
  let cluster: Cluster;
  beforeAll(async () => {
    const image = await findKafkaImage(docker, { version: '3.9.2', say });
    const toxiproxyImage = await findToxiproxyImage(docker, { say });
    const options = { topology: createTopology(mode, defaultSizes), image, toxiproxyImage, settings: {} };
    cluster = await bootCluster(docker, newClusterId(), options, new AbortController().signal);
  });
  afterAll(async () => {
    await removeCluster(docker, cluster.id);
    expect(await belongings()).toEqual([]);
  });

  const inNodes = () => cluster.topology.links.filter((link) => link.source !== clients);

  test('each link is one proxy of that name', async () => {
    const proxies = await cluster.proxies.api.getAll();
    expect(Object.keys(proxies).sort()).toEqual(cluster.topology.links.map((link) => link.name).sort());
    expect(Object.values(proxies).every((proxy) => proxy.enabled)).toBe(true);
  });

  test('from each node exactly its own links are open', async () => {
    const { nodes, links } = cluster.topology;
    for (const source of nodes) {
      const own = new Set(links.filter((link) => link.source === source.name).map(addressOf));
      const all = nodes
        .filter((node) => node !== source)
        .flatMap((node) => services.map((service) => `${node.name}:${portOf(nodes, node, service)}`));
      const fates = await connect(cluster, source.name, all);
      const open = all.filter((_, index) => fates[index] !== 'refused');
      expect(new Set(open), `from ${source.name}`).toEqual(own);
    }
  });

  test('a closed link is dead, and only that one', async () => {
    const [first, ...others] = inNodes();
    await close(cluster, [first!]);
    expect(await fateOf(cluster, first!)).toBe('refused');
    for (const link of others.slice(0, 6)) expect(await fateOf(cluster, link), link.name).not.toBe('refused');
    await open(cluster, [first!]);
    expect(await fateOf(cluster, first!)).not.toBe('refused');
  });

  test('with all links closed every one of them is dead, and the nodes know no other way', async () => {
    const links = inNodes();
    await close(cluster, links);
    for (const link of links) expect(await fateOf(cluster, link), link.name).toBe('refused');

    // Not by the other node's own address either, nor to anything else outside.
    const addresses = await Promise.all(cluster.topology.nodes.map((node) => hostAddress(cluster, node)));
    for (const [index, node] of cluster.topology.nodes.entries()) {
      const foreign = addresses.filter((_, other) => other !== index);
      const targets = foreign.flatMap((address) => links.map((link) => `${address}:${link.port}`));
      const fates = await connect(cluster, node.name, [...new Set(targets)]);
      expect(new Set(fates), `from ${node.name}`).toEqual(new Set(['refused']));
    }
    await open(cluster, links);
  });

  test("brokers' ports and Toxiproxy's API are published on 127.0.0.1 only", async () => {
    const containers = await docker.listContainers({
      filters: { label: [`kafka-chaos.cluster=${cluster.id}`] },
    });
    const published = containers.flatMap((container) => container.Ports.filter((port) => port.PublicPort));
    expect(published.length).toBeGreaterThanOrEqual(4);
    expect(new Set(published.map((port) => port.IP))).toEqual(new Set(['127.0.0.1']));
  });
});

const addressOf = (link: Link) => `${link.destination}:${link.port}`;

async function fateOf(cluster: Cluster, link: Link): Promise<Fate> {
  return (await connect(cluster, link.source, [addressOf(link)]))[0]!;
}

async function close(cluster: Cluster, links: readonly Link[]): Promise<void> {
  await Promise.all(links.map((link) => cluster.proxies.switchOff(link.name, 'test')));
}

async function open(cluster: Cluster, links: readonly Link[]): Promise<void> {
  await Promise.all(links.map((link) => cluster.proxies.switchOn(link.name, 'test')));
}

async function hostAddress(cluster: Cluster, node: Node): Promise<string> {
  const host = await docker.getContainer(`kafka-chaos-${cluster.id}-${node.name}-host`).inspect();
  return Object.values(host.NetworkSettings.Networks)[0]!.IPAddress;
}

/** Tries connections from a node's network, and says how each fared. */
async function connect(cluster: Cluster, node: string, addresses: readonly string[]): Promise<Fate[]> {
  const container = await docker.createContainer({
    Image: await findToxiproxyImage(docker, { say }),
    Entrypoint: ['/connect'],
    Cmd: [...addresses],
    Labels: ownerLabels(cluster.id),
    HostConfig: { NetworkMode: `container:kafka-chaos-${cluster.id}-${node}-host` },
  });
  try {
    const archive = pack();
    archive.entry({ name: 'connect', mode: 0o755 }, program);
    archive.finalize();
    await container.putArchive(Readable.from(archive), { path: '/' });
    await container.start();
    return (await Array.fromAsync(followLog(container, new AbortController().signal))) as Fate[];
  } finally {
    await container.remove({ force: true, v: true });
  }
}

let program: Buffer;
beforeAll(async () => {
  await ensurePrograms([{ program: 'go', package: 'golang-go' }], 'to test links', say);
  const folder = mkdtempSync(join(tmpdir(), 'kafka-chaos-connect-'));
  const path = join(folder, 'connect');
  const source = fileURLToPath(new URL('connect.go', import.meta.url));
  await runCommand('go', ['build', '-o', path, source], { env: { ...process.env, CGO_ENABLED: '0' } });
  program = readFileSync(path);
  rmSync(folder, { recursive: true });
});
