/**
 * The open-loop schedule of every workload that produces: attempts on every partition, which nothing can slow down.
 *
 * An attempt is invoked when its time has come, whatever became of those before it; its latency counts from its
 * scheduled time. The probe, for which it is named, has a raw producer, and so connections, for each partition: on one
 * connection Kafka answers in order, and one partition's wait for its replicas would be mistaken for another's.
 * Applications (application.ts) have one producer for all, and feel just that.
 */
import type { Attempt, Producer } from '../clients/attempt.ts';
import type { RunClock } from '../history/clock.ts';
import type { Operation, Outcome } from '../history/entry.ts';

export interface ProbeOptions {
  /** The workload's name: its processes are `name-0`, `name-1` and so on, by partition. */
  name?: string;
  partitions: readonly number[];
  /** How often an attempt is scheduled on each partition. */
  intervalMs: number;
  /** Attempts a partition that may be unanswered at once; further ones are recorded as UNSENT. */
  maxInFlight: number;
  /** The partition's producer; it may be that of another partition as well. */
  connect(partition: number): Promise<Producer>;
  /** Kafka's id of the broker that clients find at an address; undefined if none is known to be there. */
  brokerAt(server: string): number | undefined;
  record(operation: Operation): void;
}

/** What is known of a partition at this moment, for the display and for waiting on conditions. */
export interface PartitionStatus {
  partition: number;
  counts: Record<Outcome, number>;
  inFlight: number;
  /** When the last attempt was acknowledged, in ns since the run began; null if none was. */
  lastOkNs: number | null;
  lastError: string | null;
  /** Since when attempts have been acknowledged without a pause and without a queue, in ns since the run began; null while they are not. */
  pacedSinceNs: number | null;
}

export interface Probe {
  status(): readonly PartitionStatus[];
  /** Ends the schedule, grants those in flight a last moment, and records the rest as UNANSWERED. */
  stop(): Promise<void>;
}

/** Without a success for so long it is a pause: the shortest window that is measured at all. */
export const pauseNs = 250e6;
/** As many attempts a partition as are in flight at a glance while nothing is queued. */
const unqueued = 5;
/** How long attempts in flight may still be answered when the probe is stopped. */
const lastMomentMs = 1_000;

export async function startProbe(clock: RunClock, options: ProbeOptions): Promise<Probe> {
  const { partitions, intervalMs } = options;
  const connections = await Promise.all(partitions.map((partition) => options.connect(partition)));
  const intervalNs = intervalMs * 1e6;
  const beganNs = clock.now();
  // Partitions take turns within an interval, so that their attempts do not come in bursts.
  const lanes = partitions.map((partition, index) =>
    lane(clock, partition, connections[index]!, beganNs + (intervalNs * index) / partitions.length, options),
  );
  const tick = () => {
    const nowNs = clock.now();
    for (const each of lanes) each.invokeWhatIsDue(nowNs);
  };
  // Three looks an interval keep attempts close to their schedule; how close, each operation shows.
  const timer = setInterval(tick, Math.max(1, Math.floor(intervalMs / (3 * partitions.length))));
  return {
    status: () => lanes.map((each) => each.status),
    async stop() {
      clearInterval(timer);
      const deadline = new Promise((resolve) => setTimeout(resolve, lastMomentMs));
      await Promise.race([deadline, Promise.all(lanes.map((each) => each.allAnswered()))]);
      for (const each of lanes) each.giveUp();
      await Promise.all(Array.from(new Set(connections), (producer) => closeWithin(producer, lastMomentMs)));
    },
  };
}

/** The schedule of one partition. */
function lane(
  clock: RunClock,
  partition: number,
  producer: Producer,
  firstNs: number,
  { name = 'probe', intervalMs, maxInFlight, record, brokerAt }: ProbeOptions,
) {
  const process = `${name}-${partition}`;
  const status: PartitionStatus = {
    partition,
    counts: { ok: 0, fail: 0, unknown: 0 },
    inFlight: 0,
    lastOkNs: null,
    lastError: null,
    pacedSinceNs: null,
  };
  const inFlight = new Map<string, Promise<void>>();
  const invocations = new Map<string, { scheduledNs: number; invokedNs: number }>();
  let nextNs = firstNs;
  let sequence = 0;

  const succeeded = (nowNs: number) => {
    const pausedForNs = nowNs - (status.lastOkNs ?? nowNs);
    if (pausedForNs >= pauseNs) status.pacedSinceNs = null;
    if (inFlight.size <= unqueued) status.pacedSinceNs ??= nowNs;
    status.lastOkNs = nowNs;
  };

  const complete = (value: string, { server, ...result }: Attempt) => {
    const invocation = invocations.get(value);
    // Given up before: what comes later belongs to no measuring any more.
    if (invocation === undefined) return;
    invocations.delete(value);
    inFlight.delete(value);
    status.inFlight = inFlight.size;
    const completedNs = clock.now();
    const broker = server === undefined ? undefined : brokerAt(server);
    status.counts[result.outcome]++;
    if (result.outcome === 'ok') succeeded(completedNs);
    else status.lastError = result.error?.name ?? null;
    record({
      type: 'operation',
      kind: 'produce',
      process,
      partition,
      ...invocation,
      completedNs,
      value,
      ...(broker !== undefined && { broker }),
      ...result,
    });
  };

  const invoke = (scheduledNs: number) => {
    const value = `${process}/${sequence++}`;
    invocations.set(value, { scheduledNs, invokedNs: clock.now() });
    if (inFlight.size >= maxInFlight) {
      complete(value, { outcome: 'fail', error: { name: 'UNSENT' } });
      return;
    }
    inFlight.set(
      value,
      producer.send(partition, value).then((attempt) => complete(value, attempt)),
    );
    status.inFlight = inFlight.size;
    if (inFlight.size > unqueued) status.pacedSinceNs = null;
  };

  return {
    status,
    invokeWhatIsDue(nowNs: number) {
      for (; nextNs <= nowNs; nextNs += intervalMs * 1e6) invoke(nextNs);
    },
    allAnswered: () => Promise.allSettled(inFlight.values()),
    giveUp() {
      for (const value of [...invocations.keys()]) {
        complete(value, { outcome: 'unknown', error: { name: 'UNANSWERED' } });
      }
    },
  };
}

/**
 * A client may wait for ever for answers that a dead broker owes it; one that cannot be closed is of no use to anybody
 * any more.
 */
export async function closeWithin(producer: Pick<Producer, 'close'>, limitMs: number): Promise<void> {
  const limit = new Promise((resolve) => setTimeout(resolve, limitMs).unref());
  await Promise.race([producer.close().catch(() => {}), limit]);
}
