/**
 * Bounds that an experiment puts on measures, and whether a run kept them.
 *
 * A number that is not known decides nothing, with two exceptions, both against the run's favour: a step of recovery
 * that was never reached, or a next controller that never came, is worse than any number, and a window that is still
 * open has already lasted as long as it has.
 */
import { UsageError } from '../errors.ts';
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
import type { Outcome } from './verdict.ts';

/** What is probed for availability, each a part of run.json. */
const probed = ['produce', 'consume', 'admin', 'newcomers'] as const;
const availabilityMeasures = ['longestMs', 'unavailableMs', 'thresholdMs', 'ok', 'fail', 'unknown'] as const;
const latencyMeasures = ['count', 'p50', 'p99', 'max'] as const;
const recoveryMeasures = [
  'detectedMs',
  'electedMs',
  'clientMs',
  'firstAckMs',
  'steadyMs',
  'fullIsrMs',
  'lagDrainedMs',
] as const;
/** What an application felt that used a client library with its own retries. */
const libraries = ['kafkajs', 'platformatic', 'java', 'java4'] as const;
const libraryMeasures = [
  'produce.longestMs',
  'produce.unavailableMs',
  'produce.fail',
  'produce.unknown',
  'longestSendMs',
  'safety.lost',
  'safety.duplicates',
] as const;
const controllerMeasures = ['changes', 'electedMs', 'servesMs', 'loadingMs'] as const;
const replicationMeasures = [
  'isrShrinks',
  'leaderChanges',
  'tellingElections',
  'electedFirstInList',
  'electedSmallestId',
] as const;
const heapMeasures = ['liveBytes', 'grownBytes'] as const;
const ensembleMeasures = ['forMs', 'writesPerSecond', 'processors'] as const;
const inventoryMeasures = ['comparisons', 'differences'] as const;
const trialMeasures = ['made', 'failed'] as const;
const processMeasures = ['endedByThemselves', 'leftEnsemble', 'away'] as const;
const safetyMeasures = [
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
] as const;

/**
 * The numbers of run.json that an expectation can bound, by their path. `errors.` is followed by Kafka's name;
 * `actions.createTopicsMs` is a sum over the list of actions, `safety.kept` what was acknowledged without what was lost.
 */
export type Measure =
  | 'durationMs'
  | 'healed.atMs'
  | 'cluster.bootMs'
  | `${(typeof probed)[number]}.${(typeof availabilityMeasures)[number]}`
  | `errors.${string}`
  | `latencyMs.${'before' | 'during' | 'after'}.${(typeof latencyMeasures)[number]}`
  | `recovery.${(typeof recoveryMeasures)[number]}`
  | `clients.${(typeof libraries)[number]}.${(typeof libraryMeasures)[number]}`
  | `controllers.${(typeof controllerMeasures)[number]}`
  | `replication.${(typeof replicationMeasures)[number]}`
  | `processes.${(typeof processMeasures)[number]}`
  | `heap.${(typeof heapMeasures)[number]}`
  | `ensemble.${'first' | 'last'}.${(typeof ensembleMeasures)[number]}`
  | `inventory.${(typeof inventoryMeasures)[number]}`
  | `trials.${(typeof trialMeasures)[number]}`
  | 'actions.createTopicsMs'
  | `safety.${(typeof safetyMeasures)[number]}`
  | 'safety.kept';

export const measures: readonly Measure[] = [
  'durationMs',
  'healed.atMs',
  'cluster.bootMs',
  ...probed.flatMap((kind) => availabilityMeasures.map((measure) => `${kind}.${measure}` as const)),
  ...(['before', 'during', 'after'] as const).flatMap((phase) =>
    latencyMeasures.map((measure) => `latencyMs.${phase}.${measure}` as const),
  ),
  ...recoveryMeasures.map((measure) => `recovery.${measure}` as const),
  ...libraries.flatMap((library) =>
    libraryMeasures.map((measure) => `clients.${library}.${measure}` as const),
  ),
  ...controllerMeasures.map((measure) => `controllers.${measure}` as const),
  ...replicationMeasures.map((measure) => `replication.${measure}` as const),
  ...processMeasures.map((measure) => `processes.${measure}` as const),
  ...heapMeasures.map((measure) => `heap.${measure}` as const),
  ...(['first', 'last'] as const).flatMap((span) =>
    ensembleMeasures.map((measure) => `ensemble.${span}.${measure}` as const),
  ),
  ...inventoryMeasures.map((measure) => `inventory.${measure}` as const),
  ...trialMeasures.map((measure) => `trials.${measure}` as const),
  'actions.createTopicsMs',
  ...safetyMeasures.map((measure) => `safety.${measure}` as const),
  'safety.kept',
];

/** A bound on a measure; both ends are allowed, and all that are given have to hold. */
export interface Expectation {
  name: string;
  measure: Measure;
  atMost?: number | undefined;
  atLeast?: number | undefined;
  equals?: number | undefined;
}

/** `measured` is null where the history does not tell. `bound` is the expectation's, fit to be printed. */
export interface Judgement {
  name: string;
  bound: string;
  measured: number | null;
  outcome: Outcome;
}

/** The part of run.json that expectations look at. */
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
  safety: Record<(typeof safetyMeasures)[number], number | null>;
}

/** Refuses an expectation that could never be judged: a measure that does not exist, no bound, an empty range. */
export function checkExpectation(expectation: Expectation): void {
  const { name, measure, atMost, atLeast, equals } = expectation;
  if (!(measures as readonly string[]).includes(measure) && !/^errors\.[A-Z][A-Z0-9_]*$/.test(measure)) {
    throw new UsageError(
      `expectation "${name}": there is no measure "${measure}"; there are ${measures.join(', ')}, and errors.NAME with Kafka's name of an error, such as errors.NOT_ENOUGH_REPLICAS`,
    );
  }
  const bounds = [atMost, atLeast, equals].filter((bound) => bound !== undefined);
  if (bounds.length === 0 || bounds.some((bound) => !Number.isFinite(bound))) {
    throw new UsageError(`expectation "${name}" has no bound: give atMost, atLeast or equals as a number`);
  }
  const [least, most] = [Math.max(...pick(atLeast, equals)), Math.min(...pick(atMost, equals))];
  if (least > most) {
    throw new UsageError(`expectation "${name}" can never hold: at least ${least} and at most ${most}`);
  }
}

/** Judges every expectation by the numbers of a run. */
export function judge(expectations: readonly Expectation[], run: RunNumbers): Judgement[] {
  return expectations.map((expectation) => {
    checkExpectation(expectation);
    const { name, measure } = expectation;
    const measured = measuredIn(run, measure);
    return { name, bound: boundOf(expectation), measured, outcome: outcomeOf(expectation, run, measured) };
  });
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

function outcomeOf(expectation: Expectation, run: RunNumbers, measured: number | null): Outcome {
  const { measure, equals } = expectation;
  const atMost = Math.min(...pick(expectation.atMost, equals));
  const atLeast = Math.max(...pick(expectation.atLeast, equals));
  const [least, most] = rangeOf(run, measure, measured);
  if (least > atMost || most < atLeast) return 'fail';
  return most <= atMost && least >= atLeast ? 'pass' : 'unknown';
}

/** The smallest and the greatest value that the true number can have. */
function rangeOf(run: RunNumbers, measure: Measure, measured: number | null): [number, number] {
  if (measured === null) {
    const neverReached = measure.startsWith('recovery.') || /^controllers\..*Ms$/.test(measure);
    return neverReached ? [Infinity, Infinity] : [-Infinity, Infinity];
  }
  return [measured, isCensored(run, measure) ? Infinity : measured];
}

/** Whether a measure is the length of an outage that the end of the run cut off. */
export function isCensored(
  run: Pick<RunNumbers, (typeof probed)[number] | 'clients'>,
  measure: Measure,
): boolean {
  const path = measure.split('.');
  const number = path.at(-1);
  if (number !== 'longestMs' && number !== 'unavailableMs') return false;
  const [kind, library] = path;
  const probe = probed.find((each) => each === kind);
  const availability = probe === undefined ? run.clients[library!]?.produce : run[probe];
  return availability ? isStillOut(availability) : false;
}

function boundOf({ atLeast, atMost, equals }: Expectation): string {
  return [
    equals === undefined ? [] : `= ${equals}`,
    atLeast === undefined ? [] : `≥ ${atLeast}`,
    atMost === undefined ? [] : `≤ ${atMost}`,
  ]
    .flat()
    .join(' and ');
}

function pick(...bounds: (number | undefined)[]): number[] {
  return bounds.filter((bound) => bound !== undefined);
}
