/**
 * Choices of chance that a seed repeats.
 */
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

export interface Random {
  /** A whole number of the range, both ends included. */
  between(least: number, most: number): number;
  /** All items, in an order of chance. */
  shuffle<T>(items: readonly T[]): T[];
  /** One of the items. */
  pick<T>(items: readonly T[]): T;
}

/** The same seed gives the same choices, as long as they are asked for in the same order. */
export function randomOf(seed: number): Random {
  const generator = xoroshiro128plus(seed);
  const between = (least: number, most: number) => uniformInt(generator, least, most);
  return {
    between,
    pick: (items) => items[between(0, items.length - 1)]!,
    shuffle(items) {
      const result = [...items];
      for (let last = result.length - 1; last > 0; last--) {
        const other = between(0, last);
        [result[last], result[other]] = [result[other]!, result[last]!];
      }
      return result;
    },
  };
}
