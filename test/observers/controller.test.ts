import { describe, expect, test } from 'vitest';
import { type Controller, controllerOpinion } from '../../src/observers/controller.ts';

function opinion() {
  const changes: string[] = [];
  const { said, elected } = controllerOpinion(({ node, epoch }: Controller, timeNs) =>
    changes.push(`${node} ${epoch}${timeNs === undefined ? '' : ` at ${timeNs}`}`),
  );
  return { said, elected, changes };
}

describe('who the controller is', () => {
  test('is told when it changes, and only then', () => {
    const { said, changes } = opinion();
    said('a', { node: 'controller-1', epoch: 3 });
    said('b', { node: 'controller-1', epoch: 3 });
    said('a', { node: 'controller-1', epoch: 3 });
    said('b', { node: 'controller-1', epoch: 4 });
    expect(changes).toEqual(['controller-1 3', 'controller-1 4']);
  });

  test('is whom the highest epoch names, while a broker that is cut off names the one before', () => {
    const { said, changes } = opinion();
    said('a', { node: 'controller-1', epoch: 3 });
    said('b', { node: 'controller-2', epoch: 4 });
    said('a', { node: 'controller-1', epoch: 3 });
    said('a', null);
    expect(changes).toEqual(['controller-1 3', 'controller-2 4']);
  });

  test('is nobody when no broker names one', () => {
    const { said, changes } = opinion();
    said('a', { node: 'controller-1', epoch: 3 });
    said('b', null);
    said('a', null);
    said('b', { node: 'controller-2', epoch: 5 });
    expect(changes).toEqual(['controller-1 3', 'null null', 'controller-2 5']);
  });

  test('is in ZooKeeper mode whom the last election made it, whomever brokers still name', () => {
    const { said, elected, changes } = opinion();
    elected('broker-1', 1);
    said('a', { node: 'broker-1', epoch: null });
    elected('broker-2', 2);
    said('a', { node: 'broker-1', epoch: null });
    elected('broker-1', 1);
    said('a', { node: 'broker-2', epoch: null });
    expect(changes.filter((each) => each !== 'null null')).toEqual(['broker-1 1', 'broker-2 2']);
  });

  test('is whoever was elected, at once, though brokers wait for one that is frozen', () => {
    const { said, elected, changes } = opinion();
    elected('controller-1', 3, -5);
    said('a', { node: 'controller-1', epoch: 3 });
    said('a', null);
    elected('controller-2', 4, 70);
    said('a', null);
    said('a', { node: 'controller-1', epoch: 3 });
    said('a', { node: 'controller-2', epoch: 4 });
    elected('controller-3', 5, 90);
    const lost = ['null null', 'controller-1 3', 'null null'];
    expect(changes).toEqual([...lost, 'controller-2 4 at 70', 'controller-3 5 at 90']);
  });

  test('is in ZooKeeper mode whom brokers name, without an epoch, if no election was heard of', () => {
    const { said, changes } = opinion();
    said('a', { node: 'broker-3', epoch: null });
    expect(changes).toEqual(['broker-3 null']);
  });
});
