import { describe, expect, test } from 'vitest';
import { nodeProperties, startedLine } from '../../src/cluster/configuration.ts';
import { hostArguments } from '../../src/cluster/links.ts';
import { dataFiles, randomUuid } from '../../src/cluster/storage.ts';
import type { Coordination } from '../../src/topology/migration.ts';
import { defaultSizes, type Mode } from '../../src/topology/mode.ts';
import { createTopology, findNode } from '../../src/topology/topology.ts';

function propertiesOf(
  mode: Mode,
  name: string,
  settings = {},
  sizes = defaultSizes,
  coordinatedBy?: Coordination,
): Record<string, string> {
  const topology = createTopology(mode, sizes);
  const clientPorts = new Map(topology.nodes.map((node, index) => [node.name, 40_000 + index]));
  const by = coordinatedBy && { coordinatedBy };
  const text = nodeProperties(findNode(topology, name), { topology, settings, clientPorts, ...by });
  return Object.fromEntries(
    text
      .trim()
      .split('\n')
      .map((line) => line.split(/=(.*)/s).slice(0, 2)),
  );
}

describe("a node's configuration", () => {
  test('a broker is advertised to clients under the published port of its proxy', () => {
    expect(propertiesOf('kraft', 'broker-2')['advertised.listeners']).toBe(
      'CLIENT://127.0.0.1:40004,REPLICATION://broker-2:9205',
    );
  });

  test('every voter has its own port, so that its proxy is known by it', () => {
    expect(propertiesOf('kraft', 'broker-1')['controller.quorum.voters']).toBe(
      '101@controller-1:9301,102@controller-2:9302,103@controller-3:9303',
    );
  });

  test('settings reach the nodes of their role only', () => {
    const settings = { broker: { 'replica.lag.time.max.ms': '10000' }, controller: { 'node.id': '7' } };
    expect(propertiesOf('kraft', 'broker-1', settings)['replica.lag.time.max.ms']).toBe('10000');
    expect(propertiesOf('kraft', 'broker-1', settings)['node.id']).toBe('1');
    expect(propertiesOf('kraft', 'controller-1', settings)['replica.lag.time.max.ms']).toBeUndefined();
    expect(propertiesOf('kraft-combined', 'node-1', settings)['node.id']).toBe('7');
  });

  test("a ZooKeeper server listens for its peers behind its host, and knows the others by their hosts' port", () => {
    const properties = propertiesOf('zk', 'zookeeper-2');
    expect(properties['server.1']).toBe('zookeeper-1:2201:2301');
    expect(properties['server.2']).toBe('zookeeper-2:3202:2302');
    const { nodes } = createTopology('zk', defaultSizes);
    expect(hostArguments(nodes, nodes[1]!)).toEqual(['2202:3202']);
    expect(hostArguments(nodes, nodes[3]!)).toEqual([]);
  });

  test('no timeout of Kafka is changed', () => {
    const keys = (['zk', 'kraft', 'kraft-combined'] as const).flatMap((mode) =>
      createTopology(mode, defaultSizes)
        .nodes.filter((node) => !node.roles.includes('zookeeper'))
        .flatMap((node) => Object.keys(propertiesOf(mode, node.name))),
    );
    expect(keys.filter((key) => /timeout|\.ms$|interval|replication\.factor|isr/.test(key))).toEqual([]);
  });

  test('fewer than three brokers can still have internal topics', () => {
    const small = propertiesOf('kraft', 'broker-1', {}, { ...defaultSizes, brokers: 1 });
    expect(small['offsets.topic.replication.factor']).toBe('1');
  });
});

describe('the configuration of a node on the way to KRaft', () => {
  const onTheWay = (name: string, by?: Coordination, settings = {}) =>
    propertiesOf('zk-to-kraft', name, settings, defaultSizes, by);
  const zookeepers = 'zookeeper-1:2101,zookeeper-2:2102,zookeeper-3:2103';
  const voters = '101@controller-1:9307,102@controller-2:9308,103@controller-3:9309';
  const everywhere = {
    'log.dirs': '/var/lib/kafka/data',
    'listener.security.protocol.map': 'CLIENT:PLAINTEXT,REPLICATION:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'super.users': 'User:ANONYMOUS',
    'allow.everyone.if.no.acl.found': 'true',
  };
  const broker = {
    ...everywhere,
    listeners: 'CLIENT://:9105,REPLICATION://:9205',
    'advertised.listeners': 'CLIENT://127.0.0.1:40004,REPLICATION://broker-2:9205',
    'inter.broker.listener.name': 'REPLICATION',
  };
  const controller = {
    ...everywhere,
    ...{ listeners: 'CONTROLLER://controller-2:9308', 'process.roles': 'controller', 'node.id': '102' },
    ...{ 'controller.listener.names': 'CONTROLLER', 'controller.quorum.voters': voters },
    'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
  };

  test('a broker begins with ZooKeeper, and knows of nothing else', () => {
    const begins = {
      ...broker,
      ...{ 'broker.id': '2', 'zookeeper.connect': zookeepers },
      'authorizer.class.name': 'kafka.security.authorizer.AclAuthorizer',
    };
    expect(onTheWay('broker-2')).toEqual(begins);
    expect(onTheWay('broker-2', 'zookeeper')).toEqual(begins);
  });

  test('a broker in migration mode knows the controllers as well, and is still one of ZooKeeper', () => {
    expect(onTheWay('broker-2', 'both')).toEqual({
      ...broker,
      ...{ 'broker.id': '2', 'zookeeper.connect': zookeepers },
      'authorizer.class.name': 'kafka.security.authorizer.AclAuthorizer',
      ...{ 'zookeeper.metadata.migration.enable': 'true' },
      ...{ 'controller.listener.names': 'CONTROLLER', 'controller.quorum.voters': voters },
    });
  });

  test('a broker of KRaft has its id under another name, and nothing of ZooKeeper', () => {
    expect(onTheWay('broker-2', 'quorum')).toEqual({
      ...broker,
      ...{ 'process.roles': 'broker', 'node.id': '2' },
      ...{ 'controller.listener.names': 'CONTROLLER', 'controller.quorum.voters': voters },
      'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
    });
  });

  test('a controller knows ZooKeeper, and how it reaches brokers, until it lets go of it', () => {
    const both = {
      ...controller,
      'zookeeper.connect': zookeepers,
      'zookeeper.metadata.migration.enable': 'true',
      'inter.broker.listener.name': 'REPLICATION',
    };
    expect(onTheWay('controller-2')).toEqual(both);
    expect(onTheWay('controller-2', 'both')).toEqual(both);
    expect(onTheWay('controller-2', 'quorum')).toEqual(controller);
  });

  test('settings of ZooKeeper vanish with it, and no others', () => {
    const set = { 'zookeeper.session.timeout.ms': '9000', 'replica.lag.time.max.ms': '8000' };
    const settings = { broker: set, controller: set };
    for (const by of ['zookeeper', 'both'] as const) {
      expect(onTheWay('broker-1', by, settings)).toMatchObject(set);
    }
    for (const name of ['broker-1', 'controller-1']) {
      const properties = onTheWay(name, 'quorum', settings);
      expect(properties['replica.lag.time.max.ms']).toBe('8000');
      expect(Object.keys(properties).filter((key) => key.startsWith('zookeeper.'))).toEqual([]);
    }
  });

  test('only there are rights', () => {
    for (const [mode, name] of [
      ['zk', 'broker-1'],
      ['kraft', 'controller-1'],
    ] as const) {
      expect(propertiesOf(mode, name)).not.toHaveProperty('authorizer.class.name');
    }
  });
});

describe('what lies in the data directory before the first start', () => {
  const checkpoint = Buffer.from('features');

  test('a KRaft node finds itself formatted, each with a directory id of its own', () => {
    const topology = createTopology('kraft', defaultSizes);
    const [meta, bootstrap] = dataFiles(findNode(topology, 'controller-1'), 'quorum', 'cluster', checkpoint);
    expect(meta!.content).toMatch(/^version=1\ncluster.id=cluster\nnode.id=101\ndirectory.id=[\w-]{22}\n$/);
    expect(bootstrap).toEqual({ name: 'bootstrap.checkpoint', content: checkpoint });
  });

  test('a ZooKeeper node finds its number, a ZooKeeper-mode broker nothing', () => {
    const topology = createTopology('zk', defaultSizes);
    expect(dataFiles(findNode(topology, 'zookeeper-3'), 'zookeeper', 'c', undefined)).toEqual([
      { name: 'myid', content: '3\n' },
    ]);
    expect(dataFiles(findNode(topology, 'broker-1'), 'zookeeper', 'c', undefined)).toEqual([]);
  });

  test.each<[string, Coordination, string[]]>([
    ['zookeeper-1', 'zookeeper', ['myid']],
    ['broker-1', 'zookeeper', []],
    ['broker-1', 'both', []],
    ['broker-1', 'quorum', ['meta.properties', 'bootstrap.checkpoint']],
    ['controller-1', 'both', ['meta.properties', 'bootstrap.checkpoint']],
    ['controller-1', 'quorum', ['meta.properties', 'bootstrap.checkpoint']],
  ])('on the way to KRaft, of %s that is coordinated by %s', (name, by, files) => {
    const node = findNode(createTopology('zk-to-kraft', defaultSizes), name);
    expect(dataFiles(node, by, 'cluster', checkpoint).map((file) => file.name)).toEqual(files);
  });

  test("ids are Kafka's: 22 characters, not beginning with a dash", () => {
    for (let i = 0; i < 500; i++) expect(randomUuid()).toMatch(/^[A-Za-z0-9_][\w-]{21}$/);
  });
});

test('a node is known to serve by the line that its version writes', () => {
  const { nodes } = createTopology('zk', defaultSizes);
  const [zookeeper, broker] = [nodes[0]!, nodes[3]!];
  expect('[…] INFO [KafkaServer id=1] started (kafka.server.KafkaServer)').toMatch(startedLine(broker));
  expect('[…] INFO [KafkaRaftServer nodeId=1] Kafka Server started (kafka.server.KafkaRaftServer)').toMatch(
    startedLine(broker),
  );
  expect('[…] INFO FOLLOWING - LEADER ELECTION TOOK - 33 MS (org.apache…)').toMatch(startedLine(zookeeper));
});
