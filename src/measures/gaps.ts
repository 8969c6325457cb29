/**
 * The gaps between the successes of one partition, and what the operations in them prove of an outage. The
 * definitions are in availability.ts.
 */
import type { Operation } from '../history/entry.ts';
import type { Stalls } from './stalls.ts';
import type { Outage } from './windows.ts';

/** A stretch between two successes, and what its witnesses prove. */
interface Gap {
  after: Operation | undefined;
  toNs: number;
  /** The outage had certainly begun by then, and was not over before then. */
  begunByNs: number;
  lastedUntilNs: number;
  /** The last completion of an operation that was invoked in it. */
  askedUntilNs: number;
  /** For how long the probe sent nothing, because too much was in flight. */
  blindNs: number;
  /** The longest time for which one operation was held, that was answered in the end. */
  heldNs: number;
  /** Whether an operation was certainly not done: no stall explains that. */
  refused: boolean;
}

/** The successes of one partition, and the gaps between them. */
export interface Track {
  /** Says whether this operation ended a gap longer than the threshold. */
  add(operation: Operation): boolean;
  /** Until when an operation is known to have waited that was invoked since the last success. */
  askedUntilNs(): number;
  silentFor(endNs: number): boolean;
  /** All gaps longer than the threshold; which of them a stall explains is for windows.ts to tell. */
  outages(endNs: number): Outage[];
}

/** `intervalNs` is how often an operation is scheduled; only gaps longer than `threshold` (ns) are kept. */
export function createTrack(threshold: number, intervalNs: number, harness: Stalls): Track {
  const closed: Gap[] = [];
  let open = gapAfter(undefined);
  let firstScheduledNs = Infinity;
  let lastUnsentNs = -Infinity;

  const fromNs = (gap: Gap) => gap.after?.completedNs ?? firstScheduledNs;

  /** The last sign of service before a gap may be older than it looks: a stall can have hidden it. */
  const earliestNs = ({ after }: Gap) =>
    after === undefined ? firstScheduledNs : Math.max(after.invokedNs, harness.earliestNs(after.completedNs));

  function close(success: Operation): boolean {
    const endedNs = success.completedNs;
    const wasSilent = silentFor(endedNs);
    // How long the first gap is shows only when everything that was scheduled before has ended.
    if (endedNs - earliestNs(open) > threshold || open.after === undefined)
      closed.push({ ...open, toNs: endedNs });
    open = gapAfter(success);
    return wasSilent;
  }

  function silentFor(endNs: number): boolean {
    const beganNs = fromNs(open);
    return endNs - beganNs > threshold && endNs - beganNs - harness.overlapNs(beganNs, endNs) > threshold;
  }

  function testify(operation: Operation): void {
    const evidence = evidenceOf(operation, threshold, harness);
    if (evidence === undefined) return;
    const gap =
      evidence.fromNs >= fromNs(open)
        ? open
        : closed.findLast((each) => evidence.fromNs >= fromNs(each) && evidence.toNs <= each.toNs);
    if (gap === undefined) return;
    // A new client counts its own time-outs as failures, which a stall may bring about.
    gap.refused ||= operation.outcome === 'fail' && operation.kind !== 'connect';
    gap.begunByNs = Math.min(gap.begunByNs, evidence.toNs);
    gap.lastedUntilNs = Math.max(gap.lastedUntilNs, evidence.fromNs);
    if (evidence.heldUntilNs === undefined || evidence.heldUntilNs >= gap.toNs) return;
    gap.lastedUntilNs = Math.max(gap.lastedUntilNs, evidence.heldUntilNs);
    gap.heldNs = Math.max(gap.heldNs, evidence.heldUntilNs - evidence.toNs);
  }

  function notSent(atNs: number): void {
    open.blindNs += Math.min(atNs - lastUnsentNs, 2 * intervalNs);
    lastUnsentNs = atNs;
  }

  function outageOf(gap: Gap, endNs: number): Outage {
    const { begunByNs, lastedUntilNs, blindNs, heldNs, refused } = gap;
    const unseenNs = harness.overlapNs(begunByNs, lastedUntilNs) + blindNs;
    return {
      fromNs: earliestNs(gap),
      toNs: Math.min(gap.toNs, endNs),
      provenNs: Math.max(lastedUntilNs - begunByNs - unseenNs, heldNs),
      censored: gap.toNs > endNs,
      refused,
    };
  }

  return {
    add(operation) {
      firstScheduledNs = Math.min(firstScheduledNs, operation.scheduledNs);
      const endedGap = operation.outcome === 'ok' && close(operation);
      if (operation.invokedNs >= fromNs(open)) {
        open.askedUntilNs = Math.max(open.askedUntilNs, operation.completedNs);
      }
      if (operation.error?.name === 'UNSENT') notSent(operation.invokedNs);
      else testify(operation);
      return endedGap;
    },
    askedUntilNs: () => Math.max(fromNs(open), open.askedUntilNs),
    silentFor,
    outages: (endNs) => [...closed, open].map((gap) => outageOf(gap, endNs)),
  };
}

function gapAfter(success: Operation | undefined): Gap {
  return {
    after: success,
    toNs: Infinity,
    begunByNs: Infinity,
    lastedUntilNs: -Infinity,
    askedUntilNs: -Infinity,
    blindNs: 0,
    heldNs: 0,
    refused: false,
  };
}

interface Evidence {
  /** At some moment between these two the partition did not serve the operation. */
  fromNs: number;
  toNs: number;
  /** It was answered in the end, so until then it went on not to be served. */
  heldUntilNs?: number;
}

/** What an operation proves, or undefined if it was served. Time in which the harness stalled is no waiting. */
function evidenceOf(operation: Operation, threshold: number, harness: Stalls): Evidence | undefined {
  const { invokedNs, completedNs, outcome } = operation;
  if (outcome === 'ok' && completedNs - invokedNs <= threshold) return undefined;
  const patienceNs = threshold + harness.overlapNs(invokedNs, completedNs);
  if (outcome === 'ok' && completedNs - invokedNs <= patienceNs) return undefined;
  return {
    fromNs: invokedNs,
    toNs: Math.min(completedNs, invokedNs + patienceNs),
    ...(outcome === 'ok' && { heldUntilNs: completedNs - patienceNs }),
  };
}
