/**
 * Clients that come for the first time, one after the other on a clock, whatever became of those before: whether a cluster
 * that serves those who know it also lets in those who do not.
 */
import type { Attempt } from '../clients/attempt.ts';
import type { RunClock } from '../history/clock.ts';
import type { Operation } from '../history/entry.ts';

export interface NewcomersOptions {
  /** How often one comes. */
  intervalMs: number;
  /** How many may be on their way at once; further ones are recorded as UNSENT. */
  maxInFlight?: number;
  /** How long one waits before it gives up, which is recorded as UNANSWERED. */
  patienceMs?: number;
  /** A client of its own each time; it ends by itself, also when nobody waits for it any more. */
  arrive(number: number): Promise<Attempt>;
  record(operation: Operation): void;
}

export interface Newcomers {
  /** Ends the schedule, grants those on their way a last moment, and records the rest as UNANSWERED. */
  stop(): Promise<void>;
}

const lastMomentMs = 1_000;
const looksPerInterval = 20;

export function startNewcomers(clock: RunClock, options: NewcomersOptions): Newcomers {
  const { intervalMs, maxInFlight = 20, patienceMs = 10_000, arrive, record } = options;
  const waiting = new Map<number, { scheduledNs: number; invokedNs: number }>();
  /** Also those whom nobody waits for any more: their connections are there still. */
  const onTheirWay = new Set<Promise<void>>();
  let nextNs = clock.now();
  let number = 0;

  const complete = (number: number, { outcome, error }: Attempt) => {
    const invocation = waiting.get(number);
    // Given up before: what comes later belongs to no measuring any more.
    if (invocation === undefined) return;
    waiting.delete(number);
    const who = { type: 'operation', kind: 'connect', process: 'newcomer', partition: 0 } as const;
    const value = `newcomer/${number}`;
    record({
      ...{ ...who, ...invocation, completedNs: clock.now(), value, outcome },
      ...(error !== undefined && { error }),
    });
  };
  const giveUp = (number: number) => complete(number, { outcome: 'unknown', error: { name: 'UNANSWERED' } });

  const send = (number: number, scheduledNs: number) => {
    waiting.set(number, { scheduledNs, invokedNs: clock.now() });
    if (onTheirWay.size >= maxInFlight) {
      complete(number, { outcome: 'fail', error: { name: 'UNSENT' } });
      return;
    }
    const patience = setTimeout(() => giveUp(number), patienceMs).unref();
    const way = arrive(number).then((attempt) => {
      clearTimeout(patience);
      onTheirWay.delete(way);
      complete(number, attempt);
    });
    onTheirWay.add(way);
  };

  const look = () => {
    for (const nowNs = clock.now(); nextNs <= nowNs; nextNs += intervalMs * 1e6) send(number++, nextNs);
  };
  const timer = setInterval(look, intervalMs / looksPerInterval);
  return {
    async stop() {
      clearInterval(timer);
      const moment = new Promise((resolve) => setTimeout(resolve, lastMomentMs).unref());
      await Promise.race([moment, Promise.all(onTheirWay)]);
      for (const number of [...waiting.keys()]) giveUp(number);
    },
  };
}
