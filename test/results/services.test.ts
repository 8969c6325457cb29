import { expect, test } from 'vitest';
import { noGap } from '../../src/results/services.ts';

test('that there was no gap is told with the shortest that could have been seen, if that is long', () => {
  expect(noGap([{ thresholdMs: 250 }, { thresholdMs: 1_000 }])).toBe('no gap');
  expect(noGap([{ thresholdMs: 250 }, { thresholdMs: 25_000 }])).toBe('no gap over 25.0 s');
  expect(noGap([])).toBe('no gap');
});
