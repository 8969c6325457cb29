import { expect, test } from 'vitest';
import { clusterLabel, keptLabel, ownerLabel, ownerLabels } from '../../src/engine/ownership.ts';
import { neighbourWatch } from '../../src/experiment/neighbour-watch.ts';
import type { EventBody } from '../../src/history/entry.ts';

const ours = ownerLabels('ours');
const theirs = (cluster: string) => ({ [ownerLabel]: '{"pid":1}', [clusterLabel]: cluster });

test('a run tells of each cluster of others once, and of none of its own process', async () => {
  let running = [ours, ours];
  const told: EventBody[] = [];
  const listContainers = async ({ all }: { all?: boolean }) => {
    expect(all).not.toBe(true);
    return running.map((Labels) => ({ Labels }));
  };
  const listVolumes = async () => ({ Volumes: [] });
  const look = neighbourWatch({ listContainers, listVolumes } as never, (event) => told.push(event));
  await look();
  expect(told).toEqual([]);
  running = [ours, theirs('kept'), theirs('kept')];
  await look();
  running = [ours, theirs('kept'), theirs('late')];
  await look();
  const words = 'runs on this machine: each disturbs what the other measures';
  expect(told).toEqual([
    { kind: 'note', what: `another cluster (kept) ${words}` },
    { kind: 'note', what: `another cluster (late) ${words}` },
  ]);
});

test('a cluster that an earlier run of the same process kept is one of others', async () => {
  const before = ownerLabels('kept');
  const engine = {
    listContainers: async () => [ours, before].map((Labels) => ({ Labels })),
    async listVolumes({ filters }: { filters: { label: string[] } }) {
      expect(filters.label).toEqual([keptLabel]);
      return { Volumes: [{ Labels: { ...before, [keptLabel]: 'true' } }] };
    },
  };
  const told: EventBody[] = [];
  await neighbourWatch(engine as never, (event) => told.push(event))();
  expect(told).toMatchObject([{ what: expect.stringContaining('another cluster (kept)') }]);
});

test('an engine that does not answer ends no run', async () => {
  const told: EventBody[] = [];
  const listContainers = () => Promise.reject(new Error('connect ECONNREFUSED'));
  const engine = { listContainers, listVolumes: listContainers };
  await neighbourWatch(engine as never, (event) => told.push(event))();
  expect(told).toEqual([]);
});
