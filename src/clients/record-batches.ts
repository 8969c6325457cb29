/**
 * Takes record batches (magic 2) out of a broker's answer one by one, so that damage to one of them hides no other.
 *
 * A broker does not look at the checksum of what it hands to a consumer, and neither do the client libraries used here;
 * so it is checked here. It spans a batch from its attributes to its end: offset, length, leader epoch and magic in
 * front of it are not covered. Format: "Record Batch" in Kafka's documentation of its message format.
 */
import {
  compressionsAlgorithmsByBitmask,
  crc32c,
  IS_COMPRESSED,
  IS_CONTROL,
  IS_TRANSACTIONAL,
} from '@platformatic/kafka';

export interface RecordBatch {
  firstOffset: number;
  /** Of a damaged batch a guess, unless another one follows it. */
  lastOffset: number;
  leaderEpoch: number;
  producerId: bigint;
  isTransactional: boolean;
  isControl: boolean;
  /** Its checksum does not fit: a client that looks at it takes none of its records. */
  isDamaged: boolean;
  /** Of a damaged batch those that can be made out all the same; none if it cannot be taken apart. */
  records: RawRecord[];
}

export interface RawRecord {
  offset: number;
  /** Empty for a record without a value. */
  value: Buffer;
}

/** Where the fields of a batch begin, in bytes. */
const at = {
  length: 8,
  leaderEpoch: 12,
  magic: 16,
  checksum: 17,
  attributes: 21,
  lastOffsetDelta: 23,
  producerId: 43,
  recordCount: 57,
  records: 61,
} as const;

/**
 * The batches in a broker's answer, in order. The broker may cut off the last one, which is left out then; never the first.
 *
 * Where a header makes no sense, what follows cannot be found: they end there, and `unreadable` says why. An answer
 * holds ascending offsets below the high watermark.
 */
export function readBatches(
  bytes: Buffer,
  highWatermark: number,
): { batches: RecordBatch[]; unreadable: string | null } {
  const batches: RecordBatch[] = [];
  let begin = 0;
  while (begin + at.records <= bytes.length) {
    const previous = batches.at(-1);
    const firstOffset = Number(bytes.readBigInt64BE(begin));
    const magic = bytes.readInt8(begin + at.magic);
    const length = at.leaderEpoch + bytes.readInt32BE(begin + at.length);
    const sent = bytes.length - begin;
    const place =
      previous === undefined ? 'the first batch' : `the batch behind offset ${previous.lastOffset}`;
    const wrong = (what: string) => ({ batches, unreadable: `the header of ${place} is damaged: ${what}` });
    if (magic !== 2) return wrong(`magic ${magic} instead of 2`);
    if (firstOffset <= (previous?.firstOffset ?? -1) || firstOffset >= highWatermark)
      return wrong(`offset ${firstOffset}, with a high watermark of ${highWatermark}`);
    if (length < at.records || (previous === undefined && length > sent))
      return wrong(`a length of ${length} bytes, of which ${sent} were sent`);
    if (length > sent) break;
    if (previous?.isDamaged) previous.lastOffset = firstOffset - 1;
    batches.push(readBatch(bytes.subarray(begin, begin + length), firstOffset));
    begin += length;
  }
  return { batches, unreadable: null };
}

function readBatch(bytes: Buffer, firstOffset: number): RecordBatch {
  const attributes = bytes.readInt16BE(at.attributes);
  const lastOffsetDelta = bytes.readInt32BE(at.lastOffsetDelta);
  const isDamaged = crc32c(bytes.subarray(at.attributes)) !== bytes.readUInt32BE(at.checksum);
  const records = recordsIn(bytes, attributes, firstOffset);
  // A producer's batch has a record for each of its offsets; compaction, which takes some away, keeps the last offset.
  const isLikely = !isDamaged || lastOffsetDelta === bytes.readInt32BE(at.recordCount) - 1;
  return {
    firstOffset,
    lastOffset: firstOffset + (isLikely ? Math.max(0, lastOffsetDelta) : 0),
    leaderEpoch: bytes.readInt32BE(at.leaderEpoch),
    producerId: bytes.readBigInt64BE(at.producerId),
    isTransactional: (attributes & IS_TRANSACTIONAL) !== 0,
    isControl: (attributes & IS_CONTROL) !== 0,
    isDamaged: isDamaged || records === undefined,
    records: records ?? [],
  };
}

/** The records of a batch, or undefined if its bytes are not exactly as many records as it says. */
function recordsIn(bytes: Buffer, attributes: number, firstOffset: number): RawRecord[] | undefined {
  const count = bytes.readInt32BE(at.recordCount);
  const compression = attributes & IS_COMPRESSED;
  try {
    const data = bytes.subarray(at.records);
    const plain =
      compression === 0 ? data : compressionsAlgorithmsByBitmask[compression]!.decompressSync(data);
    return readRecords(plain, count, firstOffset);
  } catch {
    return undefined;
  }
}

/*
  Record => length attributes timestamp_delta offset_delta key value [headers], of which all but the attributes (INT8)
  are zigzag varints, or bytes behind their length as one.
*/
function readRecords(bytes: Buffer, count: number, firstOffset: number): RawRecord[] {
  const records: RawRecord[] = [];
  const cursor = { at: 0 };
  for (let i = 0; i < count; i++) {
    const length = readVarint(bytes, cursor);
    const end = cursor.at + length;
    if (length < 0 || end > bytes.length) throw new RangeError(`record ${i} ends at byte ${end}`);
    cursor.at++;
    readVarint(bytes, cursor);
    const offset = firstOffset + readVarint(bytes, cursor);
    readBytes(bytes, cursor, end);
    const value = readBytes(bytes, cursor, end);
    const isAscending = offset > (records.at(-1)?.offset ?? firstOffset - 1);
    if (!isAscending) throw new RangeError(`record ${i} has offset ${offset}`);
    records.push({ offset, value });
    cursor.at = end;
  }
  if (cursor.at !== bytes.length) throw new RangeError(`${bytes.length - cursor.at} bytes are left over`);
  return records;
}

function readBytes(bytes: Buffer, cursor: { at: number }, end: number): Buffer {
  const length = Math.max(0, readVarint(bytes, cursor));
  const begin = cursor.at;
  if (begin + length > end) throw new RangeError(`${length} bytes do not fit the record`);
  cursor.at += length;
  return bytes.subarray(begin, begin + length);
}

/** Exact up to 53 bits, which a timestamp's delta does not need. */
function readVarint(bytes: Buffer, cursor: { at: number }): number {
  let zigzag = 0;
  for (let factor = 1; factor < 2 ** 70; factor *= 128) {
    const byte = bytes.readUInt8(cursor.at++);
    zigzag += (byte & 0x7f) * factor;
    if (byte < 0x80) return zigzag % 2 === 0 ? zigzag / 2 : -(zigzag + 1) / 2;
  }
  throw new RangeError('a varint of more than ten bytes');
}
