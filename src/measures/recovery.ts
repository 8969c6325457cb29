/**
 * The recovery clock: how long after the first fault took effect each sign of recovery was seen, in milliseconds.
 * What was never reached, or cannot be known from the history, is null and counts as worse than any number. A sign
 * that was seen while the fault was still being proven (after its step began) counts as 0; what was seen before that step is
 * the doing of another one (a rolling restart elects leaders as well).
 *
 * - *detected*: the first log line by which the cluster gave a broker up that the fault hit (fenced; or a session expired, of
 *   which nobody says whose it is). Where the fault hit no nodes but links: a broker that it cut from its coordination.
 * - *elected*: every partition that was led by a broker that the fault hit had a new leader, in a higher leader epoch
 *   than before (if it is not known which nodes it hit: the first partition had). Where the fault hit no leader: the
 *   first new controller.
 * - *first ack*: the moment at which every partition had acknowledged again: the end of the window that the
 *   injection opened, on the partition that came back last; where the injection opened none, the first
 *   acknowledgement of an operation invoked after it. Windows that open after the healing are the healing's.
 * - *full ISR*: the moment from which on every partition had at least as many replicas in sync as before the
 *   injection; 0 if none ever had fewer.
 * - *client*: every partition that was led by a broker that the fault hit had an attempt come back that went to another
 *   broker, after the election: by then the probe's client knew the new leader. When it was sent is not known; it may have
 *   been invoked long before.
 * - *steady*: not before the first ack, the moment from which for three seconds service was as before (steady.ts).
 * - *lag drained*: not before the first ack, the moment from which for three seconds the consumer was not behind (lag.ts).
 */
import type { Entry, EventBody, Operation } from '../history/entry.ts';
import type { Fold } from './fold.ts';
import { injection } from './injection.ts';
import { caughtUpNs, type Lag } from './lag.ts';
import type { Steady } from './steady.ts';
import { ceilMs, nsPerMs } from './time.ts';
import type { PartitionAvailability } from './windows.ts';

export interface Recovery {
  detectedMs: number | null;
  electedMs: number | null;
  clientMs: number | null;
  firstAckMs: number | null;
  steadyMs: number | null;
  fullIsrMs: number | null;
  lagDrainedMs: number | null;
}

export interface RecoveryOptions {
  /** Produce windows by partition, as availability.ts finds them; asked for at the end. */
  partitions: () => readonly PartitionAvailability[];
  /** Kafka's ids of the brokers by node name, by which leaders are matched with the nodes that a fault hit. */
  brokerIds?: Readonly<Record<string, number>>;
  /** When service was as before again; asked for at the end. */
  steady?: () => Steady;
  /** When the consumer was behind; asked for at the end. Without it nothing is said of the lag. */
  lag?: () => Lag;
}

type Leadership = Extract<EventBody, { kind: 'leadership' }>;

export function recovery(options: RecoveryOptions): Fold<Recovery> {
  const marks = injection();
  /** Leadership of each partition before the step in which the first fault is injected, and now. */
  const before = new Map<number, Leadership>();
  const now = new Map<number, Leadership>();
  const hitNodes = new Set<string>();
  const hitLinks: string[] = [];
  const firstAckNs = new Map<number, number>();
  /** The broker to which each partition's attempts went before, and now, and when the first came back that went to another one. */
  const brokerBefore = new Map<number, number>();
  const brokerNow = new Map<number, number>();
  const redirectedNs = new Map<number, number>();
  /** When brokers were given up, and which, if that is told. */
  let givenUp: { timeNs: number; id: number | undefined }[] = [];
  /** When each partition got its first new leader. */
  const electedNs = new Map<number, number>();
  let controllerNs: number | undefined;
  let fullIsrNs: number | undefined;

  const isFull = () =>
    [...before.values()].every((was) => now.get(was.partition)!.isr.length >= was.isr.length);

  function beginStep(): void {
    for (const [partition, leadership] of now) before.set(partition, leadership);
    for (const [partition, broker] of brokerNow) brokerBefore.set(partition, broker);
    electedNs.clear();
    redirectedNs.clear();
    givenUp = [];
    controllerNs = undefined;
    fullIsrNs = undefined;
  }

  function addLeadership(event: Leadership & { timeNs: number }): void {
    const was = before.get(event.partition);
    now.set(event.partition, event);
    if (marks.result().stepNs === undefined || was === undefined) {
      before.set(event.partition, event);
      return;
    }
    const isElection = event.leader !== null && event.leaderEpoch > was.leaderEpoch;
    if (isElection && !electedNs.has(event.partition)) electedNs.set(event.partition, event.timeNs);
    fullIsrNs = isFull() ? (fullIsrNs ?? event.timeNs) : undefined;
  }

  /** The partitions that brokers led that the fault hit. */
  const ledByHit = () => {
    const ids = [...hitNodes].map((node) => options.brokerIds?.[node]);
    return [...before.values()].filter(({ leader }) => leader !== null && ids.includes(leader));
  };

  function electionNs(): number | undefined {
    if (hitNodes.size === 0) return electedNs.size > 0 ? Math.min(...electedNs.values()) : controllerNs;
    const led = ledByHit();
    return led.length === 0 ? controllerNs : lastOf(led.map(({ partition }) => electedNs.get(partition)));
  }

  function detectionNs(): number | undefined {
    const brokerIds = options.brokerIds ?? {};
    const gone = hitNodes.size > 0 ? [...hitNodes] : uncoordinated(hitLinks, brokerIds);
    const ids = gone?.flatMap((node) => brokerIds[node] ?? []);
    const isIts = ({ id }: (typeof givenUp)[number]) =>
      gone === undefined || (id === undefined ? gone.length > 0 : ids!.includes(id));
    // Lines of different nodes may come late, so the first is the one with the earliest time.
    const first = Math.min(...givenUp.filter(isIts).map(({ timeNs }) => timeNs));
    return first === Infinity ? undefined : first;
  }

  function clientNs(): number | undefined {
    const led = ledByHit();
    if (led.length === 0) return undefined;
    return lastOf(
      led.map(({ partition }) => {
        const [sentNs, elected] = [redirectedNs.get(partition), electedNs.get(partition)];
        return sentNs === undefined || elected === undefined ? undefined : Math.max(sentNs, elected);
      }),
    );
  }

  function sent({ partition, broker, completedNs }: Operation): void {
    if (broker === undefined) return;
    brokerNow.set(partition, broker);
    if (marks.result().stepNs !== undefined && broker !== brokerBefore.get(partition)) {
      redirectedNs.set(partition, Math.min(redirectedNs.get(partition) ?? Infinity, completedNs));
    }
  }

  return {
    add(entry: Entry) {
      const {
        stepNs: lastStepNs,
        sinceNs: lastSinceNs = Infinity,
        tookEffectNs: lastEffectNs,
      } = marks.result();
      marks.add(entry);
      const { stepNs, sinceNs = Infinity, tookEffectNs } = marks.result();
      if (stepNs !== lastStepNs) beginStep();
      if (sinceNs !== lastSinceNs) firstAckNs.clear();
      if (entry.type === 'operation') {
        if (entry.kind !== 'produce') return;
        sent(entry);
        if (entry.outcome !== 'ok') return;
        // When an application in a container invoked it is known too early by its start-up; its schedule is not.
        if (Math.max(entry.scheduledNs, entry.invokedNs) < sinceNs) return;
        if (!firstAckNs.has(entry.partition)) firstAckNs.set(entry.partition, entry.completedNs);
      } else if (entry.kind === 'leadership') {
        addLeadership(entry);
      } else if (entry.kind === 'node-log' && entry.timeNs >= (stepNs ?? Infinity)) {
        const { what, timeNs, line } = entry;
        if (what === 'fenced') givenUp.push({ timeNs, id: fencedIn(line) });
        if (what === 'session-expired') givenUp.push({ timeNs, id: undefined });
        if (what === 'controller-elected') controllerNs = Math.min(controllerNs ?? Infinity, timeNs);
      } else if (entry.kind === 'fault-injected' && lastEffectNs === undefined) {
        fullIsrNs = before.size > 0 && isFull() ? (fullIsrNs ?? tookEffectNs) : undefined;
        for (const node of entry.nodes) hitNodes.add(node);
        hitLinks.push(...entry.links);
      }
    },
    result() {
      const { tookEffectNs, firstHealedNs = Infinity } = marks.result();
      const since = (ns: number | undefined | null) =>
        ns == null || tookEffectNs === undefined ? null : ceilMs(Math.max(0, ns - tookEffectNs));
      const returnNs = lastReturnNs(
        options.partitions(),
        firstAckNs,
        tookEffectNs ?? Infinity,
        firstHealedNs,
      );
      const lag = options.lag?.();
      return {
        detectedMs: since(detectionNs()),
        electedMs: since(electionNs()),
        clientMs: since(clientNs()),
        firstAckMs: since(returnNs),
        steadyMs: since(returnNs === null ? null : options.steady?.().since(returnNs)),
        fullIsrMs: since(fullIsrNs),
        lagDrainedMs: since(lag === undefined || returnNs === null ? null : caughtUpNs(lag, returnNs)),
      };
    },
  };
}

/**
 * The brokers that lack a link to a ZooKeeper server or a controller; undefined if it is not known which links were hit. In a
 * combined cluster every node is both.
 */
function uncoordinated(
  links: readonly string[],
  brokerIds: Readonly<Record<string, number>>,
): string[] | undefined {
  if (links.length === 0) return undefined;
  const isCoordinator = (node: string) => /^(zookeeper|controller|node)-/.test(node);
  return links.flatMap((link) => {
    const ends = link.split('->');
    const isCut = (end: string) => ends.some((other) => other !== end && isCoordinator(other));
    return ends.filter((end) => end in brokerIds && isCut(end));
  });
}

/** The id of the broker that a controller gave up, by its log. */
function fencedIn(line: string): number | undefined {
  const found = /Fencing broker (\d+)/.exec(line);
  return found === null ? undefined : Number(found[1]);
}

/** The last of several moments; undefined if one of them never came. */
function lastOf(moments: readonly (number | undefined)[]): number | undefined {
  const last = Math.max(...moments.map((ns) => ns ?? Infinity));
  return last === Infinity ? undefined : last;
}

/** When the last partition had acknowledged again after the injection; null if one never did. */
function lastReturnNs(
  partitions: readonly PartitionAvailability[],
  firstAckNs: ReadonlyMap<number, number>,
  tookEffectNs: number,
  healedNs: number,
): number | null {
  let lastNs: number | null = null;
  for (const { partition, windows } of partitions) {
    const window = windows.find(
      ({ fromMs, toMs }) => (toMs ?? Infinity) * nsPerMs > tookEffectNs && fromMs * nsPerMs < healedNs,
    );
    const returnNs = window === undefined ? firstAckNs.get(partition) : (window.toMs ?? Infinity) * nsPerMs;
    if (returnNs === undefined || returnNs === Infinity) return null;
    lastNs = Math.max(lastNs ?? 0, returnNs);
  }
  return lastNs;
}
