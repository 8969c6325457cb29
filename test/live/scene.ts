/**
 * A booted cluster with a topic: what a fault is injected into, for tests of what it does to Kafka.
 */
import { expect } from 'vitest';
import { type Admin, openAdmin } from '../../src/clients/admin.ts';
import { bootCluster, type ClusterOptions, newClusterId } from '../../src/cluster/boot.ts';
import type { Settings } from '../../src/cluster/settings.ts';
import { removeCluster } from '../../src/engine/leftovers.ts';
import { until, untilFullIsr } from '../../src/experiment/conditions.ts';
import { awaitHealth } from '../../src/experiment/health.ts';
import type { ActiveFault, Scene } from '../../src/faults/fault.ts';
import type { Evidence } from '../../src/history/entry.ts';
import { findKafkaImage } from '../../src/images/kafka-image.ts';
import { findToxiproxyImage } from '../../src/images/toxiproxy-image.ts';
import { defaultSizes, type Mode, type Sizes } from '../../src/topology/mode.ts';
import { createTopology, findBroker, type Node } from '../../src/topology/topology.ts';
import { docker } from './engine.ts';

const say = () => {};
const topic = 'effects';

export interface LiveScene extends Scene {
  /** The leader of partition 0, as a node. */
  leader(): Promise<Node>;
  remove(): Promise<void>;
}

/** Boots a cluster of the mode with a topic of three partitions, three replicas each. */
export async function liveScene(
  mode: Mode,
  options: Partial<ClusterOptions> & { sizes?: Partial<Sizes>; kafka?: string } = {},
): Promise<LiveScene> {
  const { sizes, kafka = '3.9.2', ...rest } = options;
  const image = await findKafkaImage(docker, { version: kafka, say });
  const toxiproxyImage = await findToxiproxyImage(docker, { say });
  const topology = createTopology(mode, { ...defaultSizes, ...sizes });
  const { signal } = new AbortController();
  const cluster = await bootCluster(
    docker,
    newClusterId(),
    { topology, image, toxiproxyImage, settings: {}, ...rest },
    signal,
  );
  const admin = openAdmin(cluster.bootstrapServers, 'kafka-chaos-test');
  await admin.createTopic({
    name: topic,
    partitions: 3,
    replicationFactor: 3,
    config: { 'min.insync.replicas': '2' },
  });
  await untilFullIsr(admin, topic, 60_000, signal);
  return {
    cluster,
    admin,
    topic,
    signal,
    leader: async () => findBroker(topology, await leaderOf(admin, 0)),
    async remove() {
      await admin.close();
      await removeCluster(docker, cluster.id);
    },
  };
}

/** Settings by which a broker that is gone is given up within seconds; effects are tested here, not default times. */
export function soonGivenUp(mode: Mode): Settings {
  const replication = { 'replica.lag.time.max.ms': '3000' };
  if (mode === 'zk') return { broker: { ...replication, 'zookeeper.session.timeout.ms': '6000' } };
  const sessions = { 'broker.session.timeout.ms': '4000', 'broker.heartbeat.interval.ms': '1000' };
  return { broker: { ...replication, ...sessions }, controller: sessions };
}

async function leaderOf(admin: Admin, partition: number): Promise<number> {
  const { partitions } = await admin.topicState(topic);
  return partitions.find((each) => each.partition === partition)!.leader!;
}

/** Heals a fault, and leaves a cluster in which nothing tells of it any more. */
export async function heal(scene: LiveScene, fault: ActiveFault): Promise<Evidence> {
  await fault.undo();
  const evidence = await fault.awaitHealed();
  expect(Object.keys(evidence).length).toBeGreaterThan(0);
  expect(await awaitHealth(scene, 60_000)).toHaveProperty('evidence');
  return evidence;
}

/** What a node's processes have written since a moment, in seconds since 1970. */
export async function logOf({ cluster }: LiveScene, node: Node, since: number): Promise<string> {
  const log = await cluster.container(node.name).logs({ stdout: true, stderr: true, since });
  return log.toString();
}

/** Waits until something is so; a test that fails says what it waited for. */
export async function eventually(
  what: string,
  condition: () => Promise<boolean>,
  withinMs = 60_000,
): Promise<void> {
  if (await until(withinMs, new AbortController().signal, condition)) return;
  throw new Error(`within ${withinMs / 1000} s it did not come to this: ${what}`);
}
