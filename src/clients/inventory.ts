/**
 * What a cluster holds for its users and has to hold after a migration as well: topics, configurations, offsets of groups,
 * ACLs, quotas and SCRAM users. Who leads and who is in sync is not part of it: that changes by itself.
 *
 * What every broker has a copy of is asked of every broker, and again until they agree: a migration that leaves one
 * of them behind is not seen by those who ask just any.
 */
import { isDeepStrictEqual } from 'node:util';
import {
  ConfigResourceTypes,
  ConfigSources,
  type Connection,
  describeConfigsV4,
  listGroupsV4,
  metadataV12,
  offsetFetchV8,
  ResponseError,
} from '@platformatic/kafka';
import { type Admin, namesOf } from './admin.ts';
import { groupCoordinator } from './group-offsets.ts';
import { acls, type ByName, quotas, scramUsers } from './inventory-of-users.ts';
import { patiently } from './request.ts';

/** Plain data, so that it can be written down. */
export interface Inventory {
  topics: ByName<InventoryTopic>;
  /** By `broker 1` and `all brokers`, what was set at run time; those that have nothing are left out. */
  brokerConfigs: ByName<ByName<string | null>>;
  /** The committed offsets by `topic-partition`; groups without any are left out. */
  groups: ByName<ByName<number>>;
  /** Each in words, sorted; null where there is no authorizer. */
  acls: readonly string[] | null;
  /** By the users, clients and addresses that they hold for, such as `client-id c, user <default>`. */
  quotas: ByName<ByName<number>>;
  /** The iterations of each mechanism; passwords are nobody's to read. */
  scramUsers: ByName<ByName<number>>;
}

export interface InventoryTopic {
  topicId: string;
  /** By partition, the brokers that have it, the preferred leader first. */
  partitions: ByName<readonly number[]>;
  /** Only what was set on the topic itself; sensitive values are null. */
  config: ByName<string | null>;
}

export interface InventoryOptions {
  /** Groups that are at work, whose offsets move. */
  withoutGroups: readonly string[];
  /** How the names of topics begin that come and go. */
  withoutTopics: readonly string[];
}

/** Descriptions of configurations are long: some thousands of lines in an answer are enough. */
const topicsInRequest = 100;

/** @throws EnvironmentError if the cluster does not tell, or its brokers do not agree, for a minute */
export async function takeInventory(
  admin: Admin,
  { withoutGroups, withoutTopics }: InventoryOptions,
): Promise<Inventory> {
  const isMeant = (topic: string) => !withoutTopics.some((prefix) => topic.startsWith(prefix));
  return {
    topics: await agreed(admin, 'topics', (connection) => topics(connection, isMeant)),
    brokerConfigs: await brokerConfigs(admin),
    groups: await groups(admin, withoutGroups, isMeant),
    acls: await agreed(admin, 'ACLs', acls),
    quotas: await agreed(admin, 'quotas', quotas),
    scramUsers: await agreed(admin, 'SCRAM users', scramUsers),
  };
}

/** What all brokers tell. */
function agreed<T>(admin: Admin, what: string, request: (connection: Connection) => Promise<T>): Promise<T> {
  return patiently(`${what} cannot be listed`, async () => {
    const told = await atEveryBroker(admin, request);
    const [first] = told;
    if (first === undefined) throw new Error('there is no broker');
    const other = told.find(({ answer }) => !isDeepStrictEqual(answer, first.answer));
    if (other === undefined) return first.answer;
    throw new Error(`brokers ${first.broker} and ${other.broker} do not agree about them`);
  });
}

async function atEveryBroker<T>(
  admin: Admin,
  request: (connection: Connection, broker: number) => Promise<T>,
): Promise<{ broker: number; answer: T }[]> {
  const { brokers } = await admin.topicState('');
  const ask = async ({ id, server }: (typeof brokers)[number]) => ({
    broker: id,
    answer: await admin.connections.ask(server, (connection) => request(connection, id)),
  });
  return await Promise.all(brokers.map(ask));
}

async function topics(
  connection: Connection,
  isMeant: (topic: string) => boolean,
): Promise<ByName<InventoryTopic>> {
  const meant = (await allTopics(connection)).filter(({ name }) => isMeant(name ?? ''));
  const names = meant.map(({ name }) => name ?? '');
  const configs = new Map<string, ByName<string | null>>();
  for (let at = 0; at < names.length; at += topicsInRequest) {
    const some = names.slice(at, at + topicsInRequest);
    const { TOPIC } = ConfigResourceTypes;
    const described = await ownConfigs(connection, TOPIC, some, ConfigSources.DYNAMIC_TOPIC_CONFIG);
    for (const [name, config] of described) configs.set(name, config);
  }
  return Object.fromEntries(
    meant.map(({ name, topicId, partitions }) => [
      name ?? '',
      {
        topicId,
        partitions: Object.fromEntries(partitions.map((each) => [each.partitionIndex, each.replicaNodes])),
        config: configs.get(name ?? '') ?? {},
      },
    ]),
  );
}

async function allTopics(connection: Connection): Promise<metadataV12.MetadataResponse['topics']> {
  try {
    return (await metadataV12.api.async(connection, null, false, false)).topics;
  } catch (error) {
    // A partition without a leader makes an error of the whole answer.
    if (!(error instanceof ResponseError) || error.response === undefined) throw error;
    return (error.response as metadataV12.MetadataResponse).topics;
  }
}

async function brokerConfigs(admin: Admin): Promise<Inventory['brokerConfigs']> {
  const { BROKER } = ConfigResourceTypes;
  const forAll = await agreed(admin, 'configurations of all brokers', (connection) =>
    ownConfigs(connection, BROKER, [''], ConfigSources.DYNAMIC_DEFAULT_BROKER_CONFIG),
  );
  // A broker can only be asked about itself.
  const ofEach = await patiently('configurations of brokers cannot be listed', () =>
    atEveryBroker(admin, (connection, broker) =>
      ownConfigs(connection, BROKER, [String(broker)], ConfigSources.DYNAMIC_BROKER_CONFIG),
    ),
  );
  const all = [...forAll, ...ofEach.flatMap(({ answer }) => [...answer])];
  return Object.fromEntries(
    all
      .filter(([, config]) => Object.keys(config).length > 0)
      .map(([name, config]) => [name === '' ? 'all brokers' : `broker ${name}`, config]),
  );
}

/** By the names of resources of a kind, those values that come from this source. */
async function ownConfigs(
  connection: Connection,
  resourceType: typeof ConfigResourceTypes.TOPIC | typeof ConfigResourceTypes.BROKER,
  names: readonly string[],
  source: number,
): Promise<Map<string, ByName<string | null>>> {
  const resources = names.map((resourceName) => ({ resourceType, resourceName }));
  const { results } = await orLater(describeConfigsV4.api.async(connection, resources, false, false));
  return new Map(
    results.map(({ resourceName, configs }) => {
      const own = configs.filter(({ configSource }) => configSource === source);
      return [resourceName, Object.fromEntries(own.map(({ name, value }) => [name, value ?? null]))];
    }),
  );
}

async function groups(
  admin: Admin,
  without: readonly string[],
  isMeant: (topic: string) => boolean,
): Promise<Inventory['groups']> {
  // Each broker lists those that it coordinates.
  const listed = await patiently('groups cannot be listed', () =>
    atEveryBroker(admin, (connection) => orLater(listGroupsV4.api.async(connection, [], []))),
  );
  const ids = new Set(listed.flatMap(({ answer }) => answer.groups.map(({ groupId }) => groupId)));
  const found: [string, ByName<number>][] = [];
  for (const group of [...ids].filter((id) => !without.includes(id)).sort()) {
    const offsets = await offsetsOf(admin, group, isMeant);
    if (Object.keys(offsets).length > 0) found.push([group, offsets]);
  }
  return Object.fromEntries(found);
}

async function offsetsOf(
  admin: Admin,
  group: string,
  isMeant: (topic: string) => boolean,
): Promise<ByName<number>> {
  const what = `the offsets of group ${group} cannot be read`;
  // Without topics all are meant; a member's epoch is no part of this version.
  const asked = { groupId: group, memberEpoch: -1, topics: null };
  const { groups: told } = await askCoordinator(admin, what, group, (connection) =>
    offsetFetchV8.api.async(connection, [asked], false),
  );
  const offsets = told[0]!.topics
    .filter(({ name }) => isMeant(name))
    .flatMap(({ name, partitions }) =>
      partitions.map((each) => [`${name}-${each.partitionIndex}`, Number(each.committedOffset)] as const),
    );
  return Object.fromEntries(offsets.filter(([, offset]) => offset >= 0));
}

/** Asks the coordinator of a group, and again for a while where there is none, or none that is ready. */
export function askCoordinator<T>(
  admin: Admin,
  what: string,
  group: string,
  request: (connection: Connection) => Promise<T>,
): Promise<T> {
  return patiently(what, async () => {
    const server = await orLater(groupCoordinator(admin.connections, group));
    return await orLater(admin.connections.ask(server, request));
  });
}

/** What passes when coordinators have read their logs, and brokers know of what is new and what is gone. */
const passing = new Set([
  'COORDINATOR_LOAD_IN_PROGRESS',
  'COORDINATOR_NOT_AVAILABLE',
  'NOT_COORDINATOR',
  'UNKNOWN_TOPIC_OR_PARTITION',
]);

/** The answer; one that says "not now" is thrown as what patience waits out: an error that is no answer of Kafka's. */
async function orLater<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    const names = [...new Set(namesOf(error))];
    if (names.length === 0 || !names.every((each) => passing.has(each))) throw error;
    throw new Error(names.join(', '), { cause: error });
  }
}
