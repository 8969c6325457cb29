import { describe, expect, it } from 'vitest';
import { checkers } from '../../src/checkers/index.ts';
import type { Entry } from '../../src/history/entry.ts';
import { fold } from '../../src/measures/fold.ts';
import { leadership, operation, phase, read, write } from '../history/literals.ts';
import { replicaRead } from './literals.ts';

/** Broker 1 acknowledges a, b and c in epoch 7; broker 2 follows uncleanly, without b and c, and writes d. */
const epochs = [
  leadership(0, 1, 7, [1, 2, 3]),
  leadership(50, null, 8, [1]),
  leadership(60, 2, 9, [2]),
  leadership(70, 3, 10, [2, 3]),
];
const written = [
  write(10, 'a', 0, { broker: 1 }),
  write(20, 'b', 1, { broker: 1 }),
  write(30, 'c', 2, { broker: 1 }),
  write(62, 'd', 1, { broker: 2 }),
];
const readBack = [read(101, 'a', 0, { leaderEpoch: 7 }), read(102, 'd', 1, { leaderEpoch: 9 })];
const begin = phase(100, 'final-read');
const end = phase(200, 'end');

const forensicsOf = (history: Entry[]) =>
  fold(history, checkers.lost()).witnesses.map(({ value, forensics }) => ({ value, ...forensics }));

describe('the forensics of a lost record', () => {
  it('say what stands there now, who took over, and where the log ends', () => {
    const common = { acknowledgedInEpoch: 7, nextEpoch: 9, nextLeader: 2, logEndsAt: 2, heldBy: null };
    expect(forensicsOf([...epochs, ...written, begin, ...readBack, end])).toEqual([
      { value: 'b', offset: 1, nowThere: { value: 'd', leaderEpoch: 9 }, ...common },
      { value: 'c', offset: 2, nowThere: null, ...common },
    ]);
  });

  it('say which replicas hold it still, at whatever offset, or that none does', () => {
    const replicas = [
      replicaRead(110, 3, 'b', 1),
      replicaRead(111, 1, 'a', 0),
      replicaRead(112, 1, 'b', 5),
      replicaRead(113, 2, 'd', 1),
    ];
    expect(forensicsOf([...epochs, ...written, begin, ...readBack, ...replicas, end])).toMatchObject([
      { value: 'b', heldBy: [1, 3] },
      { value: 'c', heldBy: [] },
    ]);
  });

  it('say null where nothing was observed', () => {
    const blind = operation(10, 12, { value: 'x' });
    expect(forensicsOf([blind, begin, end])).toEqual([
      {
        value: 'x',
        offset: null,
        acknowledgedInEpoch: null,
        nextEpoch: null,
        nextLeader: null,
        nowThere: null,
        logEndsAt: 0,
        heldBy: null,
      },
    ]);
  });

  it('know the epoch of a leader that acknowledges though metadata shows its successor', () => {
    const zombie = write(80, 'z', 3, { broker: 1 });
    expect(forensicsOf([...epochs, zombie, begin, end])).toMatchObject([
      { value: 'z', acknowledgedInEpoch: 7, nextEpoch: 9, nextLeader: 2 },
    ]);
  });

  it('do not take it for the epoch in which the same broker leads again', () => {
    const history = [...epochs, write(80, 'z', 3, { broker: 1 }), leadership(5_000, 1, 11, [1])];
    expect(forensicsOf([...history, phase(6_000, 'final-read'), phase(7_000, 'end')])).toMatchObject([
      { value: 'z', acknowledgedInEpoch: 7 },
    ]);
    const inRow = [leadership(0, 1, 7, [1]), write(10, 'a', 0, { broker: 1 }), leadership(20, 1, 8, [1])];
    expect(forensicsOf([...inRow, begin, end])).toMatchObject([
      { value: 'a', acknowledgedInEpoch: 7, nextEpoch: 8, nextLeader: 1 },
    ]);
  });

  it('know the epoch of a leader that metadata shows only a moment later', () => {
    const early = write(66, 'e', 2, { broker: 3 });
    expect(forensicsOf([...epochs, early, begin, end])).toMatchObject([
      { value: 'e', acknowledgedInEpoch: 10, nextEpoch: null, nextLeader: null },
    ]);
  });

  it('go by metadata where the client does not tell the broker, and know no epoch of one that never led', () => {
    const history = [...epochs, write(80, 'e', 2), write(81, 'f', 3, { broker: 4 }), begin, end];
    expect(forensicsOf(history)).toMatchObject([
      { value: 'e', acknowledgedInEpoch: 10 },
      { value: 'f', acknowledgedInEpoch: null, nextEpoch: null },
    ]);
  });

  it('are kept of the first twenty only, and name the holders of each of these', () => {
    const many = Array.from({ length: 50 }, (_, i) => write(i, `probe-0/${i}`, i));
    const held = many.map(({ value, offset }, i) => replicaRead(110 + i, 1 + (i % 2), value, offset!));
    const found = forensicsOf([...many, begin, ...held, end]);
    expect(found.map(({ heldBy }) => heldBy)).toEqual(Array.from({ length: 20 }, (_, i) => [1 + (i % 2)]));
  });
});
