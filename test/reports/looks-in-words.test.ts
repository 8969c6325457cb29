import { expect, test } from 'vitest';
import { looksInWords } from '../../src/reports/looks-in-words.ts';

test('a heap is told with what it grew by, if that is known', () => {
  const heap = { node: 'controller-2', liveBytes: 52_349_240, grownBytes: 10_645_320 };
  expect(looksInWords({ heap, ensemble: null })).toEqual([
    'what controller-2 cannot do without in its heap is 52.3 MB, 10.6 MB more than at first',
  ]);
  expect(looksInWords({ heap: { ...heap, grownBytes: null }, ensemble: null })).toEqual([
    'what controller-2 cannot do without in its heap is 52.3 MB',
  ]);
});

test("an ensemble's work is told as it was at first and at last", () => {
  const first = { forMs: 10_000, writesPerSecond: 0.1, processors: 0.01 };
  const last = { forMs: 20_000, writesPerSecond: 48.25, processors: 0.4 };
  expect(looksInWords({ heap: null, ensemble: { first, last } })).toEqual([
    'the ZooKeeper servers wrote 0.1 times a second with 0.01 processors at first, and 48.25 times with 0.4 at last',
  ]);
  expect(looksInWords({ heap: null, ensemble: { first, last: { ...last, writesPerSecond: null } } })).toEqual(
    [expect.stringMatching(/and under another leader with 0\.4 at last$/)],
  );
});

test('nothing is told where nobody looked', () => {
  expect(looksInWords({ heap: null, ensemble: null })).toEqual([]);
});
