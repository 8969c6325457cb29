/**
 * Where in a file of Kafka or ZooKeeper the last thing that was written lies: what damage must hit to be damage.
 */

/** A part of a file, in bytes from its begin. */
export interface Part {
  from: number;
  /** The first byte that does not belong to it. */
  to: number;
}

/** Of a record batch: base offset and length; after them comes what the length counts. */
const batchHeaderBytes = 12;
/** Where the records of a batch begin, in the format since 0.11 (magic 2); its checksum guards them. */
const recordsAt = 61;

/** The records of the last complete batch of a log segment, or undefined if there is none. */
export function lastRecords(segment: Buffer): Part | undefined {
  let last: Part | undefined;
  for (let at = 0; at + batchHeaderBytes <= segment.length; ) {
    const to = at + batchHeaderBytes + segment.readInt32BE(at + 8);
    if (to > segment.length || to <= at + recordsAt) break;
    last = { from: at + recordsAt, to };
    at = to;
  }
  return last;
}

/** Of a batch: how much higher than its own its last record's offset is. */
const lastOffsetDeltaAt = 23;

/** The offset behind the last complete batch of a log segment, or undefined if there is none. */
export function offsetBehind(segment: Buffer): number | undefined {
  const last = lastRecords(segment);
  if (last === undefined) return undefined;
  const batchAt = last.from - recordsAt;
  return Number(segment.readBigInt64BE(batchAt)) + segment.readInt32BE(batchAt + lastOffsetDeltaAt) + 1;
}

/** Of a ZooKeeper log: "ZKLG", version and database id. */
const logHeaderBytes = 16;
/** Of a transaction in it: checksum (8) and length (4); after its bytes comes one that marks its end. */
const transactionHeaderBytes = 12;

/** The last transaction of a ZooKeeper log, or undefined if there is none; behind it are only zeros. */
export function lastTransaction(log: Buffer): Part | undefined {
  let last: Part | undefined;
  for (let at = logHeaderBytes; at + transactionHeaderBytes <= log.length; ) {
    const from = at + transactionHeaderBytes;
    const to = from + log.readInt32BE(at + 8);
    if (to <= from || to + 1 > log.length) break;
    last = { from, to };
    at = to + 1;
  }
  return last;
}

/** The offset that a checkpoint file of a broker holds for a topic's first partition in it, or undefined. */
export function checkpointedOffset(checkpoint: Buffer, topic: string): Part | undefined {
  // A line is "topic partition offset"; the first two are the format's version and the number of lines.
  let at = 0;
  for (const line of checkpoint.toString('latin1').split('\n')) {
    const [name, , offset] = line.split(' ');
    if (name === topic && offset !== undefined) {
      return { from: at + line.length - offset.length, to: at + line.length };
    }
    at += line.length + 1;
  }
  return undefined;
}
