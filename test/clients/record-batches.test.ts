import { describe, expect, test } from 'vitest';
import { decodePayload } from '../../src/clients/payload.ts';
import { type RecordBatch, readBatches } from '../../src/clients/record-batches.ts';
import { batch, signed } from './batches.ts';

const contents = ({ records }: RecordBatch) =>
  records.map(({ offset, value }) => `${offset} ${decodePayload(value).value}`);
const three = () => [batch(0, ['a', 'b']), batch(2, ['c', 'd', 'e']), batch(5, ['f'])];
const lengthOf = (index: number) => three()[index]!.length;

describe('record batches', () => {
  test('are taken apart, with what their headers say', () => {
    const fields = { leaderEpoch: 7, producerId: 42n, transactional: true };
    const { batches, unreadable } = readBatches(
      Buffer.concat([batch(3, ['a', 'b'], fields), batch(5, ['m'], { control: true })]),
      6,
    );
    expect(unreadable).toBeNull();
    expect(batches[0]).toMatchObject({
      firstOffset: 3,
      lastOffset: 4,
      leaderEpoch: 7,
      producerId: 42n,
      isTransactional: true,
      isControl: false,
      isDamaged: false,
    });
    expect(contents(batches[0]!)).toEqual(['3 a', '4 b']);
    expect(batches[1]).toMatchObject({ isControl: true, isTransactional: false });
  });

  test('may be compressed', () => {
    const { batches } = readBatches(batch(0, ['a', 'b'], { compression: 'gzip' }), 2);
    expect(batches[0]!.isDamaged).toBe(false);
    expect(contents(batches[0]!)).toEqual(['0 a', '1 b']);
  });

  test('that the broker has cut off are left out', () => {
    const bytes = Buffer.concat(three());
    for (const length of [bytes.length - 1, bytes.length - lengthOf(2) + 5]) {
      const { batches, unreadable } = readBatches(bytes.subarray(0, length), 6);
      expect(batches.map(({ firstOffset }) => firstOffset)).toEqual([0, 2]);
      expect(unreadable).toBeNull();
    }
  });

  test('with any bit flipped behind the checksum are seen as damaged, and hide none of the others', () => {
    const begin = lengthOf(0);
    for (let at = begin + 17; at < begin + lengthOf(1); at++) {
      for (let bit = 0; bit < 8; bit++) {
        const bytes = Buffer.concat(three());
        bytes[at]! ^= 1 << bit;
        const { batches, unreadable } = readBatches(bytes, 6);
        expect(unreadable).toBeNull();
        expect(batches.map(({ isDamaged }) => isDamaged)).toEqual([false, true, false]);
        expect(batches[1]).toMatchObject({ firstOffset: 2, lastOffset: 4 });
        expect(batches.flatMap(contents)).toEqual(expect.arrayContaining(['0 a', '1 b', '5 f']));
      }
    }
  });

  test('keep those records that can still be made out', () => {
    const bytes = batch(2, ['c', 'd', 'e']);
    bytes[bytes.length - 2]! ^= 1;
    const [damaged] = readBatches(bytes, 5).batches;
    expect(damaged!.isDamaged).toBe(true);
    expect(contents(damaged!).slice(0, 2)).toEqual(['2 c', '3 d']);
  });

  test('that cannot be taken apart are damaged though their checksum fits', () => {
    const bytes = batch(0, ['a', 'b']);
    bytes.writeInt32BE(3, 57);
    expect(readBatches(signed(bytes), 2).batches).toMatchObject([{ isDamaged: true, records: [] }]);
  });

  test('end where a header makes no sense, with the reason', () => {
    const damage = (at: number, value: number) => {
      const bytes = Buffer.concat(three());
      bytes.writeInt32BE(value, lengthOf(0) + at);
      return readBatches(bytes, 6);
    };
    for (const [at, value, reason] of [
      [16, 0, 'magic 0'],
      [8, 5, 'a length of 17 bytes'],
      [4, 99, 'offset 99'],
      [4, 0, 'offset 0'],
    ] as const) {
      const { batches, unreadable } = damage(at, value);
      expect(batches).toHaveLength(1);
      expect(unreadable).toContain('behind offset 1');
      expect(unreadable).toContain(reason);
    }
  });

  test('are never cut off at the first one: there its length is wrong', () => {
    const bytes = batch(0, ['a']);
    bytes.writeInt32BE(1_000_000, 8);
    expect(readBatches(bytes, 1)).toMatchObject({
      batches: [],
      unreadable: expect.stringContaining('1000012'),
    });
  });
});
