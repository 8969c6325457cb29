import { expect, test } from 'vitest';
import type { RunClock } from '../../src/history/clock.ts';
import type { Operation } from '../../src/history/entry.ts';
import { javaOperations } from '../../src/workloads/java-client.ts';

/** The run began at 1000 ms of the system's clock. */
function watching(nowMs = 0) {
  const operations: Operation[] = [];
  let now = nowMs;
  const clock: RunClock = {
    startedAt: new Date(1_000),
    now: () => now * 1e6,
    at: (systemMs) => (systemMs - 1_000) * 1e6,
  };
  const java = javaOperations(clock, {
    name: 'java',
    perSecond: 10,
    cycle: [1, 0, 1],
    record: (operation) => operations.push(operation),
  });
  const ok = { outcome: 'ok', offset: 3 } as const;
  return {
    operations,
    began: () => java.see({ name: 'startup_complete', systemMs: 1_500 }),
    acknowledged: (number: number, systemMs: number) =>
      java.see({ name: 'sent', systemMs, number, attempt: ok }),
    said: (sent: number) => java.see({ name: 'tool_data', systemMs: 9_999, sent }),
    endAt(ms: number) {
      now = ms;
      java.giveUp();
    },
  };
}

test('a record is an operation on the partition of its key, scheduled by the rhythm since the producer began', () => {
  const { began, acknowledged, operations } = watching();
  began();
  acknowledged(4, 1_950);
  expect(operations).toEqual([
    {
      type: 'operation',
      kind: 'produce',
      process: 'java-0',
      partition: 0,
      scheduledNs: 800e6,
      // Begun it may have a moment before it said so, but not before it was started.
      invokedNs: 300e6,
      completedNs: 950e6,
      value: 'java/4',
      outcome: 'ok',
      offset: 3,
    },
  ]);
});

test('no record is sent after it was acknowledged, however exact the clocks are', () => {
  const { began, acknowledged, operations } = watching();
  began();
  acknowledged(0, 1_499);
  acknowledged(1, 1_500);
  acknowledged(9, 2_200);
  for (const { scheduledNs, invokedNs, completedNs } of operations) {
    expect(scheduledNs).toBeLessThanOrEqual(completedNs);
    expect(invokedNs).toBeLessThanOrEqual(scheduledNs);
  }
});

test('what the producer says it has sent and never speaks of again is unanswered', () => {
  const { began, acknowledged, said, endAt, operations } = watching();
  began();
  acknowledged(0, 1_510);
  acknowledged(2, 1_710);
  said(5);
  endAt(3_000);
  expect(operations.slice(2).map(({ value, partition, outcome }) => [value, partition, outcome])).toEqual([
    ['java/1', 0, 'unknown'],
    ['java/3', 1, 'unknown'],
    ['java/4', 0, 'unknown'],
  ]);
  expect(operations[2]).toMatchObject({ error: { name: 'UNANSWERED' }, completedNs: 3_000e6 });
});

test('of a producer that was killed all is unanswered that it can have sent', () => {
  const { began, acknowledged, endAt, operations } = watching();
  began();
  acknowledged(0, 1_510);
  endAt(1_000);
  // 500 ms at ten a second: number 5 at the latest, and one for the clocks.
  expect(operations.slice(1).map(({ value }) => value)).toEqual(
    [1, 2, 3, 4, 5, 6].map((number) => `java/${number}`),
  );
});
