/**
 * Starts everything that produces, reads and administers while a run goes on, as the experiment's workload says.
 */
import type Docker from 'dockerode';
import { type Admin, openAdmin } from '../clients/admin.ts';
import type { Acks as WireAcks } from '../clients/attempt.ts';
import { isCoordinated } from '../clients/group-offsets.ts';
import { kafkajsRawProducer } from '../clients/kafkajs-producer.ts';
import { kafkajsTransactions } from '../clients/kafkajs-transactions.ts';
import { newcomer } from '../clients/newcomer.ts';
import { topicRequests } from '../clients/topic-requests.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { Settings } from '../cluster/settings.ts';
import type { RunClock } from '../history/clock.ts';
import type { Entry } from '../history/entry.ts';
import type { KafkaImage } from '../images/kafka-image.ts';
import { newestKafkaVersion } from '../topology/mode.ts';
import { nodesOf } from '../topology/topology.ts';
import { startAdminProbe } from '../workloads/admin-probe.ts';
import { startApplication } from '../workloads/application.ts';
import { consumerGroup, type RunningConsumer, startConsumer } from '../workloads/consumer.ts';
import { startJavaClient } from '../workloads/java-client.ts';
import { startNewcomers } from '../workloads/newcomers.ts';
import { type Probe, startProbe } from '../workloads/probe.ts';
import { startTransactions } from '../workloads/transactions.ts';
import { until } from './conditions.ts';
import type { Experiment } from './experiment.ts';
import type { Acks, Application } from './workload.ts';

/** The name under which transactions are made; by it their coordinator is found. */
export const transactionalId = 'kafka-chaos';

export interface Load {
  consumer: RunningConsumer;
  probe: Probe;
  /** Ends everything that writes. The consumer goes on. */
  stopWriting(): Promise<void>;
}

interface Scene {
  admin: Admin;
  docker: Docker;
  cluster: Cluster;
  /** By version; the newest Kafka's is there if an application is over `java4`. */
  images: ReadonlyMap<string, KafkaImage>;
  clock: RunClock;
  topic: string;
  record(entry: Entry): void;
  signal: AbortSignal;
}

/** After that the consumer tries it by itself, and says what is wrong. */
const coordinatedWithinMs = 10_000;
const onTheWire: Record<Acks, WireAcks> = { all: -1, 1: 1, 0: 0 };

/** What is started goes to `cleanUp` at once, so that it ends even if what comes after it cannot begin. */
export async function loadCluster(
  scene: Scene,
  { workload, topic: shape }: Experiment,
  { producer, consumer: ofConsumer }: Settings,
  cleanUp: AsyncDisposableStack,
): Promise<Load> {
  const { admin, docker, cluster, clock, topic, record, signal } = scene;
  const { bootstrapServers, topology } = cluster;
  const partitions = Array.from({ length: shape.partitions }, (_, partition) => partition);
  const where = { bootstrapServers, topic };
  const brokerAt = (server: string) => nodesOf(topology, 'broker')[bootstrapServers.indexOf(server)]?.id;
  const lanes = { partitions, brokerAt, record };

  const writers: { stop(): Promise<void> }[] = [];
  const started = <T extends { stop(): Promise<void> }>(writer: T): T => {
    let stopping: Promise<void> | undefined;
    const once = {
      stop() {
        stopping ??= writer.stop();
        return stopping;
      },
    };
    writers.push(once);
    cleanUp.defer(once.stop);
    return writer;
  };

  const readUncommitted = workload.isolation === 'uncommitted';
  const { intervalMs, maxInFlight } = workload;
  const acks = onTheWire[workload.acks];
  // kafkajs asks less and less often for a coordinator that is not there yet. And the probe would keep the brokers from making the
  // fifty partitions behind it: half a second later, and they pause for longer while they do it.
  await until(coordinatedWithinMs, signal, () => isCoordinated(admin.connections, consumerGroup, topic));
  // Both at once: a new group keeps its first member waiting for three seconds, in which the brokers can warm up.
  const [consuming, probing] = await Promise.allSettled([
    startConsumer(clock, {
      ...where,
      ...{ readUncommitted, settings: ofConsumer, record, onGroup: record },
      signal,
    }),
    startProbe(clock, {
      ...lanes,
      ...{ intervalMs, maxInFlight },
      connect: (partition) =>
        kafkajsRawProducer({ ...where, acks, clientId: `kafka-chaos-probe-${partition}` }),
    }),
  ]);
  if (consuming.status === 'fulfilled') cleanUp.defer(() => consuming.value.stop());
  if (probing.status === 'fulfilled') started(probing.value);
  if (consuming.status === 'rejected') throw consuming.reason;
  if (probing.status === 'rejected') throw probing.reason;
  const [consumer, probe] = [consuming.value, probing.value];

  const startOne = ({ client, ...how }: Application) => {
    const options = { ...how, acks: onTheWire[how.acks], maxInFlight, settings: producer };
    if (client === 'kafkajs' || client === 'platformatic') {
      return startApplication(clock, { ...lanes, ...where, ...options, name: client });
    }
    const image = client === 'java' ? cluster.image : scene.images.get(newestKafkaVersion)!;
    return startJavaClient(docker, clock, cluster, {
      ...{ name: client, image, topic, record },
      ...options,
      partitions: partitions.length,
    });
  };
  for (const application of workload.applications) started(await startOne(application));

  if (workload.transactions !== undefined) {
    const { oneSend } = workload.transactions;
    const connect = () => kafkajsTransactions({ ...where, transactionalId, oneSend });
    started(await startTransactions(clock, { ...lanes, ...workload.transactions, connect }));
  }

  if (workload.administer !== undefined) {
    const connect = () => topicRequests(bootstrapServers, 'kafka-chaos-admin-probe');
    started(startAdminProbe(clock, { ...workload.administer, connect, record }));
  }

  if (workload.newcomers !== undefined) {
    const arrive = (number: number) => {
      // As clients choose by chance whom they ask first, these take turns.
      const first = number % bootstrapServers.length;
      const inTurn = [...bootstrapServers.slice(first), ...bootstrapServers.slice(0, first)];
      return newcomer(openAdmin(inTurn, 'kafka-chaos-newcomer'), topic);
    };
    started(startNewcomers(clock, { ...workload.newcomers, arrive, record }));
  }

  return {
    consumer,
    probe,
    async stopWriting() {
      await Promise.all(writers.map((writer) => writer.stop()));
    },
  };
}
