import { expect, test } from 'vitest';
import { cellsOf } from '../../src/comparison/cells.ts';
import { brokenGuarantees } from '../../src/comparison/guarantees.ts';
import type { Run } from '../../src/results/run-json.ts';
import { literalRun } from '../results/literal-results.ts';
import { repeats } from './literal-runs.ts';

type Safety = Partial<Run['safety']>;
const runs = (safeties: Safety[], workload: Partial<Run['workload']> = {}) =>
  safeties.flatMap((safety, index) =>
    repeats(
      [1],
      { index },
      {
        safety: { ...literalRun().safety, ...safety },
        workload: { ...literalRun().workload, ...workload },
      },
    ),
  );
const broken = (base: ReturnType<typeof runs>, head: ReturnType<typeof runs>) =>
  cellsOf(base, head)
    .both.flatMap(brokenGuarantees)
    .map(({ cell: _, ...found }) => found);

const none = { lost: 0 };

test('one lost record is enough, however many runs lost none', () => {
  expect(broken(runs([none, none]), runs([none, { lost: 3 }, none]))).toEqual([
    {
      words: 'acknowledged records lost',
      base: { count: 0, inRuns: 0, runs: 2 },
      head: { count: 3, inRuns: 1, runs: 3 },
    },
  ]);
});

test.each<keyof Run['safety']>([
  'unseen',
  'skipped',
  'duplicates',
  'reordered',
  'phantom',
  'corrupted',
  'disagreeing',
  'committedBack',
])('%s is a guarantee as well', (name) => {
  expect(broken(runs([{ [name]: 0 }]), runs([{ [name]: 1 }]))).toHaveLength(1);
});

test('repeated deliveries are allowed', () => {
  expect(broken(runs([{ redelivered: 0 }]), runs([{ redelivered: 90 }]))).toEqual([]);
});

test('what BASE broke as well is not new, and what HEAD no longer breaks is no proof', () => {
  expect(broken(runs([none, { lost: 1 }]), runs([{ lost: 500 }]))).toEqual([]);
  expect(broken(runs([{ lost: 500 }]), runs([none]))).toEqual([]);
});

test('what BASE could not know is not compared', () => {
  expect(broken(runs([{ disagreeing: null }]), runs([{ disagreeing: 4 }]))).toEqual([]);
  expect(broken(runs([{ disagreeing: null }, { disagreeing: 0 }]), runs([{ disagreeing: 4 }]))).toHaveLength(
    1,
  );
});

test('who does not wait for the replicas may lose', () => {
  const application = { client: 'kafkajs', intervalMs: 100, idempotent: true } as const;
  for (const workload of [
    { acks: '1' },
    { acks: 'all', applications: [{ ...application, acks: '0' }] },
  ] as const) {
    const applications = 'applications' in workload ? [...workload.applications] : [];
    const all = { ...workload, applications };
    expect(broken(runs([none], all), runs([{ lost: 3 }], all))).toEqual([]);
  }
});

test('who sends again without idempotence may write twice', () => {
  const found = (client: string, idempotent?: boolean) => {
    const application = {
      client,
      intervalMs: 100,
      acks: 'all' as const,
      ...(idempotent !== undefined && { idempotent }),
    };
    const workload = { applications: [application] };
    return broken(runs([{ duplicates: 0 }], workload), runs([{ duplicates: 2 }], workload)).length;
  };
  expect([found('kafkajs'), found('platformatic', false), found('java', false)]).toEqual([0, 0, 0]);
  // Java's is idempotent by default.
  expect([found('kafkajs', true), found('java'), found('java', true)]).toEqual([1, 1, 1]);
});
