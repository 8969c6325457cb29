/**
 * The Pareto front of settings: those to which no other is better on one side and as good on the other.
 */

/** Less is better of both. */
export interface Trade {
  outageMs: number;
  falseFailovers: number;
}

/** Whether `one` is no worse on either side and better on one of them at least. */
export function dominates(one: Trade, other: Trade): boolean {
  return (
    one.outageMs <= other.outageMs &&
    one.falseFailovers <= other.falseFailovers &&
    (one.outageMs < other.outageMs || one.falseFailovers < other.falseFailovers)
  );
}

/** Those that none dominates, the fastest first; of such as are alike, all. */
export function paretoFront<T extends Trade>(all: readonly T[]): T[] {
  return all
    .filter((point) => !all.some((other) => dominates(other, point)))
    .toSorted((a, b) => (a.outageMs === b.outageMs ? 0 : a.outageMs - b.outageMs));
}

/** The fastest of the front that dominates it; undefined for what is on the front. */
export function dominatorOf<T extends Trade>(point: Trade, front: readonly T[]): T | undefined {
  return front.find((other) => dominates(other, point));
}
