/** Lists that are too long for a picture, made shorter. */

/** At most `most` of a list, in its order: those of the greatest weight, or without one the first. */
export function fewest<T>(list: readonly T[], most: number, weight: (each: T) => number = () => 0): T[] {
  if (list.length <= most) return [...list];
  const kept = new Set(list.toSorted((a, b) => weight(b) - weight(a)).slice(0, most));
  return list.filter((each) => kept.has(each));
}

const widths = [50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000];

/** The narrowest of the usual widths of a bin, from `leastMs` on, of which `isEnough` says that it makes few enough bins. */
export function binWidth(leastMs: number, isEnough: (binMs: number) => boolean): number {
  return widths.find((binMs) => binMs >= leastMs && isEnough(binMs)) ?? widths.at(-1)!;
}
