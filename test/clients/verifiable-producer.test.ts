import { describe, expect, test } from 'vitest';
import { cycleOfPartitions, producerLine } from '../../src/clients/verifiable-producer.ts';

describe("a line of Kafka's producer", () => {
  test('says that it begins', () => {
    expect(producerLine('{"timestamp":1700000000000,"name":"startup_complete"}')).toEqual({
      name: 'startup_complete',
      systemMs: 1700000000000,
    });
  });

  test('says what was acknowledged', () => {
    const line =
      '{"timestamp":1700000000123,"name":"producer_send_success","key":"2","value":"7.42","partition":1,"offset":17,"topic":"kafka-chaos"}';
    expect(producerLine(line)).toEqual({
      name: 'sent',
      systemMs: 1700000000123,
      number: 42,
      attempt: { outcome: 'ok', offset: 17 },
    });
  });

  test('tells no offset where nobody acknowledges (acks=0)', () => {
    const line =
      '{"timestamp":1,"name":"producer_send_success","key":"2","value":"7.42","partition":1,"offset":-1,"topic":"t"}';
    expect(producerLine(line)).toMatchObject({ attempt: { outcome: 'ok' } });
    expect(producerLine(line)).not.toHaveProperty('attempt.offset');
  });

  test('says at its end how many were to be sent', () => {
    const line =
      '{"timestamp":5,"name":"tool_data","sent":901,"acked":900,"target_throughput":30,"avg_throughput":29.9}';
    expect(producerLine(line)).toEqual({ name: 'tool_data', systemMs: 5, sent: 901 });
  });

  test.each([
    '[2026-01-01 00:00:00,000] WARN Connection to node 1 could not be established.',
    'OpenJDK 64-Bit Server VM warning: something',
    '{"timestamp":1,"name":"shutdown_complete"}',
    '{"timestamp":1,"name":"producer_send_succ',
    '{"timestamp":1,"name":"producer_send_success","key":"2","value":"42","partition":1,"offset":1,"topic":"t"}',
    '',
  ])('of another kind says nothing: %s', (line) => {
    expect(producerLine(line)).toBeUndefined();
  });

  const failedWith = (exception: string, message: string) => {
    const line = { name: 'producer_send_error', key: '0', value: '7.5', topic: 't', exception, message };
    const known = producerLine(JSON.stringify({ timestamp: 1, ...line }));
    return known?.name === 'sent' ? known.attempt : undefined;
  };
  const errors = 'class org.apache.kafka.common.errors.';

  test.each([
    [
      'TimeoutException',
      'Expiring 1 record(s) for t-0:120000 ms has passed since batch creation',
      'CLIENT_TIMEOUT',
    ],
    ['TimeoutException', 'The request timed out.', 'REQUEST_TIMED_OUT'],
    ['NotEnoughReplicasAfterAppendException', 'm', 'NOT_ENOUGH_REPLICAS_AFTER_APPEND'],
    ['NotLeaderOrFollowerException', 'm', 'NOT_LEADER_OR_FOLLOWER'],
    ['NotEnoughReplicasException', 'm', 'NOT_ENOUGH_REPLICAS'],
    ['NetworkException', 'm', 'NETWORK_EXCEPTION'],
    ['OutOfOrderSequenceException', 'm', 'OUT_OF_ORDER_SEQUENCE_NUMBER'],
  ])(
    'that names %s leaves open what became of the record, for it has tried before',
    (name, message, error) => {
      expect(failedWith(errors + name, message)).toEqual({ outcome: 'unknown', error: { name: error } });
    },
  );

  test.each([
    [`${errors}TimeoutException`, 'Topic t not present in metadata after 60000 ms.'],
    ['class org.apache.kafka.clients.producer.BufferExhaustedException', 'Failed to allocate 16384 bytes'],
    ['class java.lang.IllegalStateException', 'Cannot perform operation after producer has been closed'],
  ])('that names %s: %s says that the record was never sent', (exception, message) => {
    expect(failedWith(exception, message)).toEqual({ outcome: 'fail', error: { name: 'UNSENT' } });
  });
});

describe('the cycle of keys', () => {
  test('is the shortest that reaches every partition', () => {
    for (let partitions = 1; partitions <= 24; partitions++) {
      const cycle = cycleOfPartitions(partitions);
      expect(new Set(cycle).size).toBe(partitions);
      expect(new Set(cycle.slice(0, -1)).size).toBe(partitions - 1);
    }
  });

  test("puts keys where Java's own hash does", () => {
    // org.apache.kafka.common.utils.Utils.murmur2 of "0" to "4", modulo 3.
    expect(cycleOfPartitions(3)).toEqual([2, 0, 2, 2, 1]);
  });

  test('makes no partition wait for five turns, behind which a gap would count as an outage', () => {
    for (let partitions = 1; partitions <= 20; partitions++) {
      expect(cycleOfPartitions(partitions).length).toBeLessThan(5 * partitions);
    }
  });
});
