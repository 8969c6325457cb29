/** Results of suites as literals, for tests of what is made from them. */
import type { Result, Results } from '../../src/results/results.ts';
import { type Run, runSchema } from '../../src/results/run-json.ts';

const availability = (longestMs: number): Run['produce'] => {
  const window = { fromMs: 10_000, toMs: 10_000 + longestMs, atLeastMs: longestMs, atMostMs: longestMs };
  const windows = longestMs === 0 ? [] : [{ ...window, censored: false }];
  return {
    thresholdMs: 250,
    partitions: [{ partition: 0, windows, longestMs, unavailableMs: longestMs }],
    longestMs,
    unavailableMs: longestMs,
    unseenMs: 0,
    unseenInAllMs: 0,
    ok: 4_812,
    fail: 0,
    unknown: 450,
  };
};

const quantiles = { count: 0, p50: null, p99: null, max: null };

/** A run in which the leader was killed; what a test is about, it says itself. */
export function literalRun(changes: Partial<Run> = {}, longestMs = 9_200): Run {
  return {
    ...runSchema.parse({
      schema: 'kafka-chaos/run/1',
      experiment: 'kill-leader',
      mode: 'kraft',
      kafkaVersion: '3.9.2',
      client: 'kafkajs',
      workload: { intervalMs: 20, partitions: 1 },
      seed: 1,
      startedAt: new Date(0).toISOString(),
      durationMs: 60_000,
      outcome: 'pass',
      cluster: { bootMs: 5_000, nodes: [], images: {}, effectiveConfig: {} },
      faults: [
        {
          kind: 'kill',
          nodes: ['broker-2'],
          links: [],
          injectedAtMs: 10_000,
          healedAtMs: 22_000,
          evidence: { 'broker-2 exitCode': 137 },
          healingEvidence: {},
        },
      ],
      produce: availability(longestMs),
      consume: availability(0),
      admin: null,
      errors: { CONNECTION_CLOSED: 450 },
      latencyMs: { before: quantiles, during: quantiles, after: quantiles },
      recovery: {
        ...{ detectedMs: 9_000, electedMs: 9_050, clientMs: 9_100, firstAckMs: 9_200 },
        ...{ steadyMs: 9_300, fullIsrMs: 16_300, lagDrainedMs: 9_400 },
      },
      safety: {
        ...{ acknowledged: 4_812, lost: 0, unseen: 0, duplicates: 0, redelivered: 0 },
        ...{ reordered: 0, phantom: 0, corrupted: 0 },
      },
      verdicts: [],
      predicted: null,
      expectations: [{ name: 'nothing lost', bound: '= 0', measured: 0, outcome: 'pass' }],
      healed: { atMs: 30_000, evidence: {} },
      harness: { troubles: [], notes: [], stalls: [], noiseBeforeFault: [], version: '0.1.0', node: 'v24' },
    }),
    ...changes,
  };
}

/** A result with the run that it says. */
export function literalResult(changes: Partial<Result> = {}, longestMs?: number): Result {
  const { experiment = 'kill-leader', mode = 'kraft', n = 1, attempt = 1, outcome = 'pass' } = changes;
  const about = { index: 0, experiment, mode, kafkaVersion: '3.9.2', n, attempt, tookMs: 60_000 };
  const folder = `${experiment}/${mode}-3.9.2-kafkajs-${n}${attempt > 1 ? '-again' : ''}`;
  if (outcome === 'not run') return { ...about, outcome, folder, reason: 'interrupted before', ...changes };
  return { ...about, outcome, folder, run: literalRun({ experiment, mode, outcome }, longestMs), ...changes };
}

export function literalResults(results: Result[], changes: Partial<Results> = {}): Results {
  const startedAt = '2026-11-25T02:00:00.000Z';
  return { what: 'suite nightly', startedAt, seed: 7, parallel: 1, results, ...changes };
}
