import { describe, expect, it } from 'vitest';
import type { Entry } from '../../src/history/entry.ts';
import { fold } from '../../src/measures/fold.ts';
import { replication } from '../../src/measures/replication.ts';
import { injected, leadership, phase } from '../history/literals.ts';

const measure = (...entries: Entry[]) => fold(entries, replication());
const before = [leadership(0, 1, 5, [1, 2, 3], 0), leadership(0, 2, 3, [2, 3, 1], 1)];

describe('replication', () => {
  it('counts on every partition how often the ISR shrank and another one led', () => {
    expect(
      measure(
        ...before,
        leadership(500, 2, 3, [2, 3], 1),
        leadership(600, 2, 3, [2, 3, 1], 1),
        phase(990, 'fault'),
        leadership(995, 2, 3, [2, 3], 1),
        injected(1000),
        leadership(1500, null, 6, [2, 3], 0),
        leadership(2000, 2, 7, [2, 3], 0),
        leadership(3000, 2, 7, [2, 3, 1], 0),
        leadership(4000, 1, 8, [2, 3, 1], 0),
      ),
    ).toEqual({ isrShrinks: 2, leaderChanges: 2 });
  });

  it('takes neither the same leader in a new epoch nor an old answer for a change', () => {
    expect(
      measure(
        ...before,
        injected(1000),
        leadership(1100, null, 6, [1, 2, 3], 0),
        leadership(1200, 1, 7, [1, 2, 3], 0),
        leadership(1300, 3, 6, [1, 2, 3], 0),
        leadership(1400, 1, 7, [1, 2, 3], 0),
      ),
    ).toEqual({ isrShrinks: 0, leaderChanges: 0 });
  });

  it('is unknown without an injection, and where nobody looked', () => {
    const unknown = { isrShrinks: null, leaderChanges: null };
    expect(measure(...before, leadership(2000, 2, 6, [2], 0))).toEqual(unknown);
    expect(measure(injected(1000))).toEqual(unknown);
  });
});
