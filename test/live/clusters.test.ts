/**
 * Clusters beyond the ones that experiments boot: another image, other versions, settings, `up` and `down`.
 */
import { afterEach, describe, expect, test } from 'vitest';
import { openAdmin } from '../../src/clients/admin.ts';
import { bootCluster, newClusterId } from '../../src/cluster/boot.ts';
import type { Cluster } from '../../src/cluster/cluster.ts';
import { parseSettings, type Settings } from '../../src/cluster/settings.ts';
import { removeCluster } from '../../src/engine/leftovers.ts';
import { findKafkaImage, type KafkaImage } from '../../src/images/kafka-image.ts';
import { findToxiproxyImage } from '../../src/images/toxiproxy-image.ts';
import { defaultSizes, type Mode, type Sizes } from '../../src/topology/mode.ts';
import { createTopology } from '../../src/topology/topology.ts';
import { belongings, docker } from './engine.ts';
import { buildOfficialLike } from './official-like.ts';
import { execute } from './program.ts';

const say = () => {};

async function boot(
  image: KafkaImage,
  mode: Mode,
  { settings = {}, sizes = defaultSizes }: { settings?: Settings; sizes?: Sizes } = {},
): Promise<Cluster> {
  const toxiproxyImage = await findToxiproxyImage(docker, { say });
  const topology = createTopology(mode, sizes);
  const options = { topology, image, toxiproxyImage, settings };
  return await bootCluster(docker, newClusterId(), options, new AbortController().signal);
}

/** That it works: a topic with a replica on each broker gets its leaders and all its replicas. */
async function expectToServe(cluster: Cluster, replicationFactor: number): Promise<void> {
  const admin = openAdmin(cluster.bootstrapServers, 'test');
  await admin.createTopic({ name: 'test', partitions: 1, replicationFactor, config: {} });
  await expect
    .poll(async () => (await admin.topicState('test')).partitions[0]?.isr.length, { timeout: 20_000 })
    .toBe(replicationFactor);
  await admin.close();
}

afterEach(async () => {
  expect(await belongings()).toEqual([]);
});

describe('versions', () => {
  test('Kafka 4.3.1 with a quorum apart', async () => {
    const cluster = await boot(await findKafkaImage(docker, { version: '4.3.1', say }), 'kraft');
    await expectToServe(cluster, 3);
    await removeCluster(docker, cluster.id);
  });
});

describe.each([
  ['3.9.2', 'zk'],
  ['4.3.1', 'kraft-combined'],
] as const)(
  'an image like the official one of Kafka %s, without shell, archive or files of ours',
  (version, mode) => {
    test(`serves in ${mode} mode`, async () => {
      const reference = await buildOfficialLike(docker, version);
      const image = await findKafkaImage(docker, { version, image: reference, say });
      expect(image.javaArguments).toEqual(['-cp', '/opt/kafka/libs/*']);
      const cluster = await boot(image, mode);
      await expectToServe(cluster, 3);
      await removeCluster(docker, cluster.id);
    });
  },
);

describe('sizes and settings', () => {
  test('one controller and two brokers, and a setting that the brokers confirm', async () => {
    const image = await findKafkaImage(docker, { version: '3.9.2', say });
    const settings = parseSettings(['broker:replica.lag.time.max.ms=12345']);
    const cluster = await boot(image, 'kraft', {
      settings,
      sizes: { brokers: 2, controllers: 1, zookeepers: 0 },
    });
    await expectToServe(cluster, 2);
    const admin = openAdmin(cluster.bootstrapServers, 'test');
    for (const id of [1, 2]) {
      expect((await admin.brokerConfig(id))['replica.lag.time.max.ms']).toBe('12345');
    }
    await admin.close();
    await removeCluster(docker, cluster.id);
  });

  test('a value that a broker refuses ends the boot with what the broker says, and nothing stays', async () => {
    const image = await findKafkaImage(docker, { version: '3.9.2', say });
    const settings = parseSettings(['broker:num.network.threads=-1']);
    await expect(boot(image, 'kraft-combined', { settings })).rejects.toThrow(
      /node-\d stopped.*num\.network\.threads/s,
    );
  });
});

test('up prints bootstrap servers and leaves the cluster running; clean spares it, down removes it', async () => {
  const { status, stdout, stderr } = await execute(['up', '--mode', 'kraft-combined']);
  expect(status, stderr).toBe(0);
  const servers = /bootstrap servers +(\S+)/.exec(stdout)![1]!.split(',');
  expect(servers).toHaveLength(3);
  await execute(['clean']);
  const admin = openAdmin(servers, 'test');
  expect((await admin.topicState('')).brokers).toHaveLength(3);
  await admin.close();
  expect((await execute(['down'])).status).toBe(0);
});
