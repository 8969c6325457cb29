import { describe, expect, test } from 'vitest';
import { nodeProperties, startedLine } from '../../src/cluster/configuration.ts';
import { hostArguments } from '../../src/cluster/links.ts';
import { dataFiles, randomUuid } from '../../src/cluster/storage.ts';
import { defaultSizes, type Mode } from '../../src/topology/mode.ts';
import { createTopology, findNode } from '../../src/topology/topology.ts';

function propertiesOf(mode: Mode, name: string, settings = {}, sizes = defaultSizes): Record<string, string> {
  const topology = createTopology(mode, sizes);
  const clientPorts = new Map(topology.nodes.map((node, index) => [node.name, 40_000 + index]));
  const text = nodeProperties(findNode(topology, name), { topology, settings, clientPorts });
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
