import { describe, expect, test } from 'vitest';
import { failed } from '../../src/clients/attempt.ts';

describe('what became of an attempt', () => {
  const server = '127.0.0.1:1';
  const outcome = (...answers: (string | undefined)[]) =>
    failed(
      { name: 'X' },
      answers.map((answer) => ({ server, ...(answer !== undefined && { answer }) })),
    ).outcome;

  test('what was never handed to the network has certainly not been written', () => {
    expect(outcome()).toBe('fail');
  });

  test('what was sent and not answered may have been, whatever the client says', () => {
    expect(outcome(undefined)).toBe('unknown');
    expect(failed({ name: 'NOT_ENOUGH_REPLICAS' }, [{ server }]).outcome).toBe('unknown');
  });

  test('NOT_ENOUGH_REPLICAS is a refusal; after the append the leader has the record', () => {
    expect(outcome('NOT_ENOUGH_REPLICAS')).toBe('fail');
    expect(outcome('NOT_ENOUGH_REPLICAS_AFTER_APPEND')).toBe('unknown');
  });

  test.each(['NOT_LEADER_OR_FOLLOWER', 'UNKNOWN_TOPIC_OR_PARTITION', 'KAFKA_STORAGE_ERROR'])(
    '%s may be said of a record that was written before its broker ceased to lead',
    (name) => {
      expect(outcome(name)).toBe('unknown');
    },
  );

  test('a time-out on the broker leaves the record in the log', () => {
    expect(outcome('REQUEST_TIMED_OUT')).toBe('unknown');
  });

  test('an answer that is not known to mean a refusal decides nothing', () => {
    expect(outcome('SOME_NEW_ERROR')).toBe('unknown');
    expect(outcome('NONE')).toBe('unknown');
  });

  test('of several tries each has to have been refused', () => {
    expect(outcome('NOT_ENOUGH_REPLICAS', 'NOT_ENOUGH_REPLICAS')).toBe('fail');
    expect(outcome(undefined, 'NOT_ENOUGH_REPLICAS')).toBe('unknown');
    expect(outcome('NOT_ENOUGH_REPLICAS', undefined)).toBe('unknown');
    expect(outcome('NOT_LEADER_OR_FOLLOWER', 'NOT_ENOUGH_REPLICAS')).toBe('unknown');
  });

  test('it was sent to whom it was sent last', () => {
    expect(failed({ name: 'X' }, [{ server }, { server: '127.0.0.1:2' }]).server).toBe('127.0.0.1:2');
    expect(failed({ name: 'X' }, [])).not.toHaveProperty('server');
  });
});
