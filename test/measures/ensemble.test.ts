import { expect, it } from 'vitest';
import type { Entry } from '../../src/history/entry.ts';
import { ensemble } from '../../src/measures/ensemble.ts';
import { fold } from '../../src/measures/fold.ts';
import { event } from '../history/literals.ts';

const measure = (...entries: Entry[]) => fold(entries, ensemble());
const look = (atMs: number, writes: number, processorMs: number, epoch = 1) =>
  event(atMs, { kind: 'ensemble', epoch, writes, processorMs });

it('is what came between the first two looks and between the last two', () => {
  expect(
    measure(look(1_000, 20, 500), look(11_000, 21, 600), look(12_000, 30, 900), look(14_000, 130, 1_900)),
  ).toEqual({
    first: { forMs: 10_000, writesPerSecond: 0.1, processors: 0.01 },
    last: { forMs: 2_000, writesPerSecond: 50, processors: 0.5 },
  });
});

it('of two looks is the same at first and at last', () => {
  const { first, last } = measure(look(0, 0, 0), look(3_000, 1, 1_000))!;
  expect(first).toEqual({ forMs: 3_000, writesPerSecond: 0.333, processors: 0.333 });
  expect(last).toEqual(first);
});

it('tells no writes where another server came to lead, which counts from zero', () => {
  expect(measure(look(0, 900, 100), look(1_000, 3, 300, 2))!.last).toEqual({
    ...{ forMs: 1_000, writesPerSecond: null, processors: 0.2 },
  });
});

it('tells no processors where a server began anew, whose time counts from zero', () => {
  expect(measure(look(0, 1, 4_000), look(1_000, 3, 300))!.last).toMatchObject({ processors: null });
});

it('is not known if nobody looked twice', () => {
  expect(measure()).toBeNull();
  expect(measure(look(0, 900, 100))).toBeNull();
});
