/**
 * Topics, leadership and configuration, asked of the brokers themselves.
 */
import {
  type Connection,
  createTopicsV7,
  describeConfigsV4,
  metadataV12,
  ResponseError,
} from '@platformatic/kafka';
import pRetry from 'p-retry';
import { EnvironmentError, UsageError } from '../errors.ts';
import { type BrokerConnections, brokerConnections } from './broker-connections.ts';

export interface PartitionState {
  partition: number;
  /** Kafka's id of the leading broker, or null while there is none. */
  leader: number | null;
  leaderEpoch: number;
  replicas: number[];
  isr: number[];
}

export interface TopicState {
  topicId: string;
  partitions: PartitionState[];
  /** The brokers that the cluster counts as alive. */
  brokers: { id: number; server: string }[];
}

export interface TopicSpec {
  name: string;
  partitions: number;
  replicationFactor: number;
  config: Readonly<Record<string, string>>;
}

export interface Admin {
  connections: BrokerConnections;
  createTopic(topic: TopicSpec): Promise<void>;
  topicState(topic: string): Promise<TopicState>;
  /** The id that the brokers' cluster gave itself. */
  clusterId(): Promise<string>;
  /**
   * The partitions of all topics, those of Kafka's own among them, that have not all their replicas in sync, as `topic-0`; all
   * of them while fewer brokers than this are there.
   */
  outOfSync(brokers: number): Promise<string[]>;
  /** A broker's effective configuration; sensitive values are null. */
  brokerConfig(brokerId: number): Promise<Record<string, string | null>>;
  close(): Promise<void>;
}

/** The resource type BROKER of Kafka's DescribeConfigs. */
const brokerResource = 4;

export function openAdmin(
  bootstrapServers: readonly string[],
  clientId: string,
  limits: { requestTimeoutMs?: number } = {},
): Admin {
  const connections = brokerConnections(bootstrapServers, { clientId, ...limits });
  const topicState = async (topic: string): Promise<TopicState> => {
    const response = await connections.askAny((connection) => metadata(connection, topic));
    const found = response.topics.find((each) => each.name === topic);
    return {
      topicId: found?.topicId ?? '',
      brokers: response.brokers.map(({ nodeId, host, port }) => ({ id: nodeId, server: `${host}:${port}` })),
      partitions: (found?.partitions ?? [])
        .map((each) => ({
          partition: each.partitionIndex,
          leader: each.leaderId < 0 ? null : each.leaderId,
          leaderEpoch: each.leaderEpoch,
          replicas: each.replicaNodes,
          isr: each.isrNodes,
        }))
        .sort((a, b) => a.partition - b.partition),
    };
  };
  return {
    connections,
    topicState,
    async clusterId() {
      const { clusterId } = await connections.askAny((connection) => metadata(connection, ''));
      if (clusterId) return clusterId;
      throw new EnvironmentError('the brokers do not tell the id of their cluster');
    },
    async createTopic({ name, partitions, replicationFactor, config }) {
      const configs = Object.entries(config).map(([key, value]) => ({ name: key, value }));
      const topic = { name, numPartitions: partitions, replicationFactor, assignments: [], configs };
      const attempt = async () => {
        await askController(connections, (connection) =>
          createTopicsV7.api.async(connection, [topic], 30_000, false),
        );
      };
      await pRetry(attempt, {
        ...{ retries: 30, minTimeout: 100, maxTimeout: 1_000 },
        shouldRetry: ({ error }) => namesOf(error).every((each) => passing.has(each)),
      }).catch((error) => {
        const names = namesOf(error);
        if (names.includes('INVALID_CONFIG')) {
          throw new UsageError(
            `topic ${name}: Kafka does not take its configuration ${JSON.stringify(config)}`,
          );
        }
        throw new EnvironmentError(`topic ${name} cannot be created: ${names.join(', ') || error.message}`);
      });
    },
    async outOfSync(brokers) {
      const response = await connections.askAny((connection) => metadata(connection));
      const areMissing = response.brokers.length < brokers;
      return response.topics.flatMap(({ name, partitions }) =>
        partitions
          .filter(({ isrNodes, replicaNodes }) => areMissing || isrNodes.length < replicaNodes.length)
          .map(({ partitionIndex }) => `${name}-${partitionIndex}`),
      );
    },
    async brokerConfig(brokerId) {
      const { brokers } = await topicState('');
      const server = brokers.find((each) => each.id === brokerId)?.server;
      if (server === undefined) throw new Error(`broker ${brokerId} is not in the cluster's metadata`);
      const resource = { resourceType: brokerResource, resourceName: String(brokerId) } as const;
      const response = await connections.ask(server, (connection) =>
        describeConfigsV4.api.async(connection, [resource], false, false),
      );
      return Object.fromEntries(response.results[0]!.configs.map(({ name, value }) => [name, value ?? null]));
    },
    close: () => connections.close(),
  };
}

/**
 * Asks for what is the controller's to do. In ZooKeeper mode metadata names the controller, and only that one does
 * it; in KRaft metadata names any live broker, and that passes it on.
 */
export async function askController<T>(
  connections: BrokerConnections,
  request: (connection: Connection) => Promise<T>,
): Promise<T> {
  const { controllerId, brokers } = await connections.askAny((connection) => metadata(connection, ''));
  const controller = brokers.find((each) => each.nodeId === controllerId);
  if (controller === undefined) throw new Error('the cluster has no controller');
  return await connections.ask(`${controller.host}:${controller.port}`, request);
}

/** Errors of a cluster that is about to have its controller, or all of its brokers. */
const passing = new Set(['NOT_CONTROLLER', 'REQUEST_TIMED_OUT', 'INVALID_REPLICATION_FACTOR']);

/** Kafka's names of the errors in an answer; none if there was no answer. */
export function namesOf(error: unknown): string[] {
  if (!(error instanceof ResponseError)) return [];
  return error.errors.map((each: Error & { apiId?: string }) => each.apiId ?? each.message);
}

/** Of one topic, of none, or of all. Metadata with an error for one partition, such as "no leader", is still metadata. */
async function metadata(connection: Connection, topic?: string): Promise<metadataV12.MetadataResponse> {
  const topics = topic === undefined ? null : topic === '' ? [] : [topic];
  try {
    return await metadataV12.api.async(connection, topics, false, false);
  } catch (error) {
    if (error instanceof ResponseError && error.response !== undefined) {
      return error.response as metadataV12.MetadataResponse;
    }
    throw error;
  }
}
