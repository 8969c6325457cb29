import { describe, expect, it } from 'vitest';
import { measureHistory } from '../../src/results/measure-history.ts';
import {
  consume,
  controller,
  event,
  failure,
  healed,
  injected,
  inTime,
  leadership,
  operation,
  phase,
  read,
  stall,
  write,
} from '../history/literals.ts';

const values = Array.from({ length: 200 }, (_, i) => i).filter((i) => i < 50 || i >= 100);
/** Partition 0 is cut from 1000 to 2000 ms; everything else goes well. */
const history = inTime(
  leadership(0, 1, 1, [1, 2, 3]),
  controller(0, 'controller-1', 3),
  phase(0, 'steady'),
  values.map((i, offset) => write(20 * i, `v${i}`, offset)),
  values.map((i, offset) => consume(20 * i + 3, `v${i}`, offset)),
  Array.from({ length: 50 }, (_, i) => failure(1000 + 20 * i, 1001 + 20 * i, 'NOT_LEADER_OR_FOLLOWER')),
  phase(999, 'fault'),
  injected(1000),
  leadership(1900, 2, 2, [2, 3]),
  controller(1950, 'controller-2', 4),
  event(2000, { kind: 'action', what: 'create-topics', tookMs: 30, detail: '3 topics' }),
  phase(2500, 'healing'),
  healed(2600),
  leadership(3000, 2, 2, [2, 3, 1]),
  stall(3500, 3505),
  phase(4100, 'final-read'),
  values.map((i, offset) => read(4200 + i, `v${i}`, offset)),
  phase(5000, 'end'),
);

describe('measuring a history', () => {
  it('gives every part of run.json in one pass', async () => {
    const measured = await measureHistory(history, { intervalMs: 20, brokerIds: { 'broker-1': 1 } });
    expect(measured).toMatchObject({
      produce: { longestMs: 1020, ok: 150, fail: 50, unknown: 0 },
      consume: { longestMs: 0, ok: 150 },
      errors: { NOT_LEADER_OR_FOLLOWER: 50 },
      latencyMs: { before: { count: 50 }, during: { count: 31 }, after: { count: 69 } },
      recovery: { electedMs: 900, firstAckMs: 1002, fullIsrMs: 2000, detectedMs: null },
      controllers: {
        ...{ changes: 1, electedMs: 950, servesMs: null, loadingMs: null },
        epochs: [
          { atMs: 0, node: 'controller-1', epoch: 3 },
          { atMs: 1950, node: 'controller-2', epoch: 4 },
        ],
      },
      replication: { isrShrinks: 1, leaderChanges: 1 },
      phases: [
        ...[
          { name: 'steady', atMs: 0 },
          { name: 'fault', atMs: 999 },
          { name: 'healing', atMs: 2500 },
        ],
        ...[
          { name: 'final-read', atMs: 4100 },
          { name: 'end', atMs: 5000 },
        ],
      ],
      actions: [{ atMs: 2000, what: 'create-topics', tookMs: 30, detail: '3 topics' }],
      newcomers: null,
      safety: {
        acknowledged: 150,
        lost: 0,
        unseen: 0,
        duplicates: 0,
        redelivered: 0,
        reordered: 0,
        phantom: 0,
        corrupted: 0,
      },
      faults: [{ injectedAtMs: 1000, healedAtMs: 2600 }],
      stalls: [{ fromMs: 3500, toMs: 3505 }],
      noiseBeforeFault: [],
    });
    // The history has no reading of replicas, and nothing of committed offsets.
    expect(measured.safety).toMatchObject({ disagreeing: null, committedBack: null, skipped: 0 });
    const told = measured.verdicts.filter(({ outcome }) => outcome !== 'unknown');
    expect(told.map(({ outcome }) => outcome)).toEqual(Array(7).fill('pass'));
  });

  it('knows nothing of consumption where no consumer ran', async () => {
    const measured = await measureHistory(history, { intervalMs: 20, consumer: false });
    expect(measured.consume).toBeNull();
    expect(measured.safety).toMatchObject({ unseen: null, redelivered: null, lost: 0 });
    expect(measured.verdicts.map(({ name }) => name)).not.toContain('no-unseen');
  });

  it('reports the noise of the run itself before the injection', async () => {
    const noisy = history.filter(
      (entry) => entry.type === 'event' || entry.completedNs < 200e6 || entry.completedNs > 600e6,
    );
    const { noiseBeforeFault } = await measureHistory(noisy, { intervalMs: 20 });
    expect(noiseBeforeFault).toMatchObject([{ fromMs: 182, toMs: 602 }]);
  });

  it('says unknown of everything that a history without operations cannot tell', async () => {
    const measured = await measureHistory([], { intervalMs: 20, partitions: [0] });
    expect(measured).toMatchObject({
      produce: { longestMs: null, unavailableMs: null },
      consume: { longestMs: null },
      safety: { acknowledged: 0, lost: null, duplicates: null },
    });
  });

  it('does not measure the warm-up, but what was acknowledged in it must be there', async () => {
    const measured = await measureHistory(
      inTime(
        phase(0, 'warm-up'),
        write(10, 'cold', 0),
        write(15, 'java/0', 60, { process: 'java' }),
        failure(20, 30, 'REQUEST_TIMED_OUT'),
        // Nothing for two seconds: a cold cluster. Then one that straddles the end of the warm-up.
        operation(1_990, 2_010, { value: 'straddles', offset: 1 }),
        phase(2_000, 'steady'),
        Array.from({ length: 50 }, (_, i) => write(2_000 + 20 * i, `v${i}`, i + 2)),
        phase(3_100, 'final-read'),
        [write(2_900, 'java/1', 61, { process: 'java' }), read(3_150, 'java/1', 61)],
        read(3_200, 'straddles', 1),
        Array.from({ length: 50 }, (_, i) => read(3_200 + i, `v${i}`, i + 2)),
        phase(4_000, 'end'),
      ),
      { intervalMs: 20, consumer: false, applications: [{ client: 'java', intervalMs: 100 }] },
    );
    expect(measured).toMatchObject({
      produce: { longestMs: 0, ok: 50, fail: 0, unknown: 0 },
      errors: {},
      safety: { acknowledged: 54, lost: 2 },
      clients: { java: { produce: { ok: 1 }, safety: { lost: 1, duplicates: 0 } } },
    });
  });
});
