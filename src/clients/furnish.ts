/**
 * Puts something of each kind into a fresh cluster that a migration has to keep, so that comparing before and after says something.
 * What it puts there holds for nobody: users that do not exist, limits that are never reached.
 */
import {
  type Acl,
  AclOperations,
  AclPermissionTypes,
  alterClientQuotasV1,
  createAclsV3,
  createTopicsV7,
  offsetCommitV8,
  ResourcePatternTypes,
  ResourceTypes,
} from '@platformatic/kafka';
import { UsageError } from '../errors.ts';
import { type Admin, namesOf, type TopicSpec } from './admin.ts';
import { alterConfig, registeredBrokers } from './administration.ts';
import { counted } from './compare-inventory.ts';
import { askCoordinator, takeInventory } from './inventory.ts';
import { aclInWords, quotaEntity } from './inventory-of-users.ts';
import { answerWithinMs, ask, doneIf, patiently } from './request.ts';

export type FurnishedTopic = TopicSpec;

export const furnishedGroup = 'furnished-group';

/** Where there are fewer brokers, there are fewer replicas. */
const builtIn: readonly FurnishedTopic[] = [
  {
    ...{ name: 'furnished-orders', partitions: 6, replicationFactor: 3 },
    config: { 'min.insync.replicas': '2', 'retention.ms': '259200000' },
  },
  {
    ...{ name: 'furnished-customers', partitions: 3, replicationFactor: 3 },
    config: { 'cleanup.policy': 'compact', 'min.cleanable.dirty.ratio': '0.3' },
  },
  {
    ...{ name: 'furnished-audit', partitions: 1, replicationFactor: 2 },
    config: { 'cleanup.policy': 'compact,delete', 'message.timestamp.type': 'LogAppendTime' },
  },
  { name: 'furnished-plain', partitions: 4, replicationFactor: 1, config: {} },
];

/** A name that ZooKeeper has to escape. */
const distinguishedName = 'CN=furnished,OU=orders & returns';
/** An address that nobody has (RFC 5737). */
const nobodysAddress = '192.0.2.1';

/** A little below the defaults, so that it is something else, and no limit. They can be altered at run time in every mode. */
const forAllBrokers = { 'max.connections.per.ip': '2147483646' };
const forOneBroker = { 'max.connections': '2147483646' };

type Quota = Parameters<typeof alterClientQuotasV1.api.async>[1][number];

const limit = (key: Quota['ops'][number]['key'], value: number) => ({ key, value, remove: false }) as const;

const quotas: Quota[] = [
  {
    entities: [{ entityType: 'user', entityName: distinguishedName }],
    ops: [limit('producer_byte_rate', 1_048_576), limit('consumer_byte_rate', 2_097_152)],
  },
  {
    entities: [
      { entityType: 'user', entityName: 'furnished-user' },
      { entityType: 'client-id', entityName: 'furnished-client' },
    ],
    ops: [limit('request_percentage', 12.5)],
  },
  // Of all clients: no machine of ours reaches it.
  {
    entities: [{ entityType: 'client-id', entityName: null }],
    ops: [limit('consumer_byte_rate', 1_000_000_000_000)],
  },
  {
    entities: [{ entityType: 'ip', entityName: nobodysAddress }],
    ops: [limit('connection_creation_rate', 100)],
  },
];

const { LITERAL, PREFIXED } = ResourcePatternTypes;
const acl = (
  principal: string,
  [permission, operation]: [keyof typeof AclPermissionTypes, keyof typeof AclOperations],
  [resource, resourceName]: [keyof typeof ResourceTypes, string],
  { pattern = LITERAL, host = '*' }: { pattern?: typeof LITERAL | typeof PREFIXED; host?: string } = {},
): Acl => ({
  ...{ principal: `User:${principal}`, host },
  ...{ resourceType: ResourceTypes[resource], resourceName, resourcePatternType: pattern },
  ...{ operation: AclOperations[operation], permissionType: AclPermissionTypes[permission] },
});

/** They name resources that only `furnish` uses, because a resource with an ACL is closed to all who have none. */
const acls: Acl[] = [
  acl('furnished-user', ['ALLOW', 'READ'], ['TOPIC', 'furnished-secret']),
  acl('furnished-user', ['ALLOW', 'READ'], ['GROUP', 'furnished-secret-group']),
  acl(distinguishedName, ['ALLOW', 'WRITE'], ['TOPIC', 'furnished-secret-'], { pattern: PREFIXED }),
  acl('furnished-stranger', ['DENY', 'ALL'], ['TOPIC', 'furnished-secret'], { host: nobodysAddress }),
];

/**
 * Furnishes a fresh cluster, and waits until every broker knows it all.
 * @param topics instead of the built-in ones; the offsets that a group has committed are in the first
 * @returns what was made, in words
 * @throws UsageError if a topic cannot be in this cluster
 * @throws EnvironmentError if Kafka does not take something, or brokers do not know of it after a minute
 */
export async function furnish(admin: Admin, topics?: readonly FurnishedTopic[]): Promise<string> {
  const brokers = await registeredBrokers(admin);
  const wanted = topics ?? builtIn.map((each) => withAtMost(brokers.length, each));
  for (const topic of wanted) refuseIfTooWide(topic, brokers.length);
  for (const topic of wanted) await createTopic(admin, topic);
  const configured = brokers[0]!;
  await alterConfig(admin, 'all-brokers', forAllBrokers);
  await alterConfig(admin, { broker: configured }, forOneBroker);
  await ask(admin, { what: 'quotas cannot be set', whom: 'controller' }, (connection) =>
    alterClientQuotasV1.api.async(connection, quotas, false),
  );
  const [first] = wanted;
  if (first !== undefined) await commitOffsets(admin, first);
  const hasAcls = await createAcls(admin);
  await untilKnown(admin, { topics: wanted, configured, hasAcls });
  const partitions = wanted.reduce((sum, each) => sum + each.partitions, 0);
  return [
    `${counted(wanted.length, 'topic')} (${counted(partitions, 'partition')})`,
    hasAcls ? counted(acls.length, 'ACL') : 'no ACLs, because there is no authorizer',
    counted(quotas.flatMap(({ ops }) => ops).length, 'quota'),
    `offsets of ${counted(first === undefined ? 0 : 1, 'group')}`,
    counted(2, 'broker configuration'),
  ].join(', ');
}

const withAtMost = (brokers: number, topic: FurnishedTopic): FurnishedTopic => ({
  ...topic,
  replicationFactor: Math.min(topic.replicationFactor, brokers),
});

function refuseIfTooWide({ name, replicationFactor }: FurnishedTopic, brokers: number): void {
  if (replicationFactor <= brokers) return;
  throw new UsageError(
    `topic ${name}: ${replicationFactor} replicas need as many brokers, and the cluster has ${brokers}`,
  );
}

/** Complaints about what is asked for, not about the cluster. */
const refusals = new Set([
  'INVALID_CONFIG',
  'INVALID_TOPIC_EXCEPTION',
  'INVALID_PARTITIONS',
  'POLICY_VIOLATION',
]);

async function createTopic(
  admin: Admin,
  { name, partitions, replicationFactor, config }: FurnishedTopic,
): Promise<void> {
  const configs = Object.entries(config).map(([key, value]) => ({ name: key, value }));
  const topic = { name, numPartitions: partitions, replicationFactor, assignments: [], configs };
  // A controller in ZooKeeper mode may take longer to answer than we wait: then it is there when we ask again.
  const create = doneIf('TOPIC_ALREADY_EXISTS', (connection) =>
    createTopicsV7.api.async(connection, [topic], answerWithinMs, false),
  );
  try {
    await ask(admin, { what: `topic ${name} cannot be created`, whom: 'controller' }, create);
  } catch (error) {
    const isRefused = namesOf((error as Error).cause).some((each) => refusals.has(each));
    throw isRefused ? new UsageError((error as Error).message) : error;
  }
}

/** As a consumer that was assigned its partitions by hand, and is not there any more. */
async function commitOffsets(admin: Admin, { name, partitions }: FurnishedTopic): Promise<void> {
  const offsets = Array.from({ length: partitions }, (_, partition) => ({
    ...{ partitionIndex: partition, committedOffset: BigInt(10 + partition) },
    ...{ committedLeaderEpoch: -1, committedMetadata: '' },
  }));
  const noGeneration = -1;
  await askCoordinator(admin, 'offsets cannot be committed', furnishedGroup, (connection) =>
    offsetCommitV8.api.async(connection, furnishedGroup, noGeneration, '', null, [
      { name, partitions: offsets },
    ]),
  );
}

/** Whether they could be created, which they cannot where there is no authorizer. */
async function createAcls(admin: Admin): Promise<boolean> {
  try {
    await ask(admin, { what: 'ACLs cannot be created', whom: 'controller' }, (connection) =>
      createAclsV3.api.async(connection, acls),
    );
    return true;
  } catch (error) {
    if (namesOf((error as Error).cause).includes('SECURITY_DISABLED')) return false;
    throw error;
  }
}

/** Brokers learn of what is new a moment after it was answered. */
async function untilKnown(
  admin: Admin,
  {
    topics,
    configured,
    hasAcls,
  }: { topics: readonly FurnishedTopic[]; configured: number; hasAcls: boolean },
): Promise<void> {
  await patiently('not every broker knows what was made', async () => {
    const all = await takeInventory(admin, { withoutGroups: [], withoutTopics: [] });
    const known = new Map(Object.entries(all.topics));
    const missing = [
      ...topics
        .filter(({ name, partitions }) => Object.keys(known.get(name)?.partitions ?? {}).length < partitions)
        .map(({ name }) => `topic ${name}`),
      ...['all brokers', `broker ${configured}`]
        .filter((each) => all.brokerConfigs[each] === undefined)
        .map((each) => `the configuration of ${each}`),
      ...quotas
        .map(({ entities }) => quotaEntity(entities))
        .filter((each) => all.quotas[each] === undefined)
        .map((each) => `the quota of ${each}`),
      ...(topics.length > 0 && all.groups[furnishedGroup] === undefined ? [`group ${furnishedGroup}`] : []),
      ...(hasAcls ? acls.map(aclInWords) : [])
        .filter((each) => !all.acls?.includes(each))
        .map((each) => `ACL ${each}`),
    ];
    if (missing.length > 0) throw new Error(`without ${missing[0]}`);
  });
}
