/**
 * The numbers of run.json that can be bound, compared and followed over nights, by their path.
 */
import type { Action } from '../measures/actions.ts';
import type { Controllers } from '../measures/controllers.ts';
import type { Ensemble } from '../measures/ensemble.ts';
import type { Heap } from '../measures/heap.ts';
import type { Inventory } from '../measures/inventory.ts';
import type { Latency } from '../measures/latency.ts';
import type { Processes } from '../measures/processes.ts';
import type { Recovery } from '../measures/recovery.ts';
import type { Replication } from '../measures/replication.ts';
import type { Trials } from '../measures/trials.ts';
import { type Availability, isStillOut } from '../measures/windows.ts';

const ofAvailability = [
  'longestMs',
  'unavailableMs',
  'unseenMs',
  'unseenInAllMs',
  'thresholdMs',
  'ok',
  'fail',
  'unknown',
] as const;
const ofLatency = ['count', 'p50', 'p99', 'max'] as const;
/** What an application felt that used a client library with its own retries. */
const ofLibrary = [
  'produce.longestMs',
  'produce.unavailableMs',
  'produce.fail',
  'produce.unknown',
  'longestSendMs',
  'safety.lost',
  'safety.duplicates',
] as const;
const ofEnsemble = ['forMs', 'writesPerSecond', 'processors'] as const;

/** By part of run.json, its numbers. */
const numbers = {
  produce: ofAvailability,
  consume: ofAvailability,
  admin: ofAvailability,
  newcomers: ofAvailability,
  'latencyMs.before': ofLatency,
  'latencyMs.during': ofLatency,
  'latencyMs.after': ofLatency,
  recovery: ['detectedMs', 'electedMs', 'clientMs', 'firstAckMs', 'steadyMs', 'fullIsrMs', 'lagDrainedMs'],
  'clients.kafkajs': ofLibrary,
  'clients.platformatic': ofLibrary,
  'clients.java': ofLibrary,
  'clients.java4': ofLibrary,
  controllers: ['changes', 'electedMs', 'servesMs', 'loadingMs'],
  replication: ['isrShrinks', 'leaderChanges', 'tellingElections', 'electedFirstInList', 'electedSmallestId'],
  processes: ['endedByThemselves', 'leftEnsemble', 'away'],
  heap: ['liveBytes', 'grownBytes'],
  'ensemble.first': ofEnsemble,
  'ensemble.last': ofEnsemble,
  inventory: ['comparisons', 'differences'],
  trials: ['made', 'failed'],
  safety: [
    'acknowledged',
    'lost',
    'unseen',
    'skipped',
    'duplicates',
    'redelivered',
    'reordered',
    'phantom',
    'corrupted',
    'disagreeing',
    'committedBack',
  ],
} as const;

/** Numbers that stand alone. Two are no field: a sum over the list of actions, and what was acknowledged without what was lost. */
const single = [
  'durationMs',
  'healed.atMs',
  'cluster.bootMs',
  'actions.createTopicsMs',
  'safety.kept',
] as const;

type Numbers = typeof numbers;
type NumberOf<Part extends keyof Numbers> = Part extends unknown ? `${Part}.${Numbers[Part][number]}` : never;
/** `errors.` is followed by Kafka's name of an error. */
export type Measure = (typeof single)[number] | NumberOf<keyof Numbers> | `errors.${string}`;

/** All of them, but for the errors, which have no end. */
export const measures: readonly Measure[] = [
  ...single,
  ...Object.entries(numbers).flatMap(([part, names]) => names.map((name) => `${part}.${name}` as Measure)),
];

/** What is probed for availability. */
const probed = ['produce', 'consume', 'admin', 'newcomers'] as const;
type Probed = (typeof probed)[number];

/** The part of run.json that has them. */
export interface RunNumbers {
  durationMs: number;
  healed: { atMs: number } | null;
  cluster: { bootMs: number | null };
  produce: Availability | null;
  consume: Availability | null;
  admin: Availability | null;
  newcomers: Availability | null;
  errors: Record<string, number>;
  latencyMs: Latency;
  clients: Record<string, { produce: Availability }>;
  recovery: Recovery;
  controllers: Controllers;
  replication: Replication;
  processes: Processes;
  heap: Heap | null;
  ensemble: Ensemble | null;
  inventory: Inventory | null;
  trials: Trials | null;
  actions: readonly Action[];
  safety: Record<Numbers['safety'][number], number | null>;
}

/** The number that a path of run.json leads to; null if it is unknown. An error that did not occur occurred 0 times. */
export function measuredIn(run: RunNumbers, measure: Measure): number | null {
  if (measure.startsWith('errors.')) {
    const attempts = run.produce === null ? 0 : run.produce.ok + run.produce.fail + run.produce.unknown;
    return run.errors[measure.slice('errors.'.length)] ?? (attempts === 0 ? null : 0);
  }
  if (measure === 'actions.createTopicsMs') {
    const creations = run.actions.filter(({ what }) => what === 'create-topics');
    return creations.length === 0 ? null : creations.reduce((sum, { tookMs }) => sum + tookMs, 0);
  }
  if (measure === 'safety.kept') {
    const { acknowledged, lost } = run.safety;
    return acknowledged === null || lost === null ? null : acknowledged - lost;
  }
  let found: unknown = run;
  for (const step of measure.split('.'))
    found = (found as Record<string, unknown> | null | undefined)?.[step];
  return typeof found === 'number' ? found : null;
}

/** Whether a measure is the length of an outage that the end of the run cut off. */
export function isCensored(run: Outages, measure: Measure): boolean {
  const availability = outagesIn(run, measure);
  return availability ? isStillOut(availability) : false;
}

/**
 * The greatest value that a number can truly have which was measured as `measured`: an outage may have gone on after the end of
 * the run, and one that fell into a standstill of the harness was not seen.
 */
export function greatestOf(run: Outages, measure: Measure, measured: number): number {
  const availability = outagesIn(run, measure);
  if (!availability) return measured;
  if (isStillOut(availability)) return Infinity;
  const { unseenMs, unseenInAllMs } = availability;
  return measure.endsWith('unavailableMs') ? measured + unseenInAllMs : Math.max(measured, unseenMs);
}

/**
 * Whether a bound on the length of an outage is finer than the gap that counts as one: of what is shorter nothing is known. (That
 * there was none at all, a bound of 0, only means that there was no such gap.)
 */
export function isTooFine(run: Outages, measure: Measure, atMost: number): boolean {
  const availability = outagesIn(run, measure);
  return availability != null && atMost > 0 && atMost < availability.thresholdMs;
}

type Outages = Pick<RunNumbers, Probed | 'clients'>;

/** The outages of which a measure is a length; nothing if it is none. */
function outagesIn(run: Outages, measure: Measure): Availability | null | undefined {
  const path = measure.split('.');
  const number = path.at(-1);
  if (number !== 'longestMs' && number !== 'unavailableMs') return undefined;
  const [kind, library] = path;
  const probe = probed.find((each) => each === kind);
  return probe === undefined ? run.clients[library!]?.produce : run[probe];
}
