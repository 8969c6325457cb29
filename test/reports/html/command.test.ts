import { expect, test } from 'vitest';
import { commandOf } from '../../../src/reports/html/page/figures.ts';
import type { PageResult } from '../../../src/reports/html/page-data.ts';
import type { Run } from '../../../src/results/run-json.ts';
import { literalRun } from '../../results/literal-results.ts';

const usual = { ...literalRun().workload, partitions: 3 };
const nodes = (role: string, count: number) =>
  Array.from({ length: count }, (_, i) => ({ name: `${role}-${i + 1}`, id: i + 1, roles: role.split('+') }));

function command(changes: Partial<Run>, set?: string[]): string {
  const run = literalRun({ workload: usual, ...changes });
  const about = {
    experiment: 'kill-leader',
    mode: run.mode,
    kafkaVersion: '3.9.2',
    n: 1,
    index: 0,
    attempt: 1,
  };
  return commandOf(
    { ...about, set, outcome: 'pass', tookMs: 1, folder: '', run } as unknown as PageResult,
    9,
  );
}

const cluster = (...all: Run['cluster']['nodes'][]) => ({ ...literalRun().cluster, nodes: all.flat() });

test('what is as usual is not said', () => {
  const plain = cluster(nodes('controller', 3), nodes('broker', 3));
  expect(command({ cluster: plain })).toBe(
    'npm run chaos -- run kill-leader --mode kraft --kafka 3.9.2 --seed 1',
  );
});

test('what is not as usual is said: sizes, clients, workload, settings', () => {
  const applications = ['java', 'java4'].map((client) => ({ client, intervalMs: 100, acks: 'all' as const }));
  const workload = { ...usual, applications, acks: '1' as const, intervalMs: 50, partitions: 6 };
  const large = cluster(nodes('controller', 5), nodes('broker', 4));
  expect(command({ cluster: large, workload }, ['broker:a=1', 'topic:b=2'])).toBe(
    'npm run chaos -- run kill-leader --mode kraft --kafka 3.9.2 --brokers 4 --controllers 5 --client java,java4 --acks 1 --interval-ms 50 --partitions 6 --set broker:a=1 --set topic:b=2 --seed 1',
  );
});

test('combined nodes are counted once', () => {
  const combined = cluster(nodes('controller+broker', 5));
  expect(command({ mode: 'kraft-combined', cluster: combined })).toContain(
    '--kafka 3.9.2 --brokers 5 --seed',
  );
});
