import { describe, expect, it } from 'vitest';
import type { Entry } from '../../src/history/entry.ts';
import { fold } from '../../src/measures/fold.ts';
import { replication } from '../../src/measures/replication.ts';
import { injected, leadership, phase } from '../history/literals.ts';

const measure = (...entries: Entry[]) => fold(entries, replication());
const untold = { tellingElections: null, electedFirstInList: null, electedSmallestId: null };
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
    ).toMatchObject({ isrShrinks: 2, leaderChanges: 2 });
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
    ).toMatchObject({ isrShrinks: 0, leaderChanges: 0 });
  });

  it('is unknown without an injection, and where nobody looked', () => {
    const unknown = { isrShrinks: null, leaderChanges: null, ...untold };
    expect(measure(...before, leadership(2000, 2, 6, [2], 0))).toEqual(unknown);
    expect(measure(injected(1000))).toEqual(unknown);
  });
});

describe('by which rule a leader is chosen', () => {
  /** What is told when the leader, which is the first in the list, is gone from an ISR of all, and another one leads. */
  const elected = (list: number[], leader: number, isr = list.slice(1), epoch = 1) =>
    measure(
      leadership(0, list[0]!, 0, list, 0, list),
      injected(1000),
      leadership(2000, leader, epoch, isr, 0, list),
    );
  const told = (tellingElections: number, electedFirstInList: number, electedSmallestId: number) => ({
    ...{ tellingElections, electedFirstInList, electedSmallestId },
  });

  it('is told where the first in the list is not the smallest id', () => {
    expect(elected([2, 3, 1], 3)).toMatchObject(told(1, 1, 0));
    expect(elected([2, 3, 1], 1)).toMatchObject(told(1, 0, 1));
    expect(elected([1, 4, 2, 3], 3)).toMatchObject(told(1, 0, 0));
  });

  it('goes by the list, not by the order in which the ISR is told', () => {
    expect(elected([2, 3, 1], 3, [1, 3])).toMatchObject(told(1, 1, 0));
  });

  it('is not told where both are the same, or only one is in sync', () => {
    expect(elected([3, 1, 2], 1)).toMatchObject(told(0, 0, 0));
    expect(elected([2, 3, 1], 3, [3])).toMatchObject(told(0, 0, 0));
    expect(
      measure(
        leadership(0, 2, 0, [2, 3], 0, [2, 3, 1]),
        injected(1000),
        leadership(2000, 3, 1, [3, 1], 0, [2, 3, 1]),
      ),
    ).toMatchObject(told(0, 0, 0));
  });

  it('is not told where the old leader is in sync still: it was replaced on purpose', () => {
    expect(elected([2, 3, 1], 3, [2, 3, 1])).toMatchObject({ leaderChanges: 1, ...told(0, 0, 0) });
  });

  it('is not told where an election before was not seen', () => {
    expect(elected([2, 3, 1], 3, [3, 1], 2)).toMatchObject({ leaderChanges: 1, ...told(0, 0, 0) });
  });

  it('is told over a time without a leader', () => {
    expect(
      measure(
        leadership(0, 2, 0, [2, 3, 1], 0, [2, 3, 1]),
        injected(1000),
        leadership(1500, null, 0, [2, 3, 1], 0, [2, 3, 1]),
        leadership(2000, 3, 1, [3, 1], 0, [2, 3, 1]),
      ),
    ).toMatchObject(told(1, 1, 0));
  });

  it('goes by the list as it was before, after a reassignment', () => {
    expect(
      measure(
        leadership(0, 2, 0, [2, 3, 1], 0, [2, 3, 1]),
        injected(1000),
        leadership(1500, 2, 0, [2, 3, 1], 0, [2, 1, 3]),
        leadership(2000, 1, 1, [3, 1], 0, [2, 1, 3]),
      ),
    ).toMatchObject(told(0, 0, 0));
  });

  it('counts only what came after the injection began', () => {
    const early = leadership(500, 3, 1, [3, 1], 0, [2, 3, 1]);
    expect(measure(leadership(0, 2, 0, [2, 3, 1], 0, [2, 3, 1]), early, injected(1000))).toMatchObject(
      told(0, 0, 0),
    );
  });

  it('is unknown where no list of replicas was written down', () => {
    expect(measure(...before, injected(1000), leadership(2000, 2, 6, [2, 3]))).toEqual({
      ...{ isrShrinks: 1, leaderChanges: 1 },
      ...untold,
    });
  });
});
