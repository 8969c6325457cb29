import { describe, expect, it } from 'vitest';
import type { Entry } from '../../src/history/entry.ts';
import { client } from '../../src/measures/client.ts';
import { fold } from '../../src/measures/fold.ts';
import { workloadOf } from '../../src/measures/workload.ts';
import { failure, injected, inTime, leadership, operation, phase, steady } from '../history/literals.ts';

const measure = (...entries: (Entry | Entry[])[]) =>
  fold(
    inTime(...entries),
    client({ name: 'java', intervalMs: 100, partitions: [0], brokerIds: { 'broker-1': 1 } }),
  );

const java = { process: 'java-0' };

describe('what a client felt', () => {
  it('is measured on its own operations, whatever others see', () => {
    const felt = measure(
      steady(0, 10_000, 100, java),
      Array.from({ length: 50 }, (_, n) => failure(5_000 + n, 5_001 + n, 'X', { process: 'probe-0' })),
    );
    expect(felt.produce).toMatchObject({ longestMs: 0, ok: 100, fail: 0 });
    expect(felt.errors).toEqual({});
    expect(felt.longestSendMs).toBe(2);
  });

  it('is an outage where nothing of its own was acknowledged, and its longest send', () => {
    const felt = measure(
      leadership(0, 1, 1, [1, 2]),
      steady(0, 5_000, 100, java),
      [phase(5_000, 'fault'), injected(5_010), leadership(6_000, 2, 2, [2])],
      operation(5_000, 9_000, { ...java, broker: 2 }),
      failure(5_100, 9_500, 'CLIENT_TIMEOUT', java),
      steady(9_100, 13_700, 100, java),
      // The cluster served others all the while.
      steady(5_000, 9_000, 20, { process: 'probe-0', broker: 2 }),
    );
    expect(felt.produce.partitions[0]!.windows).toMatchObject([{ fromMs: 4_902, toMs: 9_000 }]);
    expect(felt.errors).toEqual({ CLIENT_TIMEOUT: 1 });
    expect(felt.longestSendMs).toBe(4_400);
    expect(felt.recovery).toMatchObject({ firstAckMs: 3_990, clientMs: 3_990, steadyMs: 3_990 });
  });

  it('is unknown of a client that sent nothing', () => {
    const felt = measure(steady(0, 1_000, 20, { process: 'probe-0' }));
    expect(felt.produce.longestMs).toBeNull();
    expect(felt.longestSendMs).toBeNull();
  });
});

it('a workload is named by its processes', () => {
  const names = ['probe-0', 'probe', 'kafkajs-12', 'final-reader'];
  expect(names.map((process) => workloadOf(operation(0, 1, { process })))).toEqual([
    ...['probe', 'probe', 'kafkajs', 'final-reader'],
  ]);
});
