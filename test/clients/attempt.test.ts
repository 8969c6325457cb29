import { describe, expect, test } from 'vitest';
import { failed } from '../../src/clients/attempt.ts';
import { decodePayload, encodePayload, payloadBytes } from '../../src/clients/payload.ts';

describe('what became of an attempt', () => {
  const outcome = (name: string, state: 'unsent' | 'sent' | 'answered') => failed({ name }, state).outcome;

  test('what was never handed to the network has certainly not been written', () => {
    expect(outcome('ECONNREFUSED', 'unsent')).toBe('fail');
  });

  test('what was sent and not answered may have been, whatever the client says', () => {
    expect(outcome('CONNECTION_CLOSED', 'sent')).toBe('unknown');
    expect(outcome('ECONNREFUSED', 'sent')).toBe('unknown');
    expect(outcome('UNKNOWN_TOPIC_OR_PARTITION', 'sent')).toBe('unknown');
  });

  test('NOT_ENOUGH_REPLICAS is a refusal; after the append the leader has the record', () => {
    expect(outcome('NOT_ENOUGH_REPLICAS', 'answered')).toBe('fail');
    expect(outcome('NOT_ENOUGH_REPLICAS_AFTER_APPEND', 'answered')).toBe('unknown');
  });

  test.each(['NOT_LEADER_FOR_PARTITION', 'UNKNOWN_TOPIC_OR_PARTITION', 'KAFKA_STORAGE_ERROR'])(
    '%s may be said of a record that was written before its broker ceased to lead',
    (name) => {
      expect(outcome(name, 'answered')).toBe('unknown');
    },
  );

  test('a time-out on the broker leaves the record in the log', () => {
    expect(outcome('REQUEST_TIMED_OUT', 'answered')).toBe('unknown');
  });

  test('an answer that is not known to mean a refusal decides nothing', () => {
    expect(outcome('SOME_NEW_ERROR', 'answered')).toBe('unknown');
  });
});

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
