/**
 * What is written into Kafka: a value that is unique among all records of a run, filled up to a fixed size,
 * behind a checksum, so that a record read later is recognised, and a damaged one is seen.
 *
 * Kafka's own Java producer writes bare numbers behind a prefix (`7.123`), whose only guard is the checksum of Kafka's
 * record batch.
 */
import { crc32 } from 'node:zlib';

/** Bytes of every record's value, but for those of the Java producer. */
export const payloadBytes = 100;
/** What the Java producer is told to write before the number of a record, and a dot. */
export const javaValuePrefix = 7;

export interface Payload {
  value: string;
  corrupted: boolean;
}

export function encodePayload(value: string): Buffer {
  const body = value.padStart(payloadBytes - checksumLength, ' ');
  if (body.length > payloadBytes - checksumLength) throw new RangeError(`"${value}" does not fit a record`);
  return Buffer.from(checksum(body) + body, 'latin1');
}

export function decodePayload(bytes: Buffer): Payload {
  const text = bytes.toString('latin1');
  const number = javaNumber(text);
  if (number !== undefined) return { value: `java/${number}`, corrupted: false };
  const body = text.slice(checksumLength);
  return { value: body.trimStart(), corrupted: checksum(body) !== text.slice(0, checksumLength) };
}

/** The number of a record of the Java producer, which a run knows as `java/123`; undefined for any text but such as `7.123`. */
export function javaNumber(text: string): number | undefined {
  const number = javaText.exec(text)?.[1];
  return number === undefined ? undefined : Number(number);
}

/** The payloads in an uncompressed produce request of ours, in order, whatever its version. */
export function payloadsIn(request: Buffer): Payload[] {
  const found = request.toString('latin1').matchAll(payloadInRecord);
  return Array.from(found, ([, text]) => decodePayload(Buffer.from(text!, 'latin1')));
}

const checksumLength = 8;
const javaText = new RegExp(`^${javaValuePrefix}\\.(\\d+)$`);
/** In a record the value follows its length as a zigzag varint: 200 for 100 bytes, of which neither byte is text. */
const payloadInRecord = new RegExp(
  `\\xc8\\x01([0-9a-f]{${checksumLength}}[ -~]{${payloadBytes - checksumLength}})`,
  'g',
);

function checksum(body: string): string {
  return crc32(body).toString(16).padStart(checksumLength, '0');
}
