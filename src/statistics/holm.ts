/**
 * Many tests at once find something by chance; corrected p values keep the probability of any false alarm below the level.
 */

/** Holm's step-down correction: the p values in the same order, each as large as it has to be among all of them. */
export function holm(ps: readonly number[]): number[] {
  const inOrder = ps.map((p, place) => ({ p, place })).sort((a, b) => a.p - b.p);
  const adjusted = new Array<number>(ps.length);
  let least = 0;
  for (const [rank, { p, place }] of inOrder.entries()) {
    least = Math.max(least, Math.min(1, p * (ps.length - rank)));
    adjusted[place] = least;
  }
  return adjusted;
}
