import { expect, test } from 'vitest';
import { timeAxis, valueAxis } from '../../src/trend/scales.ts';
import { at } from './nights.ts';

const texts = (axis: { ticks: { text: string }[] }) => axis.ticks.map(({ text }) => text);

test.each([
  ['produce.longestMs', 9_200, ['0 s', '2 s', '4 s', '6 s', '8 s', '10 s']],
  ['produce.longestMs', 1_400, ['0.0 s', '0.2 s', '0.4 s', '0.6 s', '0.8 s', '1.0 s', '1.2 s', '1.4 s']],
  ['latencyMs.during.p99', 48, ['0 ms', '10 ms', '20 ms', '30 ms', '40 ms', '50 ms']],
  ['safety.acknowledged', 4_812, ['0', '1,000', '2,000', '3,000', '4,000', '5,000']],
  // There is no half of a lost record.
  ['safety.lost', 2, ['0', '1', '2']],
  ['safety.lost', 0, ['0', '1']],
] as const)('the axis of %s up to %s begins at 0 and ends round', (measure, greatest, expected) => {
  const axis = valueAxis([0, greatest], measure, [300, 0]);
  expect(texts(axis)).toEqual(expected);
  expect(axis.at(0)).toBe(300);
  expect(axis.at(greatest)).toBeGreaterThanOrEqual(0);
});

test('days are dates, with the year where it is new', () => {
  const days = ['2026-12-28T02:00:00Z', '2027-01-02T02:00:00Z'].map((time) => new Date(time));
  const axis = timeAxis(days, [0, 500]);
  expect(texts(axis)).toEqual(['29 Dec 2026', '30 Dec', '31 Dec', '1 Jan 2027', '2 Jan']);
  expect(days.map((day) => axis.at(day))).toEqual([0, 500]);
});

test('a single night is in the middle of a day', () => {
  const axis = timeAxis([new Date(at(25))], [0, 480]);
  expect(axis.at(new Date(at(25)))).toBe(240);
  expect(texts(axis)).toContain('25 Nov 2026');
  expect(texts(axis)).toContain('06:00');
});
