import { describe, expect, it } from 'vitest';
import {
  checkpointedOffset,
  lastRecords,
  lastTransaction,
  offsetBehind,
} from '../../src/cluster/last-written.ts';

describe('the last records of a segment', () => {
  it('are those of the last batch, after its header of 61 bytes', () => {
    const segment = Buffer.concat([batch(10), batch(20)]);
    expect(lastRecords(segment)).toEqual({ from: 61 + 10 + 61, to: 61 + 10 + 61 + 20 });
  });
  it('do not include a batch that is not whole, as a crash leaves one', () => {
    const segment = Buffer.concat([batch(10), batch(20).subarray(0, -1)]);
    expect(lastRecords(segment)).toEqual({ from: 61, to: 71 });
  });
  it('are not there in an empty segment, nor in one of zeros', () => {
    expect(lastRecords(Buffer.alloc(0))).toBeUndefined();
    expect(lastRecords(Buffer.alloc(1_000))).toBeUndefined();
  });
});

describe('the offset behind a segment', () => {
  it('is one more than that of the last record of the last batch that is whole', () => {
    const last = batch(20);
    last.writeBigInt64BE(4_711n, 0);
    last.writeInt32BE(8, 23);
    expect(offsetBehind(Buffer.concat([batch(10), last]))).toBe(4_720);
    expect(offsetBehind(Buffer.concat([last, batch(10).subarray(0, -1)]))).toBe(4_720);
  });
  it('is not known of a segment without a batch', () => {
    expect(offsetBehind(Buffer.alloc(1_000))).toBeUndefined();
  });
});

describe('the last transaction of a ZooKeeper log', () => {
  const header = Buffer.alloc(16);

  it('is the one before the zeros with which the log is filled up', () => {
    const log = Buffer.concat([header, transaction(5), transaction(7), Buffer.alloc(100)]);
    const from = 16 + (12 + 5 + 1) + 12;
    expect(lastTransaction(log)).toEqual({ from, to: from + 7 });
  });
  it('is not there in a log that has none', () => {
    expect(lastTransaction(Buffer.concat([header, Buffer.alloc(100)]))).toBeUndefined();
  });
  it('is looked for no further than to a length that cannot be', () => {
    const log = Buffer.concat([header, transaction(5), Buffer.alloc(100, 0xff)]);
    expect(lastTransaction(log)).toEqual({ from: 28, to: 33 });
  });
});

describe('an offset in a checkpoint file', () => {
  it("is found in the topic's first line", () => {
    const text = '0\n3\nother 0 11\neffects 1 4711\neffects 0 12\n';
    const part = checkpointedOffset(Buffer.from(text), 'effects');
    expect(text.slice(part!.from, part!.to)).toBe('4711');
  });
  it('is not there for a topic that is not', () => {
    expect(checkpointedOffset(Buffer.from('0\n0\n'), 'effects')).toBeUndefined();
  });
});

/** A record batch as far as its place in a segment depends on it. */
function batch(recordsBytes: number): Buffer {
  const content = Buffer.alloc(61 + recordsBytes, 1);
  content.writeInt32BE(content.length - 12, 8);
  return content;
}

function transaction(bytes: number): Buffer {
  const content = Buffer.alloc(12 + bytes + 1, 1);
  content.writeInt32BE(bytes, 8);
  content.write('B', content.length - 1);
  return content;
}
