/**
 * Two inventories of a cluster, item by item.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Inventory, InventoryTopic } from './inventory.ts';
import type { ByName } from './inventory-of-users.ts';

/** What is not as before, each in a phrase such as "topic orders: retention.ms is 1000, was 2000"; none if all is. */
export function compareInventories(before: Inventory, after: Inventory): string[] {
  return [
    ...things('topic', before.topics, after.topics, changedTopic),
    ...valuesOf('the configuration of ', before.brokerConfigs, after.brokerConfigs),
    ...things('group', before.groups, after.groups, (group, was, is) =>
      differing(was, is).map(
        ([at, old, now]) =>
          `${group}, ${at}: ${now === undefined ? 'no offset' : `offset ${now}`}, was ${old ?? 'none'}`,
      ),
    ),
    ...changedAcls(before.acls, after.acls),
    ...valuesOf('the quota of ', before.quotas, after.quotas),
    ...things('SCRAM user', before.scramUsers, after.scramUsers, changedValues),
  ];
}

/** "6 topics (58 partitions), 3 ACLs, 2 quotas, offsets of 1 group, 1 broker configuration". */
export function countInventory(inventory: Inventory): string {
  const topics = Object.values(inventory.topics);
  const partitions = topics.reduce((sum, each) => sum + Object.keys(each.partitions).length, 0);
  const scramUsers = Object.keys(inventory.scramUsers).length;
  return [
    `${counted(topics.length, 'topic')} (${counted(partitions, 'partition')})`,
    inventory.acls === null ? 'no authorizer' : counted(inventory.acls.length, 'ACL'),
    counted(entriesWithin(inventory.quotas), 'quota'),
    `offsets of ${counted(Object.keys(inventory.groups).length, 'group')}`,
    counted(entriesWithin(inventory.brokerConfigs), 'broker configuration'),
    ...(scramUsers === 0 ? [] : [counted(scramUsers, 'SCRAM user')]),
  ].join(', ');
}

/** "1 topic", "2 topics". */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

const entriesWithin = (byName: ByName<ByName<unknown>>): number =>
  Object.values(byName).reduce((sum, each) => sum + Object.keys(each).length, 0);

function changedTopic(topic: string, was: InventoryTopic, is: InventoryTopic): string[] {
  return [
    ...(was.topicId === is.topicId ? [] : [`${topic}: its id is ${is.topicId}, was ${was.topicId}`]),
    ...things(`${topic}: partition`, was.partitions, is.partitions, (partition, from, to) =>
      isDeepStrictEqual(from, to) ? [] : [`${partition} is on ${to.join(',')}, was on ${from.join(',')}`],
    ),
    ...changedValues(topic, was.config, is.config),
  ];
}

function changedAcls(was: Inventory['acls'], is: Inventory['acls']): string[] {
  const only = (those: Inventory['acls'], others: Inventory['acls']) =>
    (those ?? []).filter((acl) => !others?.includes(acl)).sort();
  return [
    ...(was !== null && is === null ? ['the authorizer is gone'] : []),
    ...(was === null && is !== null ? ['an authorizer came'] : []),
    ...only(was, is).map((acl) => `ACL ${acl} is gone`),
    ...only(is, was).map((acl) => `ACL ${acl} came`),
  ];
}

/** Things that are there or not, and changed if they are there on both sides. */
function things<T>(
  kind: string,
  before: ByName<T>,
  after: ByName<T>,
  changed: (thing: string, was: T, is: T) => string[],
): string[] {
  return differing(before, after).flatMap(([name, was, is]) => {
    if (was === undefined) return [`${kind} ${name} came`];
    return is === undefined ? [`${kind} ${name} is gone`] : changed(`${kind} ${name}`, was, is);
  });
}

/** Where nothing is set, there is nothing to be gone. */
function valuesOf(
  prefix: string,
  before: ByName<ByName<string | number | null>>,
  after: ByName<ByName<string | number | null>>,
): string[] {
  return differing(before, after).flatMap(([name, was = {}, is = {}]) =>
    changedValues(`${prefix}${name}`, was, is),
  );
}

function changedValues<T extends string | number | null>(
  of: string,
  before: ByName<T>,
  after: ByName<T>,
): string[] {
  return differing(before, after).map(
    ([key, was, is]) => `${of}: ${key} is ${inWords(is)}, was ${inWords(was)}`,
  );
}

function inWords(value: string | number | null | undefined): string {
  if (value === undefined) return 'not set';
  if (value === null) return 'not shown';
  return value === '' ? 'empty' : String(value);
}

/** The names whose values differ, in order, with both; names may be those of an object's own functions. */
function differing<T>(
  before: ByName<T>,
  after: ByName<T>,
): [name: string, was: T | undefined, is: T | undefined][] {
  const [was, is] = [new Map(Object.entries(before)), new Map(Object.entries(after))];
  return [...new Set([...was.keys(), ...is.keys()])]
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    .filter((name) => !isDeepStrictEqual(was.get(name), is.get(name)))
    .map((name) => [name, was.get(name), is.get(name)]);
}
