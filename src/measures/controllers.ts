/**
 * How the active controller changed: every controller epoch that was seen, how many of them began after the first
 * injection, how long after it took effect the first of those was seen, and how long until a controller served again.
 *
 * The epoch is that of the quorum's leader (KRaft), or the controller epoch of which a ZooKeeper-mode controller speaks when
 * it is elected. Only an epoch higher than all before is a change: a broker that is cut off may go on naming an old one.
 * The observer asks four times a second, so controllers that follow each other faster than that are one change, and the
 * epoch in between is missing from the list.
 *
 * A controller that is elected has yet to load what it needs to know. It serves when the admin probe is served again: at the
 * end of the window that the injection opened; where it opened none, with the first success that was invoked after it.
 */
import type { Entry } from '../history/entry.ts';
import type { Fold } from './fold.ts';
import { injection } from './injection.ts';
import { ceilMs, nsPerMs } from './time.ts';
import type { PartitionAvailability } from './windows.ts';

/** A controller epoch, and when it was first seen. */
export interface ControllerEpoch {
  atMs: number;
  node: string | null;
  epoch: number;
}

export interface Controllers {
  /** How often the epoch rose after the first injection began; null without an injection, or if no epoch was ever seen. */
  changes: number | null;
  /** From when the first fault took effect to the first controller in a higher epoch; null if none was seen. */
  electedMs: number | null;
  /** From when the first fault took effect until administration was served again; null if it was not, or not probed. */
  servesMs: number | null;
  /** From the one to the other; null if either is, or if the election was seen only after that. */
  loadingMs: number | null;
  /** Every epoch that was seen, in order. */
  epochs: ControllerEpoch[];
}

export interface ControllersOptions {
  /** The windows of administration, as availability.ts finds them; asked for at the end. Without it, it was not probed. */
  administration?: (() => PartitionAvailability | undefined) | undefined;
}

export function controllers({ administration }: ControllersOptions = {}): Fold<Controllers> {
  const marks = injection();
  const epochs: ControllerEpoch[] = [];
  /** The highest, of brokers and of controllers: on the way to KRaft brokers count epochs of ZooKeeper, and controllers those of their quorum. */
  const highest = new Map<string | undefined, number>();
  let changes = 0;
  let electedNs: number | undefined;
  let firstServedNs: number | undefined;

  /** When administration was served again; Infinity if it was not. */
  const servesNs = (tookEffectNs: number, healedNs: number) => {
    const window = administration?.()?.windows.find(
      ({ fromMs, toMs }) => (toMs ?? Infinity) * nsPerMs > tookEffectNs && fromMs * nsPerMs < healedNs,
    );
    return window === undefined ? (firstServedNs ?? Infinity) : (window.toMs ?? Infinity) * nsPerMs;
  };

  return {
    add(entry: Entry) {
      const { stepNs: lastStepNs, sinceNs: lastSinceNs = Infinity } = marks.result();
      marks.add(entry);
      const { stepNs, sinceNs = Infinity } = marks.result();
      // What changed before the step of the first fault, but after another that began to act, is not that fault's doing.
      if (stepNs !== lastStepNs) electedNs = undefined;
      if (sinceNs !== lastSinceNs) firstServedNs = undefined;
      if (entry.type === 'operation') {
        if (entry.kind !== 'administer' || entry.outcome !== 'ok') return;
        if (entry.invokedNs >= sinceNs) firstServedNs ??= entry.completedNs;
        return;
      }
      // Whoever goes the whole way again does it with another quorum, which begins to count anew.
      if (entry.kind === 'action' && entry.what === 'revert' && entry.node === undefined)
        highest.delete('controller');
      if (entry.kind !== 'controller' || entry.epoch === null) return;
      const { node, epoch, timeNs } = entry;
      const kind = node?.replace(/-\d+$/, '');
      if (epoch <= (highest.get(kind) ?? -Infinity)) return;
      highest.set(kind, epoch);
      epochs.push({ atMs: ceilMs(timeNs), node, epoch });
      // The first that is seen at all may have been there for long.
      if (epochs.length === 1 || marks.result().beganNs === undefined) return;
      changes++;
      electedNs ??= timeNs;
    },
    result() {
      const { beganNs, tookEffectNs, firstHealedNs = Infinity } = marks.result();
      const since = (ns = Infinity) =>
        tookEffectNs === undefined || ns === Infinity ? null : ceilMs(Math.max(0, ns - tookEffectNs));
      const electedMs = since(electedNs);
      const servesMs = tookEffectNs === undefined ? null : since(servesNs(tookEffectNs, firstHealedNs));
      return {
        changes: beganNs === undefined || epochs.length === 0 ? null : changes,
        electedMs,
        servesMs,
        loadingMs:
          electedMs === null || servesMs === null || servesMs < electedMs ? null : servesMs - electedMs,
        epochs: epochs.map((each) => ({ ...each })),
      };
    },
  };
}
