/**
 * Three brokers that hold topics, configurations, offsets, ACLs, quotas and SCRAM users: what is asked is read byte for byte, and
 * who is not to be asked refuses. Broker 1 is the controller, broker 2 coordinates every group.
 */
import { type Acl, type Connection, Reader, ResponseError, type Writer } from '@platformatic/kafka';
import type { Admin } from '../../src/clients/admin.ts';
import type { BrokerConnections } from '../../src/clients/broker-connections.ts';

export const apiKeys = {
  ...{ metadata: 3, offsetCommit: 8, offsetFetch: 9, findCoordinator: 10, listGroups: 16, createTopics: 19 },
  ...{ describeAcls: 29, createAcls: 30, describeConfigs: 32, alterConfigs: 44, describeQuotas: 48 },
  ...{ alterQuotas: 49, describeScram: 50, describeCluster: 60 },
};

export interface HeldTopic {
  replicas: number[][];
  config: Record<string, string>;
  hasLeader?: boolean;
}

export interface Held {
  topics: Record<string, HeldTopic>;
  /** By the id of a broker; `''` for all. */
  brokerConfigs: Record<string, Record<string, string>>;
  /** By group, topic and partition. */
  offsets: Record<string, Record<string, Record<number, number>>>;
  /** null where there is no authorizer. */
  acls: Acl[] | null;
  quotas: {
    entity: { entityType: string; entityName: string | null }[];
    values: { key: string; value: number }[];
  }[];
  scram: { user: string; credentialInfos: { mechanism: number; iterations: number }[] }[];
}

const [controller, coordinator] = [1, 2];
const [unknownTopic, notCoordinator, notController, invalidRequest, securityDisabled] = [3, 16, 41, 42, 54];

/** @param intercept what a broker answers instead, if anything; it may throw it too */
export function clusterOf(
  held: Held,
  {
    brokers = [1, 2, 3],
    intercept = () => undefined,
  }: { brokers?: number[]; intercept?: (apiKey: number, broker: number) => unknown } = {},
) {
  const asked: { apiKey: number; broker: number }[] = [];
  const nodes = brokers.map((id) => ({ nodeId: id, brokerId: id, host: 'b', port: id }));

  const answer = (apiKey: number, broker: number, r: Reader): unknown => {
    const refused = (code: number) => new ResponseError(apiKey, 0, { '/': [code, null] }, {});
    if (apiKey === apiKeys.metadata) {
      const topics = Object.entries(held.topics).map(([name, topic]) => ({
        ...{ name, topicId: `id of ${name}` },
        partitions: topic.replicas.map((replicaNodes, partitionIndex) => ({ partitionIndex, replicaNodes })),
      }));
      const metadata = { controllerId: controller, brokers: nodes, topics };
      const isLed = Object.values(held.topics).every(({ hasLeader = true }) => hasLeader);
      return isLed ? metadata : new ResponseError(apiKey, 12, { '/topics/0': [5, null] }, metadata);
    }
    if (apiKey === apiKeys.describeCluster) return { controllerId: controller, brokers: nodes };
    if (apiKey === apiKeys.findCoordinator) return { coordinators: [{ host: 'b', port: coordinator }] };
    if (apiKey === apiKeys.describeConfigs) {
      const resources = r.readArray(() => {
        const resource = { type: r.readInt8(), name: r.readString() };
        r.readArray(() => r.readString(), true, false);
        return resource;
      });
      const other = resources.find(({ type, name }) => type === 4 && name !== '' && name !== String(broker));
      if (other !== undefined) return refused(invalidRequest);
      if (resources.some(({ type, name }) => type === 2 && !(name in held.topics)))
        return refused(unknownTopic);
      return { results: resources.map((resource) => configsOf(held, resource)) };
    }
    if (apiKey === apiKeys.listGroups) {
      const groups = broker === coordinator ? Object.keys(held.offsets) : [];
      return { groups: groups.map((groupId) => ({ groupId })) };
    }
    if (apiKey === apiKeys.offsetFetch) {
      if (broker !== coordinator) return refused(notCoordinator);
      const [group] = r.readArray(() => {
        const id = r.readString();
        r.readNullableArray(() => undefined);
        return id;
      });
      const topics = Object.entries(held.offsets[group!] ?? {}).map(([name, offsets]) => ({
        name,
        partitions: Object.entries(offsets).map(([partition, offset]) => ({
          ...{ partitionIndex: Number(partition), committedOffset: BigInt(offset) },
        })),
      }));
      return { groups: [{ topics }] };
    }
    if (apiKey === apiKeys.describeAcls) {
      const resources = held.acls?.map((acl) => ({ ...acl, acls: [acl] }));
      return resources === undefined ? refused(securityDisabled) : { resources };
    }
    if (apiKey === apiKeys.describeQuotas) return { entries: held.quotas };
    if (apiKey === apiKeys.describeScram) return { results: held.scram };
    return change(apiKey, broker, r, refused);
  };

  const change = (apiKey: number, broker: number, r: Reader, refused: (code: number) => Error): unknown => {
    if (apiKey === apiKeys.offsetCommit) {
      if (broker !== coordinator) return refused(notCoordinator);
      const [group, generation, member] = [r.readString(), r.readInt32(), r.readString()];
      r.readNullableString();
      if (generation !== -1 || member !== '') return refused(invalidRequest);
      const topics = r.readArray(() => {
        const name = r.readString();
        const offsets = r.readArray(() => {
          const at = [r.readInt32(), Number(r.readInt64())] as const;
          r.readInt32();
          r.readNullableString();
          return at;
        });
        return [name, Object.fromEntries(offsets)] as const;
      });
      held.offsets[group] = Object.fromEntries(topics);
      return { topics: [] };
    }
    if (apiKey === apiKeys.alterConfigs) {
      r.readArray(() => {
        const resource = [r.readInt8(), r.readString()] as const;
        const configs = r.readArray(() => {
          const [key, , value] = [r.readString(), r.readInt8(), r.readNullableString()] as const;
          return [key, value ?? ''] as const;
        });
        held.brokerConfigs[resource[1]] = Object.fromEntries(configs);
      });
      return { responses: [] };
    }
    if (broker !== controller) return refused(notController);
    if (apiKey === apiKeys.createTopics) {
      r.readArray(() => {
        const [name, partitions, replicas] = [r.readString(), r.readInt32(), r.readInt16()];
        r.readArray(() => undefined);
        const configs = r.readArray(() => [r.readString(), r.readNullableString() ?? ''] as const);
        held.topics[name] = {
          replicas: Array.from({ length: partitions }, () => brokers.slice(0, replicas)),
          config: Object.fromEntries(configs),
        };
      });
      return { topics: [] };
    }
    if (apiKey === apiKeys.alterQuotas) {
      const entries = r.readArray(() => ({
        entity: r.readArray(() => ({ entityType: r.readString(), entityName: r.readNullableString() })),
        values: r.readArray(() => {
          const quota = { key: r.readString(), value: r.readFloat64() };
          r.readBoolean();
          return quota;
        }),
      }));
      held.quotas.push(...entries);
      return { entries: [] };
    }
    if (apiKey === apiKeys.createAcls) {
      const acls = r.readArray(() => ({
        ...{ resourceType: r.readInt8(), resourceName: r.readString(), resourcePatternType: r.readInt8() },
        ...{ principal: r.readString(), host: r.readString(), operation: r.readInt8() },
        permissionType: r.readInt8(),
      })) as Acl[];
      if (held.acls === null) return refused(securityDisabled);
      held.acls.push(...acls);
      return { results: [] };
    }
    throw new Error(`API key ${apiKey} is not known here`);
  };

  const connectionTo = (broker: number) =>
    ({
      send(apiKey: number, _version: number, create: () => Writer, ...rest: unknown[]) {
        const done = rest.at(-1) as (error: unknown, answer?: unknown) => void;
        asked.push({ apiKey, broker });
        const told = intercept(apiKey, broker) ?? answer(apiKey, broker, Reader.from(create().buffer));
        if (told instanceof Error) done(told);
        else done(null, structuredClone(told));
      },
    }) as unknown as Connection;
  const connections: BrokerConnections = {
    ask: (server, request) => request(connectionTo(Number(server.split(':')[1]))),
    askAny: (request) => request(connectionTo(brokers.at(-1)!)),
    close: async () => {},
  };
  const known = brokers.map((id) => ({ id, server: `b:${id}` }));
  const topicState = async () => ({ topicId: '', partitions: [], brokers: known });
  return { admin: { connections, topicState } as Partial<Admin> as Admin, held, asked };
}

/** What is set, and something that is not: a default, and what a broker has from all brokers. */
function configsOf(held: Held, { type, name }: { type: number; name: string }) {
  const isTopic = type === 2;
  const own = isTopic ? held.topics[name]!.config : (held.brokerConfigs[name] ?? {});
  const source = isTopic ? 1 : name === '' ? 3 : 2;
  const others =
    name === ''
      ? []
      : [
          { name: 'a.default', value: '1', configSource: 5 },
          { name: 'from.all', value: '2', configSource: 3 },
        ];
  const configs = Object.entries(own).map(([key, value]) => ({ name: key, value, configSource: source }));
  return { resourceName: name, configs: [...configs, ...others] };
}

export const nothing = (): Held => ({
  ...{ topics: {}, brokerConfigs: {}, offsets: {}, acls: [], quotas: [], scram: [] },
});
