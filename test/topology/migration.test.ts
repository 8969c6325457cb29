import { describe, expect, test } from 'vitest';
import {
  firstCoordination,
  isReversible,
  isThereFromTheBegin,
  migrationPhases,
} from '../../src/topology/migration.ts';
import { defaultSizes, type Mode } from '../../src/topology/mode.ts';
import { createTopology, findNode } from '../../src/topology/topology.ts';

const three = (prefix: string) => [1, 2, 3].map((each) => `${prefix}-${each}`);
const linksOf = (mode: Mode) => createTopology(mode, defaultSizes).links;
const between = (mode: Mode, source: string, destination: string) =>
  linksOf(mode)
    .filter((link) => link.source === source && link.destination === destination)
    .map(({ name, service }) => `${name} ${service}`);

describe('a cluster on its way to KRaft', () => {
  const topology = createTopology('zk-to-kraft', defaultSizes);

  test('has the nodes of both modes, each with the id that it has there', () => {
    expect(topology.nodes.map(({ name }) => name)).toEqual([
      ...three('zookeeper'),
      ...three('broker'),
      ...three('controller'),
    ]);
    expect(topology.nodes.filter(({ roles }) => roles.length !== 1)).toEqual([]);
    expect(topology.nodes.slice(0, 6)).toEqual(createTopology('zk', defaultSizes).nodes);
    const { nodes } = createTopology('kraft', defaultSizes);
    expect(topology.nodes.slice(6)).toEqual(nodes.slice(0, 3));
  });

  test('has as many of each as were asked for', () => {
    const { nodes } = createTopology('zk-to-kraft', { brokers: 4, controllers: 1, zookeepers: 5 });
    const count = (role: string) => nodes.filter(({ roles }) => roles.join() === role).length;
    expect(['zookeeper', 'broker', 'controller'].map(count)).toEqual([5, 4, 1]);
  });

  test('has links from controllers to ZooKeeper and to brokers, which KRaft does not have', () => {
    expect(between('zk-to-kraft', 'controller-1', 'zookeeper-2')).toEqual([
      'controller-1->zookeeper-2 zookeeper',
    ]);
    expect(between('zk-to-kraft', 'controller-1', 'broker-3')).toEqual([
      'controller-1->broker-3 replication',
    ]);
    expect(between('kraft', 'controller-1', 'broker-3')).toEqual([]);
    expect(linksOf('kraft').some(({ service }) => service === 'zookeeper')).toBe(false);
  });

  test('has every link of the mode from which it comes, and of the one to which it goes', () => {
    const names = linksOf('zk-to-kraft').map(({ name, service }) => `${name} ${service}`);
    for (const mode of ['zk', 'kraft'] as const) {
      const missing = linksOf(mode).filter(({ name, service }) => !names.includes(`${name} ${service}`));
      expect(missing, mode).toEqual([]);
    }
  });

  test('begins with ZooKeeper and brokers; controllers join later, and know both', () => {
    const begins = topology.nodes.filter((node) => isThereFromTheBegin(topology, node));
    expect(begins.map(({ name }) => name)).toEqual([...three('zookeeper'), ...three('broker')]);
    expect(firstCoordination(topology, findNode(topology, 'broker-1'))).toBe('zookeeper');
    expect(firstCoordination(topology, findNode(topology, 'controller-1'))).toBe('both');
  });
});

test.each<[Mode, string]>([
  ['zk', 'zookeeper'],
  ['kraft', 'quorum'],
  ['kraft-combined', 'quorum'],
])('a cluster that stays in %s has all its nodes from the begin, coordinated by one', (mode, by) => {
  const topology = createTopology(mode, defaultSizes);
  expect(topology.nodes.every((node) => isThereFromTheBegin(topology, node))).toBe(true);
  expect(new Set(topology.nodes.map((node) => firstCoordination(topology, node)))).toEqual(new Set([by]));
});

test('there is a way back from every phase but the last', () => {
  expect(migrationPhases.filter((phase) => !isReversible(phase))).toEqual([migrationPhases.at(-1)]);
});
