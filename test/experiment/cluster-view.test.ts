import { expect, test, vi } from 'vitest';
import type { Admin } from '../../src/clients/admin.ts';
import type { Cluster } from '../../src/cluster/cluster.ts';
import { viewOf } from '../../src/experiment/cluster-view.ts';
import { defaultSizes } from '../../src/topology/mode.ts';
import { createTopology } from '../../src/topology/topology.ts';

const asked = vi.hoisted(() => ({ controller: async (): Promise<number | null> => null }));
vi.mock('../../src/clients/administration.ts', () => ({
  activeController: () => asked.controller(),
  coordinator: async () => null,
}));

const topology = createTopology('kraft', defaultSizes);
const view = viewOf(
  {
    cluster: { topology } as Cluster,
    admin: {} as Admin,
    ...{ topic: 't', signal: new AbortController().signal },
  },
  { group: 'g', transaction: 't' },
);

test('an answer is waited for no longer than patience lasts, however long a broker is silent', async () => {
  asked.controller = () => new Promise(() => {});
  const began = performance.now();
  expect(await view.activeController(200)).toBeUndefined();
  expect(performance.now() - began).toBeLessThan(2_000);
});

test('an answer that comes in time is taken', async () => {
  const second = topology.nodes.find(({ name }) => name === 'controller-2')!;
  asked.controller = async () => second.id;
  expect(await view.activeController(2_000)).toBe(second);
});
