import { describe, expect, test } from 'vitest';
import { decodePayload, encodePayload, payloadBytes, payloadsIn } from '../../src/clients/payload.ts';

describe('records', () => {
  test('have a fixed size, and are recognised', () => {
    const bytes = encodePayload('probe-0/17');
    expect(bytes).toHaveLength(payloadBytes);
    expect(decodePayload(bytes)).toEqual({ value: 'probe-0/17', corrupted: false });
  });

  test('show any changed byte', () => {
    for (let i = 0; i < payloadBytes; i++) {
      const bytes = encodePayload('probe-0/17');
      bytes[i]! ^= 1;
      expect(decodePayload(bytes).corrupted).toBe(true);
    }
  });

  test('a value that does not fit is refused, not cut', () => {
    expect(() => encodePayload('x'.repeat(payloadBytes))).toThrow(RangeError);
  });
});

describe('records of the Java producer', () => {
  test('are known by its prefix, and not taken for damaged', () => {
    expect(decodePayload(Buffer.from('7.123'))).toEqual({ value: 'java/123', corrupted: false });
    expect(decodePayload(Buffer.from('7.0'))).toEqual({ value: 'java/0', corrupted: false });
    expect(decodePayload(Buffer.from('8.123'))).toEqual({ value: 'java4/123', corrupted: false });
  });

  test.each(['9.123', '17.123', '7.', '7.1 ', '7x123', '7.-1', ''])('"%s" is not one of them', (text) => {
    expect(decodePayload(Buffer.from(text)).corrupted).toBe(true);
  });
});

describe('the payloads in a request', () => {
  const record = (value: string) => Buffer.concat([Buffer.from([0x01, 0xc8, 0x01]), encodePayload(value)]);

  test('are found in order, whatever is around them', () => {
    const request = Buffer.concat([
      Buffer.from('header abcdef 01234567'),
      record('transactions-0/3'),
      Buffer.from([0]),
      Buffer.from('0123456789'),
      record('transactions-1/3'),
      Buffer.from([0, 0, 0]),
    ]);
    expect(payloadsIn(request)).toEqual([
      { value: 'transactions-0/3', corrupted: false },
      { value: 'transactions-1/3', corrupted: false },
    ]);
  });

  test('are none in a request without records', () => {
    expect(payloadsIn(Buffer.from('nothing'))).toEqual([]);
  });
});
