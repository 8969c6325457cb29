import { describe, expect, it } from 'vitest';
import { checkers } from '../../src/checkers/index.ts';
import type { Entry, Operation } from '../../src/history/entry.ts';
import { fold } from '../../src/measures/fold.ts';
import { event, leadership, phase, read } from '../history/literals.ts';
import { replicaRead } from './literals.ts';

const values = ['a', 'b', 'c', 'd'];
const readBack = values.map((value, offset) => read(101 + offset, value, offset));

/** A replica's records; where none is given, it has none. */
const replica = (broker: number, held: readonly (string | undefined)[], fields = {}) =>
  held.flatMap((value, offset) =>
    value === undefined
      ? []
      : replicaRead(110 + offset, broker, value, offset, { leaderEpoch: 3, ...fields }),
  );

const check = (replicas: Operation[], before: Entry[] = [], reads = readBack) =>
  fold(
    [...before, phase(100, 'final-read'), ...reads, ...replicas, phase(200, 'end')],
    checkers.disagreeing(),
  );

/** The replicas read one after the other, and all at once. */
const orders: [string, (...replicas: Operation[][]) => Operation[]][] = [
  ['one after the other', (...replicas) => replicas.flat()],
  ['the other way round', (...replicas) => replicas.toReversed().flat()],
  ['all at once', (...replicas) => replicas.flat().toSorted((a, b) => a.completedNs - b.completedNs)],
];

describe.each(orders)('replicas-agree, of replicas read %s', (_, readIn) => {
  it('passes where all hold the same', () => {
    const all = readIn(replica(1, values), replica(2, values), replica(3, values));
    expect(check(all)).toMatchObject({ outcome: 'pass', count: 0, witnesses: [] });
  });

  it('counts an offset with different values once, however many differ', () => {
    const all = readIn(
      replica(1, values),
      replica(2, ['a', 'x', 'c', 'd']),
      replica(3, ['a', 'y', 'c', 'd']),
    );
    const verdict = check(all);
    expect(verdict).toMatchObject({ outcome: 'fail', count: 1, witnesses: [{ offsets: [1] }] });
    expect(verdict.witnesses[0]!.operations.map(({ kind, broker }) => ({ kind, broker }))).toEqual([
      { kind: 'replica-read', broker: expect.any(Number) },
      { kind: 'replica-read', broker: expect.any(Number) },
    ]);
  });

  it('counts an offset that one replica lacks in between', () => {
    const all = readIn(replica(1, values), replica(2, ['a', undefined, 'c', 'd']), replica(3, values));
    const verdict = check(all);
    expect(verdict).toMatchObject({ outcome: 'fail', count: 1, witnesses: [{ value: 'b', offsets: [1] }] });
    expect(verdict.witnesses[0]!.finding).toContain('broker 2 has nothing at offset 1');
  });

  it('counts an offset at which the other replicas have nothing', () => {
    const withoutB = ['a', undefined, 'c', 'd'];
    const all = readIn(replica(1, withoutB), replica(2, withoutB), replica(3, values));
    expect(check(all)).toMatchObject({
      outcome: 'fail',
      count: 1,
      witnesses: [{ value: 'b', offsets: [1] }],
    });
  });

  it('allows offsets that no replica has, and records that the final read left out', () => {
    const held = ['a', undefined, 'aborted', 'd'];
    const all = readIn(replica(1, held), replica(2, held));
    expect(check(all, [], [readBack[0]!, readBack[3]!])).toMatchObject({ outcome: 'pass' });
  });

  it('knows nothing of the rest of a replica whose broker did not answer', () => {
    const unread = event(105, { kind: 'replica-unread', broker: 2, partition: 0 });
    const all = readIn(replica(1, values), replica(2, ['a', 'b']), replica(3, values));
    expect(check(all, [unread])).toMatchObject({ outcome: 'unknown', count: null });
    const different = readIn(replica(1, values), replica(2, ['a', 'x']), replica(3, values));
    expect(check(different, [unread])).toMatchObject({ outcome: 'fail', count: 1 });
  });

  it('counts a replica that ends before the final read did, once', () => {
    const all = readIn(replica(1, values), replica(2, ['a', 'b']), replica(3, values));
    const verdict = check(all);
    expect(verdict).toMatchObject({ outcome: 'fail', count: 1, witnesses: [{ offsets: [1, 3] }] });
    expect(verdict.witnesses[0]!.finding).toBe(
      'the replica of broker 2 ends with offset 1, the final read with 3',
    );
  });

  it('allows a replica to have grown since the final read', () => {
    const all = readIn(replica(1, [...values, 'e', 'f']), replica(2, values), replica(3, [...values, 'e']));
    expect(check(all)).toMatchObject({ outcome: 'pass' });
  });

  it('counts an offset whose record was appended in different epochs', () => {
    const all = readIn(replica(1, values), replica(2, values, { leaderEpoch: 4 }));
    const verdict = check(all);
    expect(verdict.count).toBe(4);
    expect(verdict.witnesses[0]!.finding).toMatch(
      /a of leader epoch 3.*a of leader epoch 4|4.*a of leader epoch 3/,
    );
  });

  it('tells a damaged record from a sound one of the same value, and not from one damaged alike', () => {
    const damaged = replica(2, values).map((each, i) =>
      i === 2 ? { ...each, corrupted: true as const } : each,
    );
    expect(check(readIn(replica(1, values), damaged))).toMatchObject({
      count: 1,
      witnesses: [{ value: 'c' }],
    });
    const alike = damaged.map((each) => ({ ...each, broker: 1 }));
    expect(check(readIn(damaged, alike))).toMatchObject({ outcome: 'pass' });
    const garbled = ['a', 'b', '\u0001garbled/99', 'd'];
    expect(check(readIn(replica(1, values), replica(2, garbled)))).toMatchObject({ count: 1 });
  });
});

describe('replicas-agree', () => {
  it('shows the record of either replica as it was read', () => {
    const verdict = check([...replica(1, values), ...replica(2, ['a', 'x', 'c', 'd'])]);
    expect(verdict.witnesses[0]).toEqual({
      finding: 'replicas differ: broker 1 has b of leader epoch 3, broker 2 has x of leader epoch 3',
      value: 'b',
      partition: 0,
      offsets: [1],
      leaderEpochs: [null, null],
      operations: [1, 2].map((broker) => ({
        kind: 'replica-read',
        process: `replica-reader-${broker}`,
        invokedNs: 111e6,
        completedNs: 111e6,
        outcome: 'ok',
        offset: 1,
        broker,
      })),
    });
  });

  it('does not compare partitions with each other', () => {
    const other = replica(1, ['x', 'y'], { partition: 1 });
    expect(
      check([
        ...replica(1, values),
        ...replica(2, values),
        ...other,
        ...replica(2, ['x', 'y'], { partition: 1 }),
      ]),
    ).toMatchObject({ outcome: 'pass' });
  });

  it('does not take what was read again for a replica that ends early, nor for the end of the log', () => {
    const again = [...replica(1, values), ...replica(1, ['a', 'b']), ...replica(2, values)];
    expect(check(again)).toMatchObject({ outcome: 'pass' });
    const short = [...replica(1, values), ...replica(2, ['a', 'b'])];
    expect(check(short, [], [...readBack, readBack[0]!])).toMatchObject({ outcome: 'fail', count: 1 });
  });

  it('knows nothing with fewer than two replicas of a partition', () => {
    const unknown = { outcome: 'unknown', count: null };
    expect(check([])).toMatchObject(unknown);
    expect(check(replica(1, values))).toMatchObject(unknown);
    const second = [...readBack, read(105, 'x', 0, { partition: 1 })];
    const onlyFirst = [...replica(1, values), ...replica(2, values)];
    expect(check(onlyFirst, [], second)).toMatchObject(unknown);
  });

  it('knows nothing of a replica in sync that was not read, and counts one that was read and is empty', () => {
    const inSync = [leadership(0, 1, 3, [1, 2, 3])];
    const two = [...replica(1, values), ...replica(2, values)];
    expect(check(two, inSync)).toMatchObject({ outcome: 'unknown', count: null });
    const elsewhere = replica(3, ['x'], { partition: 1 });
    expect(check([...two, ...elsewhere], inSync)).toMatchObject({
      outcome: 'fail',
      count: 1,
      witnesses: [{ finding: 'the replica of broker 3 is empty, the final read with 3', offsets: [3] }],
    });
    const left = [...inSync, leadership(50, 1, 3, [1, 2])];
    expect(check(two, left)).toMatchObject({ outcome: 'pass' });
  });
});
