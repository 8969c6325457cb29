/** A sweep of ZooKeeper session timeouts as a literal, like those that real clusters give. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Result, Results, Sweep } from '../../src/results/results.ts';
import { type Run, runJson } from '../../src/results/run-json.ts';
import { suiteJson } from '../../src/results/suite-json.ts';
import { literalResult, literalResults, literalRun } from '../results/literal-results.ts';

export const setting = 'broker:zookeeper.session.timeout.ms';
export const at = (timeout: number | string) => [`${setting}=${timeout}`];

export const literalSweep: Sweep = {
  axes: [{ setting, values: ['6000', '12000', '15000', '18000'] }],
  speed: ['kill-leader'],
  steadiness: ['controller-broker-pauses'],
  defaults: at(18_000),
};

/** By the timeout: outages in s, and false failovers in each run of the pauses. */
export const measured: Record<string, [outages: number[], failovers: number[]]> = {
  6000: [
    [5.5, 5.2, 5.4, 5.9, 5.7],
    [2, 2, 3, 2, 1],
  ],
  12000: [
    [10.5, 10.1, 10.3, 10.9, 11.2],
    [0, 1, 0, 1, 0],
  ],
  15000: [
    [13, 12.6, 12.8, 13.3, 13.9],
    [0, 0, 1, 0, 0],
  ],
  18000: [
    [15.5, 15, 15.2, 15.8, 16.4],
    [0, 0, 0, 0, 0],
  ],
};

const quantiles = { count: 900, p50: 4, p99: 48, max: 210 };

/** A run in which something was broken. */
export function speedRun(
  set: readonly string[],
  n: number,
  outageS: number,
  parts: Partial<Result> = {},
): Result {
  const about = { mode: 'zk', n, set: [...set], ...parts } as const;
  return literalResult({ experiment: 'kill-leader', ...about }, outageS * 1000);
}

/** A run in which nothing died. */
export function steadyRun(
  set: readonly string[],
  n: number,
  failovers: number,
  parts: Partial<Result> = {},
  changes: Partial<Run> = {},
): Result {
  const { experiment = 'controller-broker-pauses' } = parts;
  const run = literalRun(
    {
      experiment,
      mode: 'zk',
      controllers: { ...literalRun().controllers, changes: Math.ceil(failovers / 2) },
      replication: {
        ...literalRun().replication,
        isrShrinks: failovers * 2,
        leaderChanges: Math.floor(failovers / 2),
      },
      latencyMs: { before: quantiles, during: quantiles, after: quantiles },
      ...changes,
    },
    failovers === 0 ? 0 : 1_200 + 300 * failovers,
  );
  return literalResult({ experiment, mode: 'zk', n, set: [...set], run, ...parts });
}

/** All runs of a point. */
export function pointOf(set: readonly string[], [outages, failovers]: [number[], number[]]): Result[] {
  return [
    ...outages.map((outage, i) => speedRun(set, i + 1, outage)),
    ...failovers.map((number, i) => steadyRun(set, i + 1, number)),
  ];
}

/** Results in the order of a plan, each with its place. */
export function sweepOf(results: readonly Result[], sweep: Partial<Sweep> = {}): Results {
  return literalResults(
    results.map((result, index) => ({ ...result, index })),
    { what: 'study zookeeper-session-timeout', sweep: { ...literalSweep, ...sweep } },
  );
}

export const timeoutStudy = (sweep: Partial<Sweep> = {}) =>
  sweepOf(
    Object.entries(measured).flatMap(([timeout, numbers]) => pointOf(at(timeout), numbers)),
    sweep,
  );

/** Writes results into a folder, as `sweep` leaves them there. */
export function writeResults(folder: string, { results, ...about }: Results): void {
  const placed = results.map((result) => ({ ...result, folder: `run-${result.index}` }));
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'suite.json'),
    suiteJson({ ...about, kafkaVersion: '3.9.2', planned: [] }, placed),
  );
  for (const { folder: at, run } of placed) {
    if (run === undefined) continue;
    mkdirSync(join(folder, at));
    writeFileSync(join(folder, at, 'run.json'), runJson(run));
  }
}
