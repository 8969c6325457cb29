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
/** What a Java producer is told to write before the number of a record, and a dot, by the name of its workload. */
export const javaValuePrefixes = { java: 7, java4: 8 } as const;
export type JavaWorkload = keyof typeof javaValuePrefixes;

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
  const java = javaRecord(text);
  if (java !== undefined) return { value: `${java.workload}/${java.number}`, corrupted: false };
  const body = text.slice(checksumLength);
  return { value: body.trimStart(), corrupted: checksum(body) !== text.slice(0, checksumLength) };
}

/** Which record of a Java producer it is, known to a run as `java/123`; undefined for any text but such as `7.123`. */
export function javaRecord(text: string): { workload: JavaWorkload; number: number } | undefined {
  const [, prefix, number] = javaText.exec(text) ?? [];
  const workload = javaWorkloads.find((name) => String(javaValuePrefixes[name]) === prefix);
  return workload === undefined ? undefined : { workload, number: Number(number) };
}

/** The payloads in an uncompressed produce request of ours, in order, whatever its version. */
export function payloadsIn(request: Buffer): Payload[] {
  const found = request.toString('latin1').matchAll(payloadInRecord);
  return Array.from(found, ([, text]) => decodePayload(Buffer.from(text!, 'latin1')));
}

const checksumLength = 8;
const javaText = /^(\d+)\.(\d+)$/;
const javaWorkloads = Object.keys(javaValuePrefixes) as JavaWorkload[];
/** In a record the value follows its length as a zigzag varint: 200 for 100 bytes, of which neither byte is text. */
const payloadInRecord = new RegExp(
  `\\xc8\\x01([0-9a-f]{${checksumLength}}[ -~]{${payloadBytes - checksumLength}})`,
  'g',
);

function checksum(body: string): string {
  return crc32(body).toString(16).padStart(checksumLength, '0');
}
