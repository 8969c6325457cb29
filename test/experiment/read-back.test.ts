import { expect, test, vi } from 'vitest';
import type { Admin } from '../../src/clients/admin.ts';
import type { PartitionRead } from '../../src/clients/final-reader.ts';
import { readBack } from '../../src/experiment/read-back.ts';
import { workloadSchema } from '../../src/experiment/workload.ts';
import { startClock } from '../../src/history/clock.ts';
import type { EventBody } from '../../src/history/entry.ts';

const found = vi.hoisted(() => ({ partitions: [] as PartitionRead[], replicas: 0 }));
vi.mock('../../src/clients/final-reader.ts', () => ({ readAll: async () => found.partitions }));
vi.mock('../../src/clients/replica-reader.ts', () => ({
  readReplicas: async () => {
    found.replicas++;
    return [];
  },
}));

test('a partition that cannot be read is told, and the replicas are read all the same', async () => {
  const read = { endOffset: 3, highWatermark: 6 };
  found.partitions = [
    { partition: 0, ...read, stopped: 'at offset 3 of 6: CORRUPT_MESSAGE', hasHangingTransaction: false },
    { partition: 1, ...read, stopped: null, hasHangingTransaction: true },
    { partition: 2, endOffset: 6, highWatermark: 6, stopped: null, hasHangingTransaction: false },
  ];
  const told: EventBody[] = [];
  const clock = startClock();
  const scene = {
    admin: {} as Admin,
    topic: 't',
    clock,
    record: () => {},
    tell: (event: EventBody) => void told.push(event),
  };
  await readBack(scene, workloadSchema.parse({}));
  expect(told).toEqual([
    {
      kind: 'trouble',
      what: 'partition 0 could not be read from its leader at offset 3 of 6: CORRUPT_MESSAGE',
    },
    { kind: 'trouble', what: 'partition 1 could be read to offset 3 only, where a transaction hangs' },
  ]);
  expect(found.replicas).toBe(1);
});
