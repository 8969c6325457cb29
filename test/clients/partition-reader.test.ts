import { fetchV13, Reader } from '@platformatic/kafka';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Isolation } from '../../src/clients/fetch.ts';
import { type LogRecord, readLog } from '../../src/clients/partition-reader.ts';
import { type Answer, batch, brokers, response } from './batches.ts';

/** The reader's patience passes with the answers: four, and it is over. */
const answerMs = 3_000;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const source = {
  server: 'a:1',
  topic: 't',
  topicId: '00000000-0000-0000-0000-000000000001',
  partition: 3,
};

/** Reads from a broker that answers as told. */
async function reading(
  end: number,
  answer: (offset: number) => Answer,
  isolation: Isolation = 'read_committed',
) {
  const records: LogRecord[] = [];
  const asked: number[] = [];
  const connections = brokers((offset) => {
    asked.push(offset);
    vi.advanceTimersByTime(answerMs);
    return answer(offset);
  });
  const progress = await readLog(connections, source, { end, isolation }, (record) => records.push(record));
  return { ...progress, records, asked, values: records.map(({ value }) => value) };
}

/** The log's batches from the one that holds the offset on, at most `count` of them. */
function pageOf(log: readonly Buffer[], offset: number, count = 2): Buffer {
  const lastOffset = (bytes: Buffer) => Number(bytes.readBigInt64BE(0)) + bytes.readInt32BE(23);
  const first = log.findIndex((bytes) => lastOffset(bytes) >= offset);
  return first < 0 ? Buffer.of() : Buffer.concat(log.slice(first, first + count));
}

const log = [
  batch(0, ['a', 'b'], { leaderEpoch: 1 }),
  batch(2, ['c'], { leaderEpoch: 2, producerId: 9n, transactional: true }),
  batch(3, ['m'], { producerId: 9n, transactional: true, control: true }),
  batch(4, ['d', 'e'], { leaderEpoch: 4 }),
];

describe('an answer to a fetch', () => {
  test('is read as the library reads it', () => {
    const bytes = response({
      highWatermark: 6,
      aborted: [{ producerId: 9n, firstOffset: 2 }],
      bytes: log[0]!,
    });
    const [topic] = fetchV13.parseResponse(1, 1, 13, Reader.from(bytes)).responses;
    expect(topic!.partitions[0]).toMatchObject({
      highWatermark: 6n,
      abortedTransactions: [{ producerId: 9n, firstOffset: 2n }],
      records: [{ firstOffset: 0n, records: [{ offsetDelta: 0 }, { offsetDelta: 1 }] }],
    });
  });
});

describe('the reading of a log', () => {
  test('goes through all pages, and tells the leader epoch of every record', async () => {
    const { records, asked, stopped, nextOffset } = await reading(6, (offset) => ({
      highWatermark: 6,
      bytes: pageOf(log, offset),
    }));
    expect(records.map(({ offset, value, leaderEpoch }) => [offset, value, leaderEpoch])).toEqual([
      [0, 'a', 1],
      [1, 'b', 1],
      [2, 'c', 2],
      [4, 'd', 4],
      [5, 'e', 4],
    ]);
    expect(records[0]).toMatchObject({ partition: 3, corrupted: false });
    expect(asked).toEqual([0, 3]);
    expect({ stopped, nextOffset }).toEqual({ stopped: null, nextOffset: 6 });
  });

  test('leaves out what the answers name as aborted', async () => {
    const { values } = await reading(6, (offset) => ({
      highWatermark: 6,
      aborted: [{ producerId: 9n, firstOffset: 2 }],
      bytes: pageOf(log, offset),
    }));
    expect(values).toEqual(['a', 'b', 'd', 'e']);
  });

  test('hands nothing out twice when a page begins before its offset, nor beyond the end', async () => {
    const { values } = await reading(5, (offset) => ({
      highWatermark: 6,
      bytes: Buffer.concat(offset === 0 ? log.slice(0, 2) : log),
    }));
    expect(values).toEqual(['a', 'b', 'c', 'd']);
  });

  test('goes on behind a damaged batch, whose records count as corrupted', async () => {
    const damaged = Buffer.from(log[0]!);
    damaged[30]! ^= 1;
    const { records, stopped } = await reading(6, (offset) => ({
      highWatermark: 6,
      bytes: pageOf([damaged, ...log.slice(1)], offset, 1),
    }));
    expect(stopped).toBeNull();
    expect(records.filter(({ corrupted }) => corrupted).map(({ value }) => value)).toEqual(['a', 'b']);
    expect(records.map(({ value }) => value)).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  test('tells one corrupted record without a value for a batch in which nothing can be made out', async () => {
    const broken = Buffer.from(log[0]!);
    broken.fill(0xff, 61);
    const { records, stopped } = await reading(6, (offset) => ({
      highWatermark: 6,
      bytes: pageOf([broken, ...log.slice(1)], offset),
    }));
    expect(stopped).toBeNull();
    expect(records[0]).toMatchObject({ offset: 0, value: '', corrupted: true, leaderEpoch: 1 });
    expect(records.slice(1).map(({ value }) => value)).toEqual(['c', 'd', 'e']);
  });

  test('stops at a header that cannot be read, and says where and why', async () => {
    const broken = Buffer.from(log[1]!);
    broken.writeInt8(0, 16);
    const { values, stopped, nextOffset } = await reading(6, (offset) => ({
      highWatermark: 6,
      bytes: pageOf([log[0]!, broken, ...log.slice(2)], offset),
    }));
    expect(values).toEqual(['a', 'b']);
    expect(nextOffset).toBe(2);
    expect(stopped).toContain('at offset 2 of 6');
    expect(stopped).toContain('magic 0');
  });

  test('waits for a follower that does not know the high watermark yet', async () => {
    let answers = 0;
    const { values, stopped } = await reading(6, (offset) => {
      answers++;
      const known = answers < 4 ? 2 : 6;
      return { highWatermark: known, bytes: offset < known ? pageOf(log, offset, 1) : Buffer.of() };
    });
    expect(stopped).toBeNull();
    expect(values).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  test('ends after a while where nothing more comes, with what it has', async () => {
    const { values, stopped, nextOffset } = await reading(6, (offset) => ({
      highWatermark: 2,
      bytes: offset < 2 ? log[0]! : Buffer.of(),
    }));
    expect(values).toEqual(['a', 'b']);
    expect(nextOffset).toBe(2);
    expect(stopped).toContain('shows nothing more');
  });

  test("ends after a while with Kafka's error", async () => {
    const corrupt = await reading(6, () => ({ errorCode: 2, highWatermark: -1, bytes: Buffer.of() }));
    expect(corrupt.stopped).toContain('CORRUPT_MESSAGE');
    expect(corrupt.isSilent).toBe(false);
  });

  test('ends after a while without an answer, and says that nobody knows', async () => {
    const silent = await reading(6, () => {
      throw new Error('timed out');
    });
    expect(silent).toMatchObject({ nextOffset: 0, isSilent: true });
    expect(silent.stopped).toContain('timed out');
  });
});
