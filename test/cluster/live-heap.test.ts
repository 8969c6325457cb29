import { PassThrough, type Readable } from 'node:stream';
import { afterEach, expect, test, vi } from 'vitest';
import type { Cluster } from '../../src/cluster/cluster.ts';
import { liveHeap } from '../../src/cluster/live-heap.ts';
import { defaultSizes } from '../../src/topology/mode.ts';
import { createTopology, findNode } from '../../src/topology/topology.ts';

const node = findNode(createTopology('kraft', defaultSizes), 'controller-1');
const never = new AbortController().signal;
afterEach(() => {
  vi.restoreAllMocks();
});

/** A cluster in which a process prints these lines when it is sent SIGQUIT. */
function clusterThatPrints(...lines: string[]) {
  const output = new PassThrough();
  const signals: string[] = [];
  const container = {
    async kill({ signal }: { signal: string }) {
      signals.push(signal);
      output.write(`${lines.join('\n')}\n`);
    },
    logs: async () => output,
    modem: { demuxStream: (raw: Readable, out: PassThrough) => raw.pipe(out) },
  };
  return { cluster: { container: () => container } as unknown as Cluster, signals };
}

const histogram = [
  'Full thread dump OpenJDK 64-Bit Server VM (21.0.8+9 mixed mode, sharing):',
  ' num     #instances         #bytes  class name (module)',
  '-------------------------------------------------------',
  '   1:          8658       50605312  [B (java.base@21.0.8)',
  'Total         47706       52349240',
];

test('what is left in a heap is the sum of the bytes that the process prints when it is asked', async () => {
  const { cluster, signals } = clusterThatPrints(...histogram);
  expect(await liveHeap(cluster, node, never)).toBe(52_349_240);
  expect(signals).toEqual(['SIGQUIT']);
});

test('is not known of a process that prints no sum in its time', async () => {
  const late = new AbortController();
  vi.spyOn(AbortSignal, 'timeout').mockReturnValue(late.signal);
  setTimeout(() => late.abort(), 20);
  const { cluster } = clusterThatPrints(...histogram.slice(0, -1), '[2026-11-24] INFO Total 3 4 records');
  await expect(liveHeap(cluster, node, never)).rejects.toThrow(
    'controller-1 did not say within 30 s what is in its heap',
  );
});
