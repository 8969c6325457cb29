import { describe, expect, it } from 'vitest';
import { checkers } from '../../src/checkers/index.ts';
import type { Entry } from '../../src/history/entry.ts';
import { fold } from '../../src/measures/fold.ts';
import { phase } from '../history/literals.ts';
import { committed } from './literals.ts';

const check = (entries: Entry[]) =>
  fold([...entries, phase(100, 'final-read'), phase(200, 'end')], checkers.committedBack());

describe('committed-offsets', () => {
  it('passes where they only go on', () => {
    expect(check([committed(1, 0), committed(2, 5), committed(3, 5), committed(4, 9)])).toMatchObject({
      outcome: 'pass',
      count: 0,
    });
  });

  it('counts each time that one goes back, from where it was last', () => {
    const verdict = check([9, 5, 7, 6, 10].map((offset, i) => committed(i + 1, offset)));
    expect(verdict).toMatchObject({ outcome: 'fail', count: 2 });
    expect(verdict.witnesses).toEqual([
      {
        finding: 'the committed offset of the group readers went back from 9 to 5, seen at 2.0 ms',
        value: null,
        partition: 0,
        offsets: [9, 5],
        leaderEpochs: [],
        operations: [],
      },
      expect.objectContaining({ offsets: [7, 6] }),
    ]);
  });

  it('takes each group and each partition for itself', () => {
    expect(check([committed(1, 9), committed(2, 3, 1), committed(3, 4, 0, 'other')])).toMatchObject({
      outcome: 'pass',
    });
  });

  it('knows nothing where no commit was seen', () => {
    expect(check([])).toMatchObject({ outcome: 'unknown', count: null });
  });

  it('counts all, and shows the first twenty', () => {
    const verdict = check(Array.from({ length: 61 }, (_, i) => committed(i, i % 2)));
    expect(verdict.count).toBe(30);
    expect(verdict.witnesses).toHaveLength(20);
  });
});
