import { expect, test } from 'vitest';
import { nightsOf } from '../../src/trend/shard-nights.ts';
import { at } from './nights.ts';

const suite = (startedAt: string, index?: number, seed = 7) => ({
  ...{ what: 'suite nightly', seed, startedAt },
  ...(index !== undefined && { shard: { index, of: 2 } }),
});

test('shards have the night of the first of them, and what is no shard its own', () => {
  const suites = [
    suite(at(3, '02:00:07'), 2),
    suite(at(3, '02:00:00'), 1),
    suite(at(4, '02:00:00'), 2),
    suite(at(4, '02:00:01'), 1),
    suite(at(3, '02:00:05')),
    suite(at(3, '03:00:00'), 2, 8),
  ];
  const nights = nightsOf(suites);
  expect(suites.map((each) => nights.get(each))).toEqual([
    ...[at(3, '02:00:00'), at(3, '02:00:00')],
    ...[at(4, '02:00:00'), at(4, '02:00:00')],
    ...[at(3, '02:00:05'), at(3, '03:00:00')],
  ]);
});
