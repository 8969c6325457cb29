/** Which night the shards of a suite are of: machines that share a night do not begin it at the same moment. */
import type { Results } from '../results/results.ts';

type Suite = Pick<Results, 'what' | 'seed' | 'startedAt' | 'shard'>;

/** So far apart shards of one night may begin; those of the next night come later. */
const spreadMs = 12 * 3_600_000;

/** When the night of each suite began: that of a shard with the first of the shards that belong together. */
export function nightsOf<T extends Suite>(suites: readonly T[]): Map<T, string> {
  const nights = new Map<T, string>();
  const open: { of: string; begin: string; indexes: Set<number> }[] = [];
  for (const suite of suites.toSorted((a, b) => Date.parse(a.startedAt) - Date.parse(b.startedAt))) {
    const { what, seed, startedAt, shard } = suite;
    if (shard === undefined) {
      nights.set(suite, startedAt);
      continue;
    }
    const of = JSON.stringify([what, seed, shard.of]);
    const isIts = (night: (typeof open)[number]) =>
      night.of === of &&
      !night.indexes.has(shard.index) &&
      Date.parse(startedAt) - Date.parse(night.begin) < spreadMs;
    const night = open.find(isIts) ?? { of, begin: startedAt, indexes: new Set<number>() };
    if (!open.includes(night)) open.push(night);
    night.indexes.add(shard.index);
    nights.set(suite, night.begin);
  }
  return nights;
}
