import { expect, it } from 'vitest';
import type { Entry } from '../../src/history/entry.ts';
import { fold } from '../../src/measures/fold.ts';
import { inventory } from '../../src/measures/inventory.ts';
import { event, phase, write } from '../history/literals.ts';

const measure = (...entries: Entry[]) => fold(entries, inventory());
const looked = (atMs: number, compared: string, ...differences: string[]) =>
  event(atMs, { kind: 'inventory', compared, differences });

it('has no difference where all was as before, whenever it was looked at', () => {
  expect(measure(looked(1, '3 topics'), looked(2, '3 topics'))).toEqual({
    ...{ comparisons: 2, compared: '3 topics', differences: 0, found: [] },
  });
});

it('has each difference with its time, over all comparisons, and what was compared the last time', () => {
  expect(
    measure(
      phase(0, 'fault'),
      looked(10.2, '3 topics', 'orders is gone', 'payments has 2 partitions, not 3'),
      write(15, 'a', 0),
      looked(20, '4 topics', 'orders is gone'),
    ),
  ).toEqual({
    ...{ comparisons: 2, compared: '4 topics', differences: 3 },
    found: [
      { atMs: 10.2, what: 'orders is gone' },
      { atMs: 10.2, what: 'payments has 2 partitions, not 3' },
      { atMs: 20, what: 'orders is gone' },
    ],
  });
});

it('is not known if nothing was compared', () => {
  expect(measure(phase(0, 'fault'), write(15, 'a', 0))).toBeNull();
});
