import { expect, test } from 'vitest';
import { cellsOf } from '../../src/comparison/cells.ts';
import { differencesIn } from '../../src/comparison/differences.ts';
import type { Result } from '../../src/results/results.ts';
import { literalRun } from '../results/literal-results.ts';
import { repeats } from './literal-runs.ts';

const cluster = (effectiveConfig: Record<string, Record<string, string | null>>, brokers = 3) => ({
  cluster: {
    ...literalRun().cluster,
    nodes: Array.from({ length: brokers }, (_, i) => ({
      name: `broker-${i + 1}`,
      id: i + 1,
      roles: ['broker'],
    })),
    effectiveConfig,
  },
});

function differences(base: Result[], head: Result[]): string[] {
  return cellsOf(base, head).both.flatMap(differencesIn);
}

test('nothing differs between a run and itself', () => {
  const runs = repeats([1, 2], {}, cluster({ 'broker-1': { 'broker.session.timeout.ms': '9000' } }));
  expect(differences(runs, runs)).toEqual([]);
});

test('versions, sizes and workloads are told apart', () => {
  const base = repeats([1], {}, cluster({}));
  const head = repeats(
    [1],
    { kafkaVersion: '4.3.1' },
    { ...cluster({}, 5), workload: { ...literalRun().workload, acks: '1', partitions: 3 } },
  );
  expect(differences(base, head)).toEqual([
    'Kafka 3.9.2 -> 4.3.1',
    'acks all -> 1',
    'partitions 1 -> 3',
    'nodes that are broker 3 -> 5',
  ]);
});

test('settings are told apart by what the brokers report, all values of a side together', () => {
  const base = repeats([1], {}, cluster({ 'broker-1': { a: '1', b: '1', old: '1', unset: null } }));
  const head = repeats(
    [1],
    {},
    cluster({ 'broker-1': { a: '2', b: '1' }, 'broker-2': { a: '3', unset: 'x', new: '1' } }),
  );
  // What only one of two versions knows is left out.
  expect(differences(base, head)).toEqual(['a 1 -> 2, 3', 'unset (not set) -> x']);
});

test('what a sweep set comes first, by what became of it where a broker tells', () => {
  const config = (session: string) =>
    cluster({ 'broker-1': { aaa: session, 'zookeeper.session.timeout.ms': session } });
  const base = repeats([1], {}, config('18000'));
  const head = repeats(
    [1],
    { set: ['broker:zookeeper.session.timeout.ms=3000', 'zookeeper:tickTime=2000'] },
    config('4000'),
  );
  expect(differences(base, head)).toEqual([
    'zookeeper.session.timeout.ms 18000 -> 4000',
    'zookeeper:tickTime (default) -> 2000',
    'aaa 18000 -> 4000',
  ]);
});

test('what was set for controllers is told whatever brokers report of it', () => {
  const config = cluster({ 'broker-1': { 'broker.session.timeout.ms': '9000' } });
  const base = repeats([1], {}, config);
  const head = repeats([1], { set: ['controller:broker.session.timeout.ms=4000'] }, config);
  expect(differences(base, head)).toEqual(['controller:broker.session.timeout.ms (default) -> 4000']);
});

test('ports that every run has for itself are no difference', () => {
  const at = (port: number) =>
    repeats([1], {}, cluster({ 'broker-1': { 'advertised.listeners': `CLIENT://127.0.0.1:${port}` } }));
  expect(differences(at(36_295), at(33_376))).toEqual([]);
});

test('long values are cut', () => {
  const [difference] = differences(
    repeats([1], {}, cluster({ 'broker-1': { a: 'x'.repeat(50) } })),
    repeats([1], {}, cluster({ 'broker-1': { a: 'y' } })),
  );
  expect(difference).toBe(`a ${'x'.repeat(39)}… -> y`);
});
