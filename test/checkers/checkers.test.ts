import { describe, expect, it } from 'vitest';
import { checkers, worst } from '../../src/checkers/index.ts';
import type { Checker } from '../../src/checkers/verdict.ts';
import type { Entry } from '../../src/history/entry.ts';
import { fold } from '../../src/measures/fold.ts';
import { consume, event, failure, leadership, phase, read, write } from '../history/literals.ts';
import { administer, committed, replicaRead } from './literals.ts';

const check = (create: () => Checker, entries: Entry[]) => fold(entries, create());

/** Three records, written, delivered and read, also from each replica. */
const written = [write(0, 'a', 0), write(20, 'b', 1), write(40, 'c', 2)];
const delivered = [consume(5, 'a', 0), consume(25, 'b', 1), consume(45, 'c', 2)];
const readBack = [read(101, 'a', 0), read(102, 'b', 1), read(103, 'c', 2)];
const replicated = [1, 2].flatMap((broker) => [
  replicaRead(110, broker, 'a', 0),
  replicaRead(111, broker, 'b', 1),
  replicaRead(112, broker, 'c', 2),
]);
const others = [
  committed(50, 2),
  administer(52),
  administer(54, { outcome: 'fail', error: { name: 'UNSENT' } }),
];
const begin = phase(100, 'final-read');
const end = phase(200, 'end');
const clean = [...written, ...delivered, ...others, begin, ...readBack, ...replicated, end];
const without = (history: Entry[], ...left: Entry[]) => history.filter((entry) => !left.includes(entry));

describe.each(Object.entries(checkers))('every checker: %s', (_, create) => {
  it('passes a clean history', () => {
    expect(check(create, clean)).toMatchObject({ outcome: 'pass', count: 0, witnesses: [] });
  });

  it('says unknown of an empty history', () => {
    expect(check(create, [])).toMatchObject({ outcome: 'unknown', count: null });
    expect(check(create, [begin, end])).toMatchObject({ outcome: 'unknown', count: null });
  });

  it('says the same when asked again', () => {
    const damaged = { ...replicated[4]!, value: 'x', corrupted: true as const };
    const checker = create();
    for (const each of [...without(clean, replicated[4]!, replicated[5]!, delivered[1]!), damaged, end]) {
      checker.add(each);
    }
    expect(checker.result()).toEqual(checker.result());
  });

  it('says unknown of a history whose final read is not complete', () => {
    expect(check(create, without(clean, end))).toMatchObject({ outcome: 'unknown', count: null });
    expect(check(create, without(clean, begin))).toMatchObject({ outcome: 'unknown', count: null });
    const trouble = event(150, { kind: 'trouble', what: 'a transaction hangs' });
    const hidden = [...without(clean, readBack[2]!, end), trouble, end];
    expect(check(create, hidden)).toMatchObject({ outcome: 'unknown', count: null });
  });

  it('says what it did of a history that had trouble before the final read', () => {
    const trouble = event(90, { kind: 'trouble', what: 'a fault was not seen' });
    expect(check(create, [trouble, ...clean])).toMatchObject({ outcome: 'pass' });
  });
});

describe('no-lost-writes', () => {
  it('fails for an acknowledged record that is not in the log, and shows the operation and its leader epoch', () => {
    const history = [leadership(0, 1, 7, [1, 2, 3]), ...without(clean, readBack[1]!)];
    expect(check(checkers.lost, history)).toEqual({
      name: 'no-lost-writes',
      outcome: 'fail',
      count: 1,
      witnesses: [
        {
          finding: 'acknowledged, but not in the log',
          value: 'b',
          partition: 0,
          offsets: [1],
          leaderEpochs: [7],
          operations: [
            {
              kind: 'produce',
              process: 'probe',
              invokedNs: 20e6,
              completedNs: 22e6,
              outcome: 'ok',
              offset: 1,
            },
          ],
          forensics: {
            offset: 1,
            acknowledgedInEpoch: 7,
            nextEpoch: null,
            nextLeader: null,
            nowThere: null,
            logEndsAt: 3,
            heldBy: [1, 2],
          },
        },
      ],
    });
  });

  it('does not miss what was never acknowledged', () => {
    const unknown = failure(60, 70, 'REQUEST_TIMED_OUT', { outcome: 'unknown' });
    expect(check(checkers.lost, [unknown, ...clean])).toMatchObject({ outcome: 'pass' });
  });

  it('says unknown where an acknowledgement came only after the final read began and the record was not read', () => {
    const late = write(100, 'late', 3);
    expect(check(checkers.lost, [...written, begin, late, ...readBack, end])).toMatchObject({
      outcome: 'unknown',
    });
    const wasRead = [...written, begin, late, ...readBack, read(104, 'late', 3), end];
    expect(check(checkers.lost, wasRead)).toMatchObject({ outcome: 'pass' });
  });

  it('counts all, and shows the first twenty', () => {
    const many = Array.from({ length: 50 }, (_, i) => write(i, `m${i}`, i));
    const verdict = check(checkers.lost, [...many, begin, end]);
    expect(verdict.count).toBe(50);
    expect(verdict.witnesses).toHaveLength(20);
  });
});

describe('no-unseen', () => {
  it('fails for a record that was acknowledged and read but never delivered', () => {
    const verdict = check(checkers.unseen, without(clean, delivered[1]!));
    expect(verdict).toMatchObject({ outcome: 'fail', count: 1, witnesses: [{ value: 'b', offsets: [1] }] });
  });

  it('leaves lost records to the other checker', () => {
    expect(check(checkers.unseen, without(clean, delivered[1]!, readBack[1]!))).toMatchObject({
      outcome: 'pass',
    });
  });

  it('knows a record that was delivered before its acknowledgement came', () => {
    const early = [consume(61, 'd', 3), write(60, 'd', 3)];
    const history = [...written, ...delivered, ...early, begin, ...readBack, read(104, 'd', 3), end];
    expect(check(checkers.unseen, history)).toMatchObject({ outcome: 'pass' });
  });

  it('says how many were missed by a consumer that was given nothing at all', () => {
    expect(check(checkers.unseen, without(clean, ...delivered))).toMatchObject({ outcome: 'fail', count: 3 });
  });
});

describe('what a replica holds', () => {
  it('is neither delivered nor read: it makes nothing unseen, lost, doubled, reordered or a phantom', () => {
    const failed = failure(60, 65, 'ABORTED', { value: 'aborted' });
    const history = [...written, failed, ...delivered, begin, ...readBack];
    const odd = [replicaRead(110, 1, 'c', 0), replicaRead(111, 1, 'aborted', 3), replicaRead(112, 1, 'b', 4)];
    for (const finding of ['lost', 'unseen', 'duplicates', 'reordered', 'phantom'] as const) {
      expect(check(checkers[finding], [...history, ...odd, end])).toMatchObject({ outcome: 'pass' });
    }
    expect(check(checkers.unseen, [...without(clean, delivered[1]!, readBack[1]!)])).toMatchObject({
      outcome: 'pass',
    });
    expect(check(checkers.lost, without(clean, readBack[1]!))).toMatchObject({ outcome: 'fail', count: 1 });
  });
});

describe('no-duplicates', () => {
  it('fails for one value at two offsets', () => {
    const verdict = check(checkers.duplicates, [...written, begin, ...readBack, read(104, 'b', 3), end]);
    expect(verdict).toMatchObject({
      outcome: 'fail',
      count: 1,
      witnesses: [{ value: 'b', offsets: [1, 3] }],
    });
  });

  it('counts each further copy, once', () => {
    const copies = [
      read(104, 'b', 3),
      read(105, 'b', 4),
      read(106, 'b', 4),
      read(107, 'b', 0, { partition: 1 }),
    ];
    expect(check(checkers.duplicates, [...written, begin, ...readBack, ...copies, end]).count).toBe(3);
  });

  it('does not take a second reading of the same place for a copy', () => {
    const again = [...written, begin, ...readBack, ...readBack, end];
    expect(check(checkers.duplicates, again)).toMatchObject({ outcome: 'pass' });
  });

  it('does not lose what it found because the final read was cut short', () => {
    const cut = [...written, begin, readBack[0]!, read(104, 'a', 3)];
    expect(check(checkers.duplicates, cut)).toMatchObject({ outcome: 'fail', count: 1 });
  });
});

describe('no-reordering', () => {
  it('fails for an operation behind one that was invoked after its acknowledgement', () => {
    const swapped = [write(0, 'a', 1), write(20, 'b', 0), begin, read(101, 'b', 0), read(102, 'a', 1), end];
    expect(check(checkers.reordered, swapped)).toMatchObject({
      outcome: 'fail',
      count: 1,
      witnesses: [{ value: 'a', operations: [{ offset: 1 }, { offset: 0 }] }],
    });
  });

  it('allows any order of operations that overlap in time', () => {
    const overlapping = [
      write(0, 'a', 1),
      write(1, 'b', 0),
      begin,
      read(101, 'b', 0),
      read(102, 'a', 1),
      end,
    ];
    expect(check(checkers.reordered, overlapping)).toMatchObject({ outcome: 'pass' });
  });

  it('compares within a partition only', () => {
    const other = { partition: 1 };
    const history = [
      write(0, 'a', 9),
      write(20, 'b', 0, other),
      begin,
      read(101, 'b', 0, other),
      read(102, 'a', 9),
      end,
    ];
    expect(check(checkers.reordered, history)).toMatchObject({ outcome: 'pass' });
  });

  it('counts operations that came to be in the log without an acknowledgement as the other', () => {
    const timedOut = failure(20, 50, 'REQUEST_TIMED_OUT', { outcome: 'unknown', value: 'b' });
    const history = [write(0, 'a', 1), timedOut, begin, read(101, 'b', 0), read(102, 'a', 1), end];
    expect(check(checkers.reordered, history)).toMatchObject({ outcome: 'fail', count: 1 });
  });

  it('does not count a duplicate a second time', () => {
    const history = [...written, begin, ...readBack, read(104, 'a', 3), end];
    expect(check(checkers.reordered, history)).toMatchObject({ outcome: 'pass' });
  });

  it('does not take a copy in another partition, at the same offset, for the record', () => {
    const elsewhere = { partition: 1 };
    const writes = [write(0, 'a', 1), write(20, 'b', 0, elsewhere)];
    const reads = [read(101, 'a', 1), read(102, 'b', 0, elsewhere), read(103, 'a', 1, elsewhere)];
    expect(check(checkers.reordered, [...writes, begin, ...reads, end])).toMatchObject({ outcome: 'pass' });
  });

  it('does not count a lost record, whose offset another has taken', () => {
    const lost = write(0, 'lost', 2);
    const later = [write(20, 'x', 0), write(40, 'y', 1), write(60, 'z', 2)];
    const reads = [read(101, 'x', 0), read(102, 'y', 1), read(103, 'z', 2)];
    expect(check(checkers.reordered, [lost, ...later, begin, ...reads, end])).toMatchObject({
      outcome: 'pass',
    });
  });
});

describe('no-phantoms', () => {
  it('fails for a record of an operation that certainly failed', () => {
    const failed = failure(60, 65, 'NOT_ENOUGH_REPLICAS', { value: 'ghost' });
    const verdict = check(checkers.phantom, [
      ...written,
      failed,
      begin,
      ...readBack,
      read(104, 'ghost', 3),
      end,
    ]);
    expect(verdict).toMatchObject({
      outcome: 'fail',
      count: 1,
      witnesses: [{ value: 'ghost', offsets: [3] }],
    });
    expect(verdict.witnesses[0]!.finding).toContain('NOT_ENOUGH_REPLICAS');
  });

  it('counts a write once, however many copies of it there are', () => {
    const failed = failure(60, 65, 'NOT_ENOUGH_REPLICAS', { value: 'ghost' });
    const copies = [read(104, 'ghost', 3), read(105, 'ghost', 4)];
    expect(check(checkers.phantom, [...written, failed, begin, ...readBack, ...copies, end]).count).toBe(1);
  });

  it('fails for a record of a transaction that was aborted', () => {
    const aborted = failure(60, 65, 'ABORTED', { value: 'ghost', process: 'transactions-0' });
    const history = [...written, aborted, begin, ...readBack, read(104, 'ghost', 3), end];
    expect(check(checkers.phantom, history)).toMatchObject({ outcome: 'fail', count: 1 });
    expect(check(checkers.phantom, [...written, aborted, begin, ...readBack, end])).toMatchObject({
      outcome: 'pass',
    });
  });

  it('allows a record of an operation that may have been done', () => {
    const unknown = failure(60, 65, 'NOT_ENOUGH_REPLICAS_AFTER_APPEND', { value: 'd', outcome: 'unknown' });
    const history = [...written, unknown, begin, ...readBack, read(104, 'd', 3), end];
    expect(check(checkers.phantom, history)).toMatchObject({ outcome: 'pass' });
  });
});

describe('no-corruption', () => {
  it('says unknown where the final read found no record', () => {
    expect(check(checkers.corrupted, [...written, ...delivered, begin, end])).toMatchObject({
      outcome: 'unknown',
    });
  });

  it('fails for a record whose checksum is wrong, in the final read or delivered, once a place', () => {
    const bad = [
      consume(45, 'x', 2, { corrupted: true }),
      read(103, 'x', 2, { corrupted: true }),
      read(104, 'y', 3, { corrupted: true }),
    ];
    const history = [...written, bad[0]!, begin, readBack[0]!, readBack[1]!, bad[1]!, bad[2]!, end];
    expect(check(checkers.corrupted, history)).toMatchObject({ outcome: 'fail', count: 2 });
  });

  it('fails for a record that is damaged on one replica only', () => {
    const bad = replicaRead(110, 3, 'b', 1, { corrupted: true });
    expect(check(checkers.corrupted, [...clean.slice(0, -1), bad, end])).toMatchObject({
      outcome: 'fail',
      count: 1,
      witnesses: [{ value: 'b', offsets: [1], operations: [{ kind: 'replica-read', broker: 3 }] }],
    });
  });
});

describe('the worst outcome', () => {
  it('is fail, then unknown, then pass; of nothing it is unknown', () => {
    expect(worst(['pass', 'unknown', 'fail'])).toBe('fail');
    expect(worst(['pass', 'unknown'])).toBe('unknown');
    expect(worst(['pass', 'pass'])).toBe('pass');
    expect(worst([])).toBe('unknown');
  });
});
