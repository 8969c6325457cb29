/**
 * Many topics as fast as Kafka takes them: a hundred in a request, the next request when the one before is answered; or
 * one after the other, each deleted again.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { createTopicsV7, deleteTopicsV6, metadataV12, ResponseError } from '@platformatic/kafka';
import { EnvironmentError } from '../errors.ts';
import { askController, namesOf } from './admin.ts';
import { type BrokerConnections, brokerConnections } from './broker-connections.ts';
import { patiently } from './request.ts';

/** What topics to create, all of the same shape; they are named `prefix-0`, `prefix-1` and so on. */
export interface ManyTopics {
  prefix: string;
  count: number;
  partitions: number;
  replicationFactor: number;
}

export interface Created {
  requests: number;
  /** From the first request to the answer to the last. */
  acceptedMs: number;
}

const topicsInRequest = 100;
/** A ZooKeeper-mode controller answers when every partition has a leader, which takes it long for a hundred topics. */
const acceptedWithinMs = 60_000;
/** A little more, so that the answer to a request whose time was up is heard. */
const answeredWithinMs = 65_000;
const ledWithinMs = 300_000;
const ledPollMs = 50;

/** Connections that wait for as long as a request for a hundred topics may take. */
export function patientConnections(bootstrapServers: readonly string[]): BrokerConnections {
  return brokerConnections(bootstrapServers, {
    clientId: 'kafka-chaos-topic-creator',
    requestTimeoutMs: answeredWithinMs,
  });
}

/**
 * Creates the topics, and waits until the metadata of a broker shows a leader for every partition of each.
 * @throws EnvironmentError if Kafka does not accept one, or a partition has no leader after five minutes
 */
export async function createTopics(
  connections: BrokerConnections,
  { prefix, count, partitions, replicationFactor }: ManyTopics,
  signal: AbortSignal,
): Promise<Created> {
  const names = Array.from({ length: count }, (_, number) => `${prefix}-${number}`);
  const beganMs = performance.now();
  let requests = 0;
  for (let at = 0; at < count; at += topicsInRequest, requests++) {
    signal.throwIfAborted();
    const shape = { numPartitions: partitions, replicationFactor, assignments: [], configs: [] };
    await create(
      connections,
      names.slice(at, at + topicsInRequest).map((name) => ({ name, ...shape })),
    );
  }
  const acceptedMs = performance.now() - beganMs;
  await untilLed(connections, names, partitions, signal);
  return { requests, acceptedMs };
}

/**
 * Creates the topics one after the other, and deletes each as soon as it is led.
 * @throws EnvironmentError if Kafka does not take one, or not its deletion
 */
export async function churnTopics(
  connections: BrokerConnections,
  { prefix, count, ...shape }: ManyTopics,
  signal: AbortSignal,
): Promise<void> {
  for (let number = 0; number < count; number++) {
    const one = { ...shape, prefix: `${prefix}-${number}`, count: 1 };
    await createTopics(connections, one, signal);
    await remove(connections, `${one.prefix}-0`);
  }
}

function remove(connections: BrokerConnections, name: string): Promise<void> {
  return patiently(`topic ${name} cannot be deleted`, async () => {
    try {
      await askController(connections, (connection) =>
        deleteTopicsV6.api.async(connection, [{ name }], acceptedWithinMs),
      );
    } catch (error) {
      // An earlier try deleted it, the answer to which was lost.
      if (!namesOf(error).every((each) => each === 'UNKNOWN_TOPIC_OR_PARTITION')) throw error;
    }
  });
}

type Topic = Parameters<typeof createTopicsV7.api.async>[1][number];

function create(connections: BrokerConnections, topics: Topic[]): Promise<void> {
  const what = `topics ${topics[0]!.name} and following cannot be created`;
  return patiently(what, async () => {
    try {
      await askController(connections, (connection) =>
        createTopicsV7.api.async(connection, topics, acceptedWithinMs, false),
      );
    } catch (error) {
      // The names are new, so whatever is there was created by an earlier try, the answer to which was lost.
      const complaints = new Set(namesOf(error));
      if (complaints.size !== 1 || !complaints.has('TOPIC_ALREADY_EXISTS')) throw error;
    }
  });
}

async function untilLed(
  connections: BrokerConnections,
  names: readonly string[],
  partitions: number,
  signal: AbortSignal,
): Promise<void> {
  const deadline = performance.now() + ledWithinMs;
  let waiting = [...names];
  for (;;) {
    const led = await ledAmong(connections, waiting, partitions);
    waiting = waiting.filter((name) => !led.has(name));
    if (waiting.length === 0) return;
    if (performance.now() >= deadline) {
      throw new EnvironmentError(
        `${waiting.length} of ${names.length} topics are not led after ${ledWithinMs / 1000} s, such as ${waiting[0]}`,
      );
    }
    await sleep(ledPollMs, undefined, { signal });
  }
}

/** The topics all of whose partitions have a leader. */
async function ledAmong(
  connections: BrokerConnections,
  names: string[],
  partitions: number,
): Promise<Set<string>> {
  const topics = await connections.askAny(async (connection) => {
    try {
      return (await metadataV12.api.async(connection, names, false, false)).topics;
    } catch (error) {
      // A topic that is not known yet, or has no leader yet, makes an error of the whole answer.
      if (!(error instanceof ResponseError) || error.response === undefined) throw error;
      return (error.response as metadataV12.MetadataResponse).topics;
    }
  });
  const led = topics.filter(
    (topic) =>
      topic.partitions.length === partitions && topic.partitions.every(({ leaderId }) => leaderId >= 0),
  );
  return new Set(led.map(({ name }) => name ?? ''));
}
