import { expect, test, vi } from 'vitest';
import type { Cluster } from '../../src/cluster/cluster.ts';
import { ensembleWork } from '../../src/cluster/ensemble-work.ts';
import { defaultSizes } from '../../src/topology/mode.ts';
import { createTopology, type Node } from '../../src/topology/topology.ts';

const answers = vi.hoisted(() => new Map<string, string>());
vi.mock('../../src/cluster/ask.ts', () => ({
  askOwn: async (_: unknown, { name }: Node) => ({ text: answers.get(name) ?? '' }),
}));

/** Three servers of which some have a process, and each has spent so long on processors. */
function clusterOf(processorMs: Record<string, number>): Cluster {
  return {
    topology: createTopology('zk', defaultSizes),
    isPartOfIt: ({ name }: Node) => name in processorMs,
    container: (name: string) => ({
      stats: async () => ({ cpu_stats: { cpu_usage: { total_usage: processorMs[name]! * 1e6 } } }),
    }),
  } as unknown as Cluster;
}

const srvr = (mode: string, zxid: string) =>
  `Zookeeper version: 3.8.4\nReceived: 12\nOutstanding: 0\nZxid: ${zxid}\nMode: ${mode}\nNode count: 31\n`;

test('writes are what the leader counts in its epoch, and time on processors is that of all', async () => {
  answers.clear();
  answers.set('zookeeper-1', srvr('follower', '0x2000000ff'));
  answers.set('zookeeper-2', srvr('leader', '0x300000101'));
  answers.set('zookeeper-3', srvr('follower', '0x300000100'));
  const cluster = clusterOf({ 'zookeeper-1': 1_000, 'zookeeper-2': 2_500, 'zookeeper-3': 500 });
  expect(await ensembleWork(cluster)).toEqual({ epoch: 3, writes: 257, processorMs: 4_000 });
});

test('a server without a process is not asked', async () => {
  answers.clear();
  answers.set('zookeeper-2', srvr('leader', '0x100000005'));
  expect(await ensembleWork(clusterOf({ 'zookeeper-2': 40 }))).toEqual({
    epoch: 1,
    writes: 5,
    processorMs: 40,
  });
});

test('nothing is known while nobody leads', async () => {
  answers.clear();
  answers.set('zookeeper-1', 'This ZooKeeper instance is not currently serving requests\n');
  await expect(ensembleWork(clusterOf({ 'zookeeper-1': 1 }))).rejects.toThrow(
    'no ZooKeeper server says that it leads',
  );
});
