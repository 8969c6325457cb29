/**
 * A cluster with planted outages and a harness with planted stalls, as an open-loop probe would see them: the history
 * that follows, and beside it the truth, which the probe does not know.
 */
import type { Entry, Operation } from '../../src/history/entry.ts';
import { ns, phase, stall } from '../history/literals.ts';

export interface Simulation {
  intervalMs: number;
  durationMs: number;
  /** Undisturbed operations take up to this long. */
  maxLatencyMs: number;
  outages: Outage[];
  stalls?: { fromMs: number; toMs: number }[];
  /** More operations than this are not sent while none is answered. */
  inFlightLimit?: number;
  seed: number;
}

export interface Outage {
  fromMs: number;
  toMs: number;
  /**
   * What becomes of operations that the outage meets: *held* ones are all answered when it ends, *refused* ones fail at
   * once, *lost* ones are never answered and time out long after.
   */
  manner: 'held' | 'refused' | 'lost';
}

/** How long an operation is waited for, and how long the workload waits for the last ones. */
const requestTimeoutMs = 3_000;
const graceMs = 1_000;
/** Operations further back than this are over. */
const maxPending = 700;

/** The history of one partition, in the order in which a harness writes it down. */
export function simulate(simulation: Simulation): Entry[] {
  const { intervalMs, durationMs, maxLatencyMs, outages, stalls = [], inFlightLimit = Infinity } = simulation;
  const random = createRandom(simulation.seed);
  const latency = () => 0.2 + random() * (maxLatencyMs - 0.2);
  /** What becomes due during a stall happens when it is over. */
  const delayed = (ms: number) => stalls.find((each) => ms > each.fromMs && ms < each.toMs)?.toMs ?? ms;
  const endMs = delayed(durationMs + graceMs);

  const operations: Operation[] = [];
  for (let scheduledMs = random() * intervalMs; scheduledMs < durationMs; scheduledMs += intervalMs) {
    const invokedMs = delayed(scheduledMs);
    const isFull = operations.slice(-maxPending).filter(inFlightAt(ns(invokedMs))).length >= inFlightLimit;
    const ending = isFull ? unsent(invokedMs) : call(invokedMs, latency, outages);
    const seenMs = delayed(ending.atMs);
    const answered = seenMs < endMs;
    operations.push({
      type: 'operation',
      kind: 'produce',
      process: 'probe',
      partition: 0,
      scheduledNs: ns(scheduledMs),
      invokedNs: ns(invokedMs),
      completedNs: ns(answered ? seenMs : endMs),
      outcome: answered ? ending.outcome : 'unknown',
      value: `v${operations.length}`,
      ...(answered ? ending.error && { error: { name: ending.error } } : { error: { name: 'UNANSWERED' } }),
    });
  }
  const at = (entry: Entry) => (entry.type === 'event' ? entry.timeNs : entry.completedNs);
  // A stall is known a little after what it delayed.
  const noticed = stalls.map(({ fromMs, toMs }) => ({ ...stall(fromMs, toMs), timeNs: ns(toMs + 5) }));
  return [...operations, ...noticed, phase(endMs + 1, 'final-read')].toSorted((a, b) => at(a) - at(b));
}

const inFlightAt =
  (timeNs: number) =>
  ({ completedNs }: Operation) =>
    completedNs > timeNs;

interface Ending {
  atMs: number;
  outcome: Operation['outcome'];
  error?: string;
}

function unsent(invokedMs: number): Ending {
  return { atMs: invokedMs, outcome: 'fail', error: 'UNSENT' };
}

/** No answer comes through while an outage lasts, so an operation meets it if it is in flight then. */
function call(invokedMs: number, latency: () => number, outages: Outage[]): Ending {
  const answeredMs = invokedMs + latency();
  const outage = outages.find(({ fromMs, toMs }) => invokedMs < toMs && answeredMs > fromMs);
  switch (outage?.manner) {
    case undefined:
      return { atMs: answeredMs, outcome: 'ok' };
    case 'held':
      return { atMs: outage!.toMs + latency(), outcome: 'ok' };
    case 'refused':
      return { atMs: Math.max(invokedMs, outage!.fromMs) + 0.5, outcome: 'fail', error: 'ECONNREFUSED' };
    case 'lost':
      return { atMs: invokedMs + requestTimeoutMs, outcome: 'unknown', error: 'REQUEST_TIMED_OUT' };
  }
}

/** mulberry32: numbers from 0 to 1 that a seed gives again. */
function createRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
