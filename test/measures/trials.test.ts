import { expect, it } from 'vitest';
import type { Entry } from '../../src/history/entry.ts';
import { fold } from '../../src/measures/fold.ts';
import { trials } from '../../src/measures/trials.ts';
import { event, phase, write } from '../history/literals.ts';

const measure = (...entries: Entry[]) => fold(entries, trials());
const tried = (atMs: number, what: string, works: boolean) =>
  event(atMs, { kind: 'trial', what, works, found: 'so' });

it('counts what was tried, and what of it does not work', () => {
  expect(measure(tried(1, 'a.setting', true), write(5, 'a', 0), tried(10.2, 'b.setting', false))).toEqual({
    ...{ made: 2, failed: 1 },
    tried: [
      { atMs: 1, what: 'a.setting', works: true, found: 'so' },
      { atMs: 10.2, what: 'b.setting', works: false, found: 'so' },
    ],
  });
});

it('is not known if nothing was tried', () => {
  expect(measure(phase(0, 'fault'), write(15, 'a', 0))).toBeNull();
});
