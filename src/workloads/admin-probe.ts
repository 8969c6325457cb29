/**
 * The open-loop administrator: creates a topic, asks for it, deletes it, once a second, whatever became of those before.
 *
 * A round's requests follow each other. The first is scheduled on the clock, each further one when the one before has
 * ended; it is left out if that certainly failed to create the topic. Rounds have connections of their own each, because
 * Kafka answers in order on a connection, and a request that waits would hold up those of the next round.
 *
 * The topics have one replica: what is asked is whether there is a controller that serves, not whether three brokers live; and three logs
 * a topic, five times a second, are more than a machine of two cores bears.
 */
import type { Attempt } from '../clients/attempt.ts';
import type { TopicRequests } from '../clients/topic-requests.ts';
import type { RunClock } from '../history/clock.ts';
import type { Operation } from '../history/entry.ts';

export interface AdminProbeOptions {
  /** How often a round is scheduled. */
  intervalMs?: number;
  /** Rounds that may be under way at once; of further ones, the creation is recorded as UNSENT. */
  maxInFlight?: number;
  connect(): TopicRequests;
  record(operation: Operation): void;
}

export interface AdminProbe {
  /** Ends the schedule, grants rounds under way a last moment, and records what they wait for as UNANSWERED. */
  stop(): Promise<void>;
}

/** The requests of a round: its `n`th has the value `admin/${3 * round + n}`. */
const steps = ['create', 'describe', 'delete'] as const;
/** How the names of its topics begin. */
export const adminProbeTopics = 'kafka-chaos-admin-';
const lastMomentMs = 1_000;
const looksPerInterval = 20;

export function startAdminProbe(
  clock: RunClock,
  { intervalMs = 1_000, maxInFlight = 10, connect, record }: AdminProbeOptions,
): AdminProbe {
  const idle: TopicRequests[] = [];
  const all: TopicRequests[] = [];
  const rounds = new Set<Promise<void>>();
  const waiting = new Map<string, { scheduledNs: number; invokedNs: number }>();
  let nextNs = clock.now();
  let round = 0;
  let stopped = false;

  const complete = (value: string, { outcome, error }: Attempt) => {
    const invocation = waiting.get(value);
    // Given up before: what comes later belongs to no measuring any more.
    if (invocation === undefined) return;
    waiting.delete(value);
    const completedNs = clock.now();
    const who = { type: 'operation', kind: 'administer', process: 'admin', partition: 0 } as const;
    record({ ...who, ...invocation, completedNs, value, outcome, ...(error !== undefined && { error }) });
  };

  const ask = async (value: string, scheduledNs: number, request: () => Promise<Attempt>) => {
    waiting.set(value, { scheduledNs, invokedNs: clock.now() });
    const attempt = await request();
    complete(value, attempt);
    return attempt;
  };

  const play = async (requests: TopicRequests, number: number, firstNs: number) => {
    const topic = `${adminProbeTopics}${number}`;
    let scheduledNs = firstNs;
    for (const [index, step] of steps.entries()) {
      if (stopped) return;
      const value = `admin/${steps.length * number + index}`;
      const { outcome } = await ask(value, scheduledNs, () => requests[step](topic));
      if (step === 'create' && outcome === 'fail') return;
      scheduledNs = clock.now();
    }
  };

  const begin = (scheduledNs: number) => {
    const number = round++;
    if (rounds.size >= maxInFlight) {
      const unsent: Attempt = { outcome: 'fail', error: { name: 'UNSENT' } };
      void ask(`admin/${steps.length * number}`, scheduledNs, async () => unsent);
      return;
    }
    const requests = idle.pop() ?? connect();
    if (!all.includes(requests)) all.push(requests);
    const played = play(requests, number, scheduledNs).finally(() => {
      rounds.delete(played);
      idle.push(requests);
    });
    rounds.add(played);
  };

  const look = () => {
    for (const nowNs = clock.now(); nextNs <= nowNs; nextNs += intervalMs * 1e6) begin(nextNs);
  };
  const timer = setInterval(look, intervalMs / looksPerInterval);
  return {
    async stop() {
      stopped = true;
      clearInterval(timer);
      const moment = () => new Promise((resolve) => setTimeout(resolve, lastMomentMs).unref());
      await Promise.race([moment(), Promise.all(rounds)]);
      for (const value of [...waiting.keys()]) {
        complete(value, { outcome: 'unknown', error: { name: 'UNANSWERED' } });
      }
      await Promise.race([moment(), Promise.allSettled(all.map((requests) => requests.close()))]);
    },
  };
}
