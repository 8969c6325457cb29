import { describe, expect, test } from 'vitest';
import { type Cells, cellsOf, nameOf, runCounts } from '../../src/comparison/cells.ts';
import type { Result } from '../../src/results/results.ts';
import { folder, repeats } from './literal-runs.ts';

function found(base: Result[][], head: Result[][]) {
  const { both, onlyBase, onlyHead }: Cells = cellsOf(folder(...base).results, folder(...head).results);
  return {
    both: both.map((cell) => `${nameOf(cell)}: ${cell.base.length}, ${cell.head.length}`),
    onlyBase: onlyBase.map(nameOf),
    onlyHead: onlyHead.map(nameOf),
  };
}

const at = (timeout: number) => ({ set: [`broker:broker.session.timeout.ms=${timeout}`] });

describe('cells', () => {
  test('are the same experiment in the same mode', () => {
    expect(
      found(
        [repeats([1, 2]), repeats([1], { mode: 'zk' }), repeats([1], { experiment: 'pause-leader' })],
        [repeats([1, 2, 3]), repeats([1], { mode: 'zk' }), repeats([1], { experiment: 'stop-leader' })],
      ),
    ).toEqual({
      both: ['kill-leader kraft: 2, 3', 'kill-leader zk: 1, 1'],
      onlyBase: ['pause-leader kraft'],
      onlyHead: ['stop-leader kraft'],
    });
  });

  test('with one version on each side are compared whatever these are', () => {
    const { both } = found([repeats([1])], [repeats([1], { kafkaVersion: '4.3.1' })]);
    expect(both).toEqual(['kill-leader kraft: 1, 1']);
  });

  test('with several versions are matched by them', () => {
    expect(found([repeats([1])], [repeats([1, 2]), repeats([1], { kafkaVersion: '4.3.1' })])).toEqual({
      both: ['kill-leader kraft 3.9.2: 1, 2'],
      onlyBase: [],
      onlyHead: ['kill-leader kraft 4.3.1'],
    });
  });

  test('with one set of settings on each side are compared whatever these are', () => {
    expect(found([repeats([1], at(9_000))], [repeats([1], at(4_000))]).both).toEqual([
      'kill-leader kraft: 1, 1',
    ]);
    expect(found([repeats([1])], [repeats([1], at(4_000))]).both).toEqual(['kill-leader kraft: 1, 1']);
  });

  test('with several sets of settings are matched by them, of another version as well', () => {
    const newer = { kafkaVersion: '4.3.1' };
    expect(
      found(
        [repeats([1], at(4_000)), repeats([1, 2], at(9_000)), repeats([1])],
        [repeats([1], { ...at(4_000), ...newer }), repeats([1], { ...at(9_000), ...newer })],
      ),
    ).toEqual({
      both: [
        'kill-leader kraft broker:broker.session.timeout.ms=4000: 1, 1',
        'kill-leader kraft broker:broker.session.timeout.ms=9000: 2, 1',
      ],
      onlyBase: ['kill-leader kraft (nothing set)'],
      onlyHead: [],
    });
  });

  test('do not mind in which order settings were said', () => {
    const settings = ['broker:a=1', 'broker:b=2'];
    const others = repeats([1], { set: ['broker:a=2', 'broker:b=2'] });
    const { both } = found(
      [repeats([1], { set: settings }), others],
      [repeats([1], { set: settings.toReversed() }), others],
    );
    expect(both).toHaveLength(2);
  });

  test('have the runs that decided something, of each the last attempt', () => {
    const [first] = repeats([1], { outcome: 'unknown' });
    const [again] = repeats([2], { attempt: 2 });
    const results = [
      ...[first!, again!],
      ...repeats([3], { index: 1, outcome: 'fail' }),
      ...repeats([4], { index: 2, outcome: 'unknown' }),
      ...repeats([5], { index: 3, outcome: 'not run' }),
    ];
    const [cell] = cellsOf(results, results).both;
    expect(cell!.base.map(({ produce }) => produce.longestMs)).toEqual([2, 3]);
    expect(runCounts(results)).toEqual({ used: 2, unknown: 1, notRun: 1 });
  });

  test('are on one side only where the other side decided nothing', () => {
    expect(found([repeats([1])], [repeats([1], { outcome: 'unknown' })])).toEqual({
      both: [],
      onlyBase: ['kill-leader kraft'],
      onlyHead: [],
    });
  });
});
