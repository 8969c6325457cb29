/**
 * What an administrator asks of Kafka: who coordinates, where replicas are, who leads, what is configured.
 */
import {
  alterPartitionReassignmentsV0,
  type Connection,
  describeClusterV0,
  describeConfigsV4,
  findCoordinatorV4,
  incrementalAlterConfigsV1,
  listPartitionReassignmentsV0,
  ResponseError,
  unregisterBrokerV0,
} from '@platformatic/kafka';
import { EnvironmentError } from '../errors.ts';
import type { Mode } from '../topology/mode.ts';
import { type Admin, namesOf, type PartitionState } from './admin.ts';
import { controllerAccordingTo } from './controller.ts';
import { electionTypes, electLeadersV2 } from './elect-leaders.ts';
import { answerWithinMs, ask, doneIf, patiently } from './request.ts';

/** A topic; one broker; or what holds for every broker that has nothing of its own. */
export type ConfigResource = { topic: string } | { broker: number } | 'all-brokers';

export interface ConfigValue {
  value: string | null;
  /** Whether it was set at run time, and on this very resource. */
  isOverridden: boolean;
}

/** The preferred replica leads already. */
export class ElectionNotNeededError extends EnvironmentError {
  override name = 'ElectionNotNeededError';
}

/** Kafka's id of the active controller, in ZooKeeper mode that of a broker; null while none is known, or no broker answers. */
export async function activeController(admin: Admin, mode: Mode): Promise<number | null> {
  try {
    const told = await admin.connections.askAny((connection) => controllerAccordingTo(connection, mode));
    return told?.id ?? null;
  } catch (error) {
    if (error instanceof ResponseError) throw error;
    return null;
  }
}

/**
 * Kafka's id of the broker that coordinates a consumer group or a transactional id; null while there is none. The
 * first question ever is what makes Kafka create the topic behind it, so the answer to that is null.
 */
export async function coordinator(
  admin: Admin,
  kind: 'group' | 'transaction',
  key: string,
): Promise<number | null> {
  const keyType = kind === 'group' ? 0 : 1;
  const errand = { what: `the coordinator of ${kind} ${key} cannot be found`, whom: 'any' } as const;
  return await ask(admin, errand, async (connection) => {
    try {
      const { coordinators } = await findCoordinatorV4.api.async(connection, keyType, [key]);
      return coordinators[0]!.nodeId;
    } catch (error) {
      if (namesOf(error).includes('COORDINATOR_NOT_AVAILABLE')) return null;
      throw error;
    }
  });
}

/** @throws EnvironmentError if there is no such partition */
export async function partitionState(
  admin: Admin,
  topic: string,
  partition: number,
): Promise<PartitionState> {
  const { partitions } = await patiently(`topic ${topic} cannot be found`, () => admin.topicState(topic));
  const found = partitions.find((each) => each.partition === partition);
  if (found === undefined) throw new EnvironmentError(`topic ${topic} has no partition ${partition}`);
  return found;
}

/** Starts to move a partition to these brokers, the preferred leader first; it does not wait until it is moved. */
export async function reassign(
  admin: Admin,
  topic: string,
  partition: number,
  replicas: readonly number[],
): Promise<void> {
  const moves = [{ name: topic, partitions: [{ partitionIndex: partition, replicas: [...replicas] }] }];
  const what = `partition ${partition} cannot be reassigned to ${replicas.join(',')}`;
  await ask(admin, { what, whom: 'controller' }, (connection) =>
    alterPartitionReassignmentsV0.api.async(connection, answerWithinMs, true, moves),
  );
}

/** Whether a reassignment of the partition is under way. */
export async function reassigning(admin: Admin, topic: string, partition: number): Promise<boolean> {
  const asked = [{ name: topic, partitionIndexes: [partition] }];
  const what = `reassignments of partition ${partition} cannot be listed`;
  const { topics } = await ask(admin, { what, whom: 'controller' }, (connection) =>
    listPartitionReassignmentsV0.api.async(connection, answerWithinMs, asked),
  );
  return topics.length > 0;
}

/**
 * Makes the preferred replica of a partition its leader.
 * @throws ElectionNotNeededError if it is
 */
export async function electPreferred(admin: Admin, topic: string, partition: number): Promise<void> {
  const partitions = [{ topic, partitions: [partition] }];
  const what = `the preferred replica of partition ${partition} cannot be elected`;
  const elect = (connection: Connection) =>
    electLeadersV2.async(connection, electionTypes.preferred, partitions, answerWithinMs);
  try {
    await ask(admin, { what, whom: 'controller' }, doneIf('ELECTION_NOT_NEEDED', elect));
  } catch (error) {
    if (!namesOf((error as Error).cause).includes('ELECTION_NOT_NEEDED')) throw error;
    throw new ElectionNotNeededError(`${what}: it leads already`);
  }
}

/**
 * The configuration of a topic or a broker, defaults and all; of `all-brokers` only what was set for them.
 * @param ofBroker whose view of it is asked for, by Kafka's id; a broker can only be asked about itself
 */
export async function describeConfig(
  admin: Admin,
  resource: ConfigResource,
  ofBroker?: number,
): Promise<Map<string, ConfigValue>> {
  const { overridden, text, whom, ...wire } = inKafkasTerms(resource);
  const errand = { what: `${text} cannot be read`, whom: ofBroker ?? whom };
  const { results } = await ask(admin, errand, (connection) =>
    describeConfigsV4.api.async(connection, [wire], false, false),
  );
  return new Map(
    results[0]!.configs.map(({ name, value, configSource }) => [
      name,
      { value: value ?? null, isOverridden: configSource === overridden },
    ]),
  );
}

/** Sets values at run time; null deletes what was set, so that what is behind it holds again. */
export async function alterConfig(
  admin: Admin,
  resource: ConfigResource,
  changes: Readonly<Record<string, string | null>>,
): Promise<void> {
  const { text, whom, resourceType, resourceName } = inKafkasTerms(resource);
  const configs = Object.entries(changes).map(([name, value]) =>
    value === null
      ? { name, configOperation: operations.delete }
      : { name, configOperation: operations.set, value },
  );
  await ask(admin, { what: `${text} cannot be changed`, whom }, (connection) =>
    incrementalAlterConfigsV1.api.async(connection, [{ resourceType, resourceName, configs }], false),
  );
}

const operations = { set: 0, delete: 1 } as const;

/** How Kafka names a resource, whom it is asked of, and the source of what was set on the very resource. */
function inKafkasTerms(resource: ConfigResource) {
  if (resource === 'all-brokers') {
    const wire = { resourceType: 4, resourceName: '', overridden: 3 } as const;
    return { ...wire, text: 'the configuration of all brokers', whom: 'any' } as const;
  }
  if ('topic' in resource) {
    const wire = { resourceType: 2, resourceName: resource.topic, overridden: 1 } as const;
    return { ...wire, text: `the configuration of topic ${resource.topic}`, whom: 'any' } as const;
  }
  const wire = { resourceType: 4, resourceName: String(resource.broker), overridden: 2 } as const;
  return { ...wire, text: `the configuration of broker ${resource.broker}`, whom: resource.broker } as const;
}

/** The brokers that are registered and not fenced, in order: in either mode those that Kafka shows to clients. */
export async function registeredBrokers(admin: Admin): Promise<number[]> {
  const { brokers } = await describeCluster(admin);
  return brokers.map(({ brokerId }) => brokerId).sort((a, b) => a - b);
}

/** Strikes a broker from the cluster's registry, dead or alive. KRaft only. */
export async function unregisterBroker(admin: Admin, id: number): Promise<void> {
  const unregister = (connection: Connection) => unregisterBrokerV0.api.async(connection, id);
  const errand = { what: `broker ${id} cannot be unregistered`, whom: 'any' } as const;
  await ask(admin, errand, doneIf('BROKER_ID_NOT_REGISTERED', unregister));
}

function describeCluster(admin: Admin): Promise<describeClusterV0.DescribeClusterResponse> {
  const errand = { what: 'the cluster cannot be described', whom: 'any' } as const;
  return ask(admin, errand, (connection) => describeClusterV0.api.async(connection, false, 1));
}
