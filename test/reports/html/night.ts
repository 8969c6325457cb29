/** A night as tests need it: results made by the program itself from histories that were written down by hand. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Entry } from '../../../src/history/entry.ts';
import { openJournal } from '../../../src/history/journal.ts';
import { evaluate } from '../../../src/results/evaluate.ts';
import type { Result, Results } from '../../../src/results/results.ts';
import type { RunFacts } from '../../../src/results/run-facts.ts';
import type { Run } from '../../../src/results/run-json.ts';
import { type Timeline, timelineOf } from '../../../src/results/timeline.ts';
import type { Mode } from '../../../src/topology/mode.ts';
import {
  consume,
  event,
  failure,
  inTime,
  leadership,
  operation,
  phase,
  read,
  stall,
} from '../../history/literals.ts';

/** What a broker might write to break out of a page. */
export const hostileError = '</script><img src=x onerror=alert(1)>';
export const hostileName = '<img src=x onerror=alert(1)>';

export interface Scene {
  experiment: string;
  mode: Mode;
  /** For how long nothing is acknowledged after the fault; 0 if it is not felt. */
  outageMs: number;
  /** Acknowledged records that the final read does not find. */
  lost?: number;
  expectedAtMostMs?: number;
}

const faultAtMs = 12_000;
const endMs = 40_000;
const everyMs = 20;

export function factsOf({ mode, expectedAtMostMs = 20_000 }: Scene): RunFacts {
  const brokers = [1, 2, 3].map((id) => ({ name: `broker-${id}`, id, roles: ['broker'] }));
  const settings = Object.fromEntries(
    Array.from({ length: 300 }, (_, at) => [`some.setting.${at}.ms`, `${at * 7}`]),
  );
  return {
    ...{ mode, kafkaVersion: '3.9.2', client: 'kafkajs', seed: 7 },
    cluster: {
      bootMs: 5_000,
      nodes: brokers,
      images: { kafka: 'kafka-chaos/kafka:3.9.2' },
      effectiveConfig: Object.fromEntries(
        brokers.map(({ name, id }) => [
          name,
          { ...settings, 'broker.id': String(id), 'process.roles': mode === 'zk' ? null : 'broker' },
        ]),
      ),
    },
    workload: { intervalMs: everyMs, partitions: 3, acks: 'all', applications: [], isolation: 'committed' },
    predicted: { atMostMs: 11_000, because: 'broker.session.timeout.ms 9000 ms and a little more' },
    expectations: [
      {
        name: 'the outage is no longer than predicted',
        measure: 'produce.longestMs',
        atMost: expectedAtMostMs,
      },
      { name: 'nothing acknowledged is lost', measure: 'safety.lost', equals: 0 },
    ],
    harness: { version: '0.1.0', node: 'v24.0.0' },
  };
}

/** A broker is killed that led partition 0. The others wait for its replicas, then every partition comes back. */
export function historyOf({ outageMs, lost = 0 }: Scene): Entry[] {
  const backMs = faultAtMs + outageMs;
  const operations: Entry[] = [];
  const readBack: Entry[] = [];
  for (const partition of [0, 1, 2]) {
    let [offset, heardMs] = [0, 0];
    for (let at = 3_000 + partition; at < endMs - 3_000; at += everyMs) {
      const value = `probe-${partition}/${at}`;
      const fields = {
        partition,
        value,
        process: `probe-${partition}`,
        broker: at < backMs ? partition + 1 : 2,
      };
      if (at >= faultAtMs && at < backMs) {
        const name =
          partition === 1 ? 'NOT_ENOUGH_REPLICAS' : partition === 2 ? hostileError : 'CONNECTION_CLOSED';
        const outcome = partition === 1 ? 'fail' : 'unknown';
        operations.push(failure(at, at + 40 + ((at * 7) % 900), name, { ...fields, outcome }));
        continue;
      }
      const tookMs = 3 + ((at * 31) % 17) + (at >= backMs && at < backMs + 800 ? 180 : 0);
      operations.push(operation(at, at + tookMs, { ...fields, offset }));
      // The consumer comes back 900 ms after the partitions, and gets in order what has waited.
      heardMs = Math.max(heardMs, at + tookMs + 4, at >= backMs ? backMs + 900 + offset / 100 : 0);
      operations.push(consume(heardMs, value, offset, { partition }));
      if (partition !== 0 || offset >= lost)
        readBack.push(read(endMs + offset / 100, value, offset, { partition }));
      offset++;
    }
  }
  const leaders = [0, 1, 2].flatMap((partition) => [
    leadership(2_000, partition + 1, 1, [1, 2, 3], partition),
    leadership(backMs - 40, partition === 0 ? 2 : partition + 1, partition === 0 ? 2 : 1, [2, 3], partition),
    leadership(33_000, partition === 0 ? 2 : partition + 1, partition === 0 ? 2 : 1, [2, 3, 1], partition),
  ]);
  return inTime(
    [phase(0, 'warm-up'), phase(6_000, 'steady'), phase(faultAtMs - 60, 'fault')],
    event(1_500, { kind: 'controller', node: 'controller-1', epoch: 1 }),
    event(faultAtMs, {
      kind: 'fault-injected',
      fault: 'kill',
      nodes: ['broker-1'],
      links: [],
      evidence: { 'broker-1 exitCode': 137 },
    }),
    event(backMs - 100, {
      kind: 'node-log',
      node: 'controller-1',
      what: 'fenced',
      line: `Fencing broker 1 ${hostileError}`,
    }),
    event(backMs - 90, { kind: 'controller', node: 'controller-2', epoch: 2 }),
    event(backMs + 200, { kind: 'group', group: 'watchers', what: 'rebalancing', error: hostileError }),
    event(backMs + 900, { kind: 'group', group: 'watchers', what: 'joined', error: null }),
    event(7_000, { kind: 'note', what: `moved a leader ${hostileName}` }),
    [
      phase(30_000, 'healing'),
      event(31_000, { kind: 'fault-healed', fault: 'kill', evidence: { 'broker-1 serves': true } }),
    ],
    [phase(31_000, 'recovery'), event(33_500, { kind: 'healed', evidence: { 'all in sync': true } })],
    [stall(8_000, 8_030), ...leaders, ...operations],
    [phase(endMs, 'final-read'), ...readBack, phase(endMs + 500, 'end')],
  );
}

/** The run and the time line of a scene, made from its history as a file. */
export async function played(scene: Scene): Promise<{ run: Run; timeline: Timeline }> {
  const folder = mkdtempSync(join(tmpdir(), 'kafka-chaos-night-'));
  try {
    const path = join(folder, 'history.ndjson');
    const journal = openJournal(path, {
      ...{ startedAt: new Date(0), experiment: scene.experiment },
      facts: { ...factsOf(scene) },
    });
    for (const entry of historyOf(scene)) journal.append(entry);
    journal.close();
    return { run: await evaluate(path), timeline: await timelineOf(path) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export function resultOf(index: number, scene: Scene, parts: Partial<Result> = {}): Result {
  const { experiment, mode } = scene;
  const folder = `${experiment}/${mode}-3.9.2-kafkajs-1`;
  return {
    index,
    experiment,
    mode,
    kafkaVersion: '3.9.2',
    n: 1,
    attempt: 1,
    outcome: 'not run',
    tookMs: 0,
    folder,
    ...parts,
  };
}

/** Everything that a night can have: runs that hold, fail and are unknown, one repeated, one not run, and hostile names. */
export async function night(): Promise<Results> {
  const scenes: Scene[] = [
    { experiment: 'kill-leader', mode: 'zk', outageMs: 9_200 },
    { experiment: 'kill-leader', mode: 'kraft', outageMs: 6_100 },
    { experiment: 'stop-leader', mode: 'zk', outageMs: 600 },
    { experiment: 'stop-leader', mode: 'kraft', outageMs: 0 },
    { experiment: 'pause-leader', mode: 'zk', outageMs: 14_000, expectedAtMostMs: 11_000 },
    { experiment: 'unclean-on', mode: 'kraft', outageMs: 3_000, lost: 3 },
    { experiment: hostileName, mode: 'zk', outageMs: 1_200 },
  ];
  const results: Result[] = [];
  for (const [index, scene] of scenes.entries()) {
    const { run, timeline } = await played(scene);
    results.push(
      resultOf(index, scene, { run, timeline, outcome: run.outcome, tookMs: run.durationMs + 12_000 }),
    );
  }
  const again = results[4]!;
  results.splice(4, 0, { ...again, outcome: 'unknown', folder: `${again.folder}-first` });
  results[5] = { ...again, attempt: 2 };
  results.push(
    resultOf(
      scenes.length,
      { experiment: 'unclean-on', mode: 'zk', outageMs: 0 },
      { reason: 'interrupted (SIGINT)' },
    ),
  );
  return {
    what: `suite nightly ${hostileName}`,
    startedAt: new Date(0).toISOString(),
    seed: 7,
    parallel: 2,
    results,
  };
}

/** One experiment five times in kraft, of which one fails, and once in zk. */
export async function repeatedNight(): Promise<Results> {
  const scenes: Scene[] = [
    ...[6_300, 6_100, 6_500, 6_200].map((outageMs): Scene => {
      return { experiment: 'kill-leader', mode: 'kraft', outageMs };
    }),
    { experiment: 'kill-leader', mode: 'kraft', outageMs: 14_000, expectedAtMostMs: 11_000 },
    { experiment: 'kill-leader', mode: 'zk', outageMs: 9_200 },
  ];
  const results: Result[] = [];
  for (const [index, scene] of scenes.entries()) {
    const { run, timeline } = await played(scene);
    const n = scene.mode === 'kraft' ? index + 1 : 1;
    results.push(resultOf(index, scene, { n, run, timeline, outcome: run.outcome, tookMs: run.durationMs }));
  }
  return { what: 'kill-leader', startedAt: new Date(0).toISOString(), seed: 7, parallel: 1, results };
}
