import { describe, expect, test } from 'vitest';
import type { Cluster } from '../../src/cluster/cluster.ts';
import { electionIn, lastElected } from '../../src/cluster/elected.ts';
import { defaultSizes, type Mode } from '../../src/topology/mode.ts';
import { createTopology } from '../../src/topology/topology.ts';

const byZooKeeper = (second: number, epoch: number) =>
  `[2026-11-24T10:00:0${second},250] INFO [Controller id=1] 1 successfully elected as the controller. Epoch incremented to ${epoch} and epoch zk version is now ${epoch}`;
const byQuorum = (second: number, epoch: number) =>
  `[2026-11-24T10:00:0${second},250] INFO [QuorumController id=101] Becoming the active controller at epoch ${epoch} (x)`;

describe('an election', () => {
  test.each([
    ['of a broker by ZooKeeper', byZooKeeper(1, 12), 12],
    ['of a controller by its quorum', byQuorum(1, 3), 3],
  ])('%s is read from the log', (_, line, epoch) => {
    expect(electionIn(line)).toEqual({ atMs: Date.parse('2026-11-24T10:00:01.250Z'), epoch });
  });

  test('is not read from another line, nor from one without its time', () => {
    expect(electionIn('Becoming the active controller at epoch 3')).toBeUndefined();
    expect(electionIn('[2026-11-24T10:00:01,250] INFO Resigned')).toBeUndefined();
  });
});

/** What the engine keeps: each line behind a header of eight bytes. */
const clusterOf = (mode: Mode, logs: Record<string, string[]>) =>
  ({
    topology: createTopology(mode, defaultSizes),
    isPartOfIt: ({ name }: { name: string }) => name in logs,
    container: (name: string) => ({
      logs: async () => Buffer.from(logs[name]!.map((line) => `\u0001\0\0\0\0\0\0z${line}\n`).join('')),
    }),
  }) as unknown as Cluster;

describe('who was elected last', () => {
  test('is the broker with the highest epoch while there are brokers only', async () => {
    const cluster = clusterOf('zk-to-kraft', {
      'broker-1': [byZooKeeper(1, 1), byZooKeeper(5, 3)],
      'broker-2': ['[2026-11-24T10:00:00,000] INFO nothing', byZooKeeper(3, 2)],
    });
    expect((await lastElected(cluster))?.name).toBe('broker-1');
  });

  test('is the leader of the quorum as soon as there is one', async () => {
    const cluster = clusterOf('zk-to-kraft', {
      'broker-1': [byZooKeeper(9, 99)],
      'controller-1': [byQuorum(2, 1)],
      'controller-3': [byQuorum(4, 2)],
    });
    expect((await lastElected(cluster))?.name).toBe('controller-3');
  });

  test('is nobody where nobody was', async () => {
    expect(await lastElected(clusterOf('zk-to-kraft', { 'broker-1': [] }))).toBeUndefined();
  });
});
