/**
 * What is written into Kafka: a value that is unique among all records of a run, filled up to a fixed size,
 * behind a checksum, so that a record read later is recognised, and a damaged one is seen.
 */
import { crc32 } from 'node:zlib';

/** Bytes of every record's value. */
export const payloadBytes = 100;

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
  const body = text.slice(checksumLength);
  return { value: body.trimStart(), corrupted: checksum(body) !== text.slice(0, checksumLength) };
}

const checksumLength = 8;

function checksum(body: string): string {
  return crc32(body).toString(16).padStart(checksumLength, '0');
}
