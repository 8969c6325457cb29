/**
 * Everything of run.json that follows from a history, in one pass over it. The run loop uses it right after a run,
 * and `check` on a stored history: the same numbers from the same file.
 */
import { checkers, type Verdict } from '../checkers/index.ts';
import type { Entry, Operation } from '../history/entry.ts';
import { inOrder } from '../history/in-order.ts';
import { writeLedger } from '../history/write-ledger.ts';
import { type Action, actions } from '../measures/actions.ts';
import { type AvailabilityOptions, availability } from '../measures/availability.ts';
import { client } from '../measures/client.ts';
import { consumption } from '../measures/consumption.ts';
import { type Controllers, controllers } from '../measures/controllers.ts';
import { type Ensemble, ensemble } from '../measures/ensemble.ts';
import { type ErrorCounts, errors } from '../measures/errors.ts';
import { type Fault, faults } from '../measures/faults.ts';
import type { Fold } from '../measures/fold.ts';
import { type Heap, heap } from '../measures/heap.ts';
import { injection } from '../measures/injection.ts';
import { type Inventory, inventory } from '../measures/inventory.ts';
import { lag } from '../measures/lag.ts';
import { type Latency, latency } from '../measures/latency.ts';
import { outcomes } from '../measures/outcomes.ts';
import { type Phase, phases } from '../measures/phases.ts';
import { type Processes, processes } from '../measures/processes.ts';
import { type Recovery, recovery } from '../measures/recovery.ts';
import { redelivery } from '../measures/redelivery.ts';
import { type Remark, type Remarks, remarks } from '../measures/remarks.ts';
import { type Replication, replication } from '../measures/replication.ts';
import { type Stall, stalls } from '../measures/stalls.ts';
import { steady } from '../measures/steady.ts';
import { ceilMs, floorMs } from '../measures/time.ts';
import { type Trials, trials } from '../measures/trials.ts';
import { type Availability, noiseBefore, thresholdNs, type Window } from '../measures/windows.ts';
import { only, probeWorkload, withoutQuestions } from '../measures/workload.ts';
import { type ClientResult, clientSafety } from './client-results.ts';

export interface MeasureOptions {
  /** How often the probe schedules an operation on each partition, in ms. */
  intervalMs: AvailabilityOptions['intervalMs'];
  /**
   * How often records become readable, in ms; like the probe's interval unless said otherwise. A consumer of committed records
   * gets what was written during a transaction when that has ended.
   */
  readableEveryMs?: number;
  /** The partitions that the probe was meant to use. */
  partitions?: readonly number[];
  /** Whether a consumer ran beside the probe; true unless said otherwise. */
  consumer?: boolean;
  /** The application-like clients that ran beside the probe, by the names of their workloads. */
  applications?: readonly { client: string; intervalMs: number }[];
  /** How often the admin probe created and deleted a topic, in ms; missing if none ran. */
  administerEveryMs?: number | undefined;
  /** How often a new client came, in ms; missing if none did. */
  newcomersEveryMs?: number | undefined;
  /** Kafka's ids of the brokers by node name (topology), to tell whose partitions a fault hit. */
  brokerIds?: Readonly<Record<string, number>>;
}

/** How many findings of each checker, null where the history cannot tell; and what they are measured against. */
export interface Safety extends Record<keyof typeof checkers, number | null> {
  acknowledged: number;
  redelivered: number | null;
}

export interface Measured {
  produce: Availability;
  /** null if no consumer ran. */
  consume: Availability | null;
  /** null if no admin probe ran. */
  admin: Availability | null;
  /** null if no new clients came. */
  newcomers: Availability | null;
  errors: ErrorCounts;
  latencyMs: Latency;
  recovery: Recovery;
  controllers: Controllers;
  replication: Replication;
  processes: Processes;
  heap: Heap | null;
  ensemble: Ensemble | null;
  inventory: Inventory | null;
  trials: Trials | null;
  /** By client library, what each application came to. */
  clients: Record<string, ClientResult>;
  safety: Safety;
  /** From the begin of the run to the last that was written down. */
  durationMs: number;
  phases: Phase[];
  faults: Fault[];
  actions: Action[];
  /** What proves that the cluster was well at the end; null if it was not. */
  healed: Remarks['healed'];
  troubles: Remark[];
  /** Whether the method was carried out, and the history has its end. */
  isWhole: boolean;
  notes: Remark[];
  stalls: Stall[];
  /** Windows of the run's own noise, before the first injection: any makes the run unknown. */
  noiseBeforeFault: Window[];
  verdicts: Verdict[];
}

/**
 * Tells the attempts of the warm-up, which are not measured: while the brokers' JVMs compile what they run for the
 * first time, and the consumer joins, every cluster is slow, and on a small machine very slow.
 */
function warmUp(): (entry: Entry) => boolean {
  let until = -Infinity;
  return (entry) => {
    if (entry.type === 'operation')
      return entry.kind === 'produce' && Math.max(entry.scheduledNs, entry.invokedNs) < until;
    if (entry.kind === 'phase' && entry.name === 'warm-up') until = Infinity;
    if (entry.kind === 'phase' && entry.name === 'steady') until = entry.timeNs;
    return false;
  };
}

/** Measures and judges a history in one pass. */
export async function measureHistory(
  entries: AsyncIterable<Entry> | Iterable<Entry>,
  options: MeasureOptions,
): Promise<Measured> {
  const { intervalMs, partitions = [], consumer = true, brokerIds = {} } = options;
  const { applications = [], administerEveryMs, newcomersEveryMs, readableEveryMs = intervalMs } = options;
  const produced = availability({ kind: 'produce', intervalMs, partitions });
  const pace = steady();
  const behind = lag({ thresholdNs: thresholdNs(readableEveryMs) });
  const ledger = writeLedger();
  const ofCluster = (kind: Operation['kind'], everyMs: number | undefined) =>
    everyMs === undefined ? undefined : availability({ kind, intervalMs: everyMs, partitions: [0] });
  const administration = ofCluster('administer', administerEveryMs);
  const administered = administration && withoutQuestions(administration);
  const welcomed = ofCluster('connect', newcomersEveryMs);
  // The cluster is measured by the probe's attempts alone; the consumer reads what everybody writes.
  const byProbe = <T>(fold: Fold<T>) => only(probeWorkload, fold);
  const folds = {
    produce: byProbe(produced),
    consume: consumption({ intervalMs: readableEveryMs, partitions }),
    errors: byProbe(errors()),
    latencyMs: byProbe(latency({ disturbedUntilNs: produced.disturbedUntilNs })),
    lag: behind,
    pace: byProbe(pace),
    recovery: byProbe(
      recovery({
        partitions: () => produced.result().partitions,
        brokerIds,
        steady: () => pace.result(),
        ...(consumer && { lag: () => behind.result() }),
      }),
    ),
    controllers: withoutQuestions(
      controllers({ administration: administered && (() => administered.result().partitions[0]) }),
    ),
    replication: replication(),
    processes: processes(),
    heap: heap(),
    ensemble: ensemble(),
    inventory: inventory(),
    trials: trials(),
    phases: phases(),
    faults: faults(),
    actions: actions(),
    stalls: stalls(),
    remarks: remarks(),
    injection: injection(),
    redelivered: redelivery(ledger),
  };
  const clients = applications.map(({ client: name, intervalMs }) => ({
    name,
    felt: client({ name, intervalMs, partitions, brokerIds }),
    safety: clientSafety(name, ledger),
  }));
  const checks = Object.entries(checkers).map(([finding, create]) => ({ finding, checker: create(ledger) }));
  // What was acknowledged must be there, warm-up or not.
  const writes = outcomes('produce');
  const isWarmUp = warmUp();
  let lastNs = 0;
  for await (const entry of inOrder(entries)) {
    lastNs = Math.max(lastNs, entry.type === 'event' ? entry.timeNs : entry.completedNs);
    writes.add(entry);
    if (entry.type === 'operation' && entry.kind === 'produce') ledger.add(entry);
    for (const { checker } of checks) checker.add(entry);
    for (const { safety } of clients) safety.add(entry);
    if (isWarmUp(entry)) continue;
    for (const { felt } of clients) felt.add(entry);
    administered?.add(entry);
    welcomed?.add(entry);
    for (const each of Object.values<Fold<unknown>>(folds)) each.add(entry);
  }

  const produce = folds.produce.result();
  const consume = consumer ? folds.consume.result() : null;
  const { beganNs } = folds.injection.result();
  const beganMs = beganNs === undefined ? null : floorMs(beganNs);
  const judged = checks
    .map(({ finding, checker }) => ({ finding, verdict: checker.result() }))
    .filter(({ finding }) => consumer || finding !== 'unseen');
  const counts = Object.fromEntries(judged.map(({ finding, verdict }) => [finding, verdict.count]));
  return {
    produce,
    consume,
    admin: administered?.result() ?? null,
    newcomers: welcomed?.result() ?? null,
    errors: folds.errors.result(),
    clients: Object.fromEntries(
      clients.map(({ name, felt, safety }) => [name, { ...felt.result(), safety: safety.result() }]),
    ),
    latencyMs: folds.latencyMs.result(),
    recovery: folds.recovery.result(),
    controllers: folds.controllers.result(),
    replication: folds.replication.result(),
    processes: folds.processes.result(),
    heap: folds.heap.result(),
    ensemble: folds.ensemble.result(),
    inventory: folds.inventory.result(),
    trials: folds.trials.result(),
    safety: {
      acknowledged: writes.result().ok,
      redelivered: consumer ? folds.redelivered.result() : null,
      ...({ unseen: null, ...counts } as Record<keyof typeof checkers, number | null>),
    },
    durationMs: ceilMs(lastNs),
    phases: folds.phases.result(),
    faults: folds.faults.result(),
    actions: folds.actions.result(),
    ...folds.remarks.result(),
    stalls: folds.stalls.result(),
    noiseBeforeFault: [produce, ...(consume === null ? [] : [consume])].flatMap((each) =>
      noiseBefore(each, beganMs),
    ),
    verdicts: judged.map(({ verdict }) => verdict),
  };
}
