import { expect, it } from 'vitest';
import type { Entry } from '../../src/history/entry.ts';
import { fold } from '../../src/measures/fold.ts';
import { heap } from '../../src/measures/heap.ts';
import { event } from '../history/literals.ts';

const measure = (...entries: Entry[]) => fold(entries, heap());
const left = (atMs: number, liveBytes: number, node = 'controller-1') =>
  event(atMs, { kind: 'heap', node, liveBytes });

it('is what was left the last time, and how much more that is than the first time', () => {
  expect(measure(left(1, 40), left(2, 55), left(3, 52))).toEqual({
    ...{ node: 'controller-1', liveBytes: 52, grownBytes: 12 },
  });
});

it('can have become smaller', () => {
  expect(measure(left(1, 40), left(2, 35))).toMatchObject({ grownBytes: -5 });
});

it('of another node than before tells no growth, nor does a single look', () => {
  const one = { node: 'controller-2', liveBytes: 70, grownBytes: null };
  expect(measure(left(1, 40), left(2, 70, 'controller-2'))).toEqual(one);
  expect(measure(left(2, 70, 'controller-2'))).toEqual(one);
});

it('is not known if nobody looked', () => {
  expect(measure()).toBeNull();
});
