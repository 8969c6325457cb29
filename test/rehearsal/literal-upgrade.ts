/** Upgrades as literals: what a test is about, it says itself. */
import type { AskedUpgrade } from '../../src/rehearsal/rehearsal.ts';
import type { Run } from '../../src/results/run-json.ts';
import { type Timeline, timelineVersion } from '../../src/results/timeline/timeline-json.ts';
import { literalRun } from '../results/literal-results.ts';

export const asked: AskedUpgrade = { from: '3.9.2', to: '4.3.1', mode: 'kraft', maxOutageMs: 10_000 };

export const controllers = ['controller-1', 'controller-2', 'controller-3'];
export const brokers = ['broker-1', 'broker-2', 'broker-3'];

type Actions = Run['actions'];
type Windows = Run['produce']['partitions'][number]['windows'];

const node = (name: string, id: number, role: string) => ({ name, id, roles: [role] });
const nodes = [
  ...controllers.map((name, i) => node(name, 101 + i, 'controller')),
  ...brokers.map((name, i) => node(name, 1 + i, 'broker')),
];

/** Steps of ten seconds each, without a pause, from 10 s on; the features take one second. */
export function actionsOf(...rolls: [nodes: readonly string[], kafka: string][]): Actions {
  return rolls
    .flatMap(([names, kafka]) => names.map((name) => ({ name, kafka })))
    .map(({ name, kafka }, i) => ({
      ...{ atMs: 20_000 + i * 10_000, what: 'roll', tookMs: 10_000, node: name, kafka },
      detail: `${name} runs Kafka ${kafka}, and nothing is out of sync`,
    }));
}

export function finalized(actions: Actions): Actions {
  const fromMs = actions.at(-1)!.atMs;
  const detail = 'metadata.version from 21 to 29';
  return [...actions, { atMs: fromMs + 1_000, what: 'finalize', tookMs: 1_000, detail }];
}

export const allTheWay = finalized(actionsOf([controllers, '4.3.1'], [brokers, '4.3.1']));

export function window(fromMs: number, atMostMs: number, atLeastMs = atMostMs): Windows[number] {
  return { fromMs, toMs: fromMs + atMostMs, atLeastMs, atMostMs, censored: false };
}

/** The windows of each partition. */
export function availability(...partitions: Windows[]): Run['produce'] {
  const longestOf = (windows: Windows) => Math.max(0, ...windows.map(({ atMostMs }) => atMostMs));
  const sumOf = (windows: Windows) => windows.reduce((sum, { atMostMs }) => sum + atMostMs, 0);
  return {
    thresholdMs: 250,
    partitions: partitions.map((windows, partition) => ({
      ...{ partition, windows, longestMs: longestOf(windows), unavailableMs: sumOf(windows) },
    })),
    longestMs: longestOf(partitions.flat()),
    unavailableMs: sumOf(partitions.flat()),
    unseenMs: 0,
    unseenInAllMs: 0,
    ...{ ok: 4_812, fail: 3, unknown: 2 },
  };
}

/** An upgrade that went well. */
export function literalUpgrade(changes: Partial<Run> = {}): Run {
  const base = literalRun();
  return {
    ...base,
    experiment: 'upgrade-3-9-2-to-4-3-1',
    durationMs: 90_000,
    workload: { ...base.workload, partitions: 2 },
    cluster: { ...base.cluster, nodes },
    phases: [
      { name: 'warm-up', atMs: 0 },
      { name: 'steady', atMs: 5_000 },
      { name: 'fault', atMs: 10_000 },
    ],
    faults: [],
    actions: allTheWay,
    produce: availability([], []),
    consume: availability([], []),
    latencyMs: {
      before: { count: 500, p50: 4, p99: 9, max: 20 },
      during: { count: 4_000, p50: 5, p99: 30, max: 900 },
      after: { count: 312, p50: 4, p99: 8, max: 18 },
    },
    healed: { atMs: 72_000, evidence: { 'nodes that serve': 6, 'all in sync': true } },
    ...changes,
  };
}

/** Two partitions that are led and in sync from the begin on. */
export function literalTimeline(changes: Partial<Timeline> = {}): Timeline {
  const isr = [1, 2, 3];
  return {
    schema: timelineVersion,
    durationMs: 90_000,
    ...{ phases: [], lanes: [], controller: [], signs: [], group: [], stalls: [], faults: [] },
    latency: { atMs: [], tookMs: [], partition: [], outcome: [], binMs: 50, attempts: 4_817 },
    errors: { binMs: 250, byName: {} },
    lag: null,
    leadership: [
      { atMs: 0, partition: 0, leader: 1, leaderEpoch: 0, isr },
      { atMs: 0, partition: 1, leader: 2, leaderEpoch: 0, isr },
    ],
    leftOut: {},
    ...changes,
  };
}
