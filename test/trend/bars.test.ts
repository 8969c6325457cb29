import { expect, test } from 'vitest';
import { bar, sparkline } from '../../src/trend/bars.ts';

test.each([
  [8, '████████'],
  [4, '████'],
  [4.5, '████▌'],
  [1 / 8, '▏'],
  [7 / 8, '▉'],
  // More than nothing shows.
  [0.001, '▏'],
  [0, ''],
])('of 8 in 8 characters, %s is %s', (value, drawn) => {
  expect(bar(value, 8, 8)).toBe(drawn);
});

test('where everything is nothing, there is no bar', () => {
  expect(bar(0, 0, 8)).toBe('');
});

test('a sparkline begins at nothing, not at the least', () => {
  expect(sparkline([0, 1, 2, 3, 4, 5, 6, 7])).toBe('▁▂▃▄▅▆▇█');
  expect(sparkline([99, 100])).toBe('██');
  expect(sparkline([7, null, 0])).toBe('█ ▁');
  expect(sparkline([0, 0])).toBe('▁▁');
  expect(sparkline([null])).toBe(' ');
});
