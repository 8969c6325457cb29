import type Docker from 'dockerode';
import { expect, test, vi } from 'vitest';
import { bootCluster, type ClusterOptions } from '../../src/cluster/boot.ts';
import { removeCluster } from '../../src/engine/leftovers.ts';
import { firstCause } from '../../src/errors.ts';
import { createTopology } from '../../src/topology/topology.ts';

vi.mock('../../src/cluster/proxies.ts', () => ({
  startProxies: async () => ({ clientPorts: new Map(), open: async () => {} }),
}));
vi.mock('../../src/cluster/hosts.ts', () => ({ startHost: () => Promise.reject(new Error('no host')) }));
vi.mock('../../src/engine/leftovers.ts', () => ({ removeCluster: vi.fn(async () => {}) }));

const boot = (signal: AbortSignal) => {
  const options: ClusterOptions = {
    topology: createTopology('zk', { brokers: 1, controllers: 1, zookeepers: 1 }),
    image: { reference: 'kafka', id: 'sha256:0', kafkaVersion: '3.9.2', source: 'local', javaArguments: [] },
    toxiproxyImage: 'toxiproxy',
    settings: {},
  };
  return bootCluster({} as Docker, 'x', options, signal);
};

test('a boot that is to begin when all is over already comes back at once', async () => {
  await expect(boot(AbortSignal.abort(new Error('interrupted')))).rejects.toThrow('interrupted');
});

test('why a boot failed is told also where what was made cannot be removed', async () => {
  vi.mocked(removeCluster).mockRejectedValueOnce(new Error('not removed'));
  const error = await boot(new AbortController().signal).catch((error) => error);
  expect(firstCause(error).message).toBe('no host');
});
