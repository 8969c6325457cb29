import { describe, expect, test } from 'vitest';
import { defaultSizes, modes, whyNot } from '../../src/topology/mode.ts';
import { clients, createTopology, findBroker, nodesOf } from '../../src/topology/topology.ts';

const names = (mode: (typeof modes)[number], sizes = defaultSizes) =>
  createTopology(mode, sizes).links.map((link) => link.name);

describe('nodes', () => {
  test('zk has three ZooKeeper nodes and three brokers', () => {
    expect(createTopology('zk', defaultSizes).nodes.map((node) => node.name)).toEqual([
      'zookeeper-1',
      'zookeeper-2',
      'zookeeper-3',
      'broker-1',
      'broker-2',
      'broker-3',
    ]);
  });

  test('kraft-combined has nodes with both roles', () => {
    const { nodes } = createTopology('kraft-combined', defaultSizes);
    expect(nodes.map((node) => node.roles)).toEqual(Array(3).fill(['broker', 'controller']));
  });

  test('controllers and brokers of KRaft share one number space, so their ids differ', () => {
    const ids = createTopology('kraft', { ...defaultSizes, brokers: 50 }).nodes.map((node) => node.id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('sizes are as asked for', () => {
    const topology = createTopology('zk', { brokers: 4, controllers: 3, zookeepers: 5 });
    expect(nodesOf(topology, 'broker')).toHaveLength(4);
    expect(nodesOf(topology, 'zookeeper')).toHaveLength(5);
  });

  test('a broker is found by the id that metadata gives', () => {
    expect(findBroker(createTopology('kraft', defaultSizes), 2).name).toBe('broker-2');
    expect(() => findBroker(createTopology('kraft', defaultSizes), 101)).toThrow('no broker with id 101');
  });
});

describe('links', () => {
  test('every pair has one in each direction, and clients have one to each broker', () => {
    const links = names('zk');
    expect(links).toContain('broker-1->broker-2');
    expect(links).toContain('broker-2->broker-1');
    expect(links).toContain('broker-3->zookeeper-1');
    expect(links).toContain('clients->broker-1');
    expect(links).not.toContain('zookeeper-1->broker-3');
    expect(links).not.toContain('broker-1->broker-1');
  });

  test('a pair that uses two services has two, and the further one is named by its service', () => {
    expect(names('zk')).toContain('zookeeper-1->zookeeper-2');
    expect(names('zk')).toContain('zookeeper-1->zookeeper-2:zookeeper-election');
    expect(names('kraft-combined')).toContain('node-1->node-2:quorum');
  });

  test('brokers use the quorum, but in KRaft no controller connects to a broker', () => {
    expect(names('kraft')).toContain('broker-1->controller-1');
    expect(names('kraft')).not.toContain('controller-1->broker-1');
  });

  test.each(modes)('in %s names are unique, and a source and a port tell a link', (mode) => {
    const { links } = createTopology(mode, { brokers: 9, controllers: 5, zookeepers: 5 });
    expect(new Set(links.map((link) => link.name)).size).toBe(links.length);
    expect(new Set(links.map((link) => `${link.source} ${link.port}`)).size).toBe(links.length);
  });

  test('only brokers are reached by clients', () => {
    const reached = createTopology('kraft', defaultSizes).links.filter((link) => link.source === clients);
    expect(reached.map((link) => link.destination)).toEqual(['broker-1', 'broker-2', 'broker-3']);
  });
});

describe('versions', () => {
  test('ZooKeeper mode ends with 3.9', () => {
    expect(whyNot('zk', '3.9.2')).toBeUndefined();
    expect(whyNot('zk', '4.3.1')).toContain('removed in Kafka 4.0');
    expect(whyNot('kraft', '4.3.1')).toBeUndefined();
  });

  test('what is no version, or too old a one, is refused', () => {
    expect(whyNot('kraft', 'latest')).toContain('not a Kafka version');
    expect(whyNot('kraft', '2.8.0')).toContain('too old');
  });
});
