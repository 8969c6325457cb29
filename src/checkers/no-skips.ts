/**
 * The running consumer passes over nothing: when it is given a record at a higher offset than any before, no record that
 * the final read found lies in between. Each record passed over is a finding, acknowledged or not, and also if it was
 * delivered later: a partition's records come in order.
 *
 * Decided by offsets alone. Going back (redelivery) is fine, and so are offsets without a record in the final read: a
 * transaction's markers, and what it aborted. Where the consumer began, and what it did not reach, is not judged here
 * but by no-unseen.
 */
import { checker } from './checker.ts';

interface Passage {
  /** The highest offset that was delivered. */
  reached: number;
  /** Stretches that were passed over, in order: the first offset of each, and the one behind its last. */
  gaps: number[];
  /** Where in `gaps` the final read is, and its last offset. */
  nextGap: number;
  readUpTo: number;
}

export const noSkips = checker('no-skips', ({ writes, found }) => {
  const passages = new Map<number, Passage>();
  let delivered = false;
  let sawRead = false;
  return {
    see(operation) {
      const { kind, partition, offset, value } = operation;
      if (offset === undefined || (kind !== 'consume' && kind !== 'read')) return;
      const passage = passages.get(partition) ?? { reached: -1, gaps: [], nextGap: 0, readUpTo: -1 };
      passages.set(partition, passage);
      const { reached, gaps } = passage;
      if (kind === 'consume') {
        delivered = true;
        if (reached >= 0 && offset > reached + 1) gaps.push(reached + 1, offset);
        passage.reached = Math.max(reached, offset);
        return;
      }
      sawRead = true;
      if (offset <= passage.readUpTo) return;
      passage.readUpTo = offset;
      while (passage.nextGap < gaps.length && gaps[passage.nextGap + 1]! <= offset) passage.nextGap += 2;
      const [from, to] = gaps.slice(passage.nextGap, passage.nextGap + 2);
      if (from === undefined || to === undefined || offset < from) return;
      found.add(`passed over: the consumer had come to offset ${from - 1}, and was given ${to} next`, () => {
        const row = writes.rowOf(value);
        return writes.outcomeOf(row) === undefined ? [operation] : [writes.operationAt(row), operation];
      });
    },
    sawEnough: () => delivered && sawRead,
  };
});
